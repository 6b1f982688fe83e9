() => {
  // Text in a box that hides what does not fit in it; what is cut on purpose ends in dots, or is not for eyes.
  const cut = [];
  for (const one of document.querySelectorAll("body *")) {
    const style = getComputedStyle(one);
    const words = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!words || !one.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    if (one.closest(".hidden, [aria-hidden=true], .skip, .place-text, .side-new span")) continue;
    for (let box = one; box && box !== document.body; box = box.parentElement) {
      const { overflowX, overflowY, textOverflow, webkitLineClamp } = getComputedStyle(box);
      if (textOverflow === "ellipsis" || webkitLineClamp !== "none") break;
      const [mine, around] = [one.getBoundingClientRect(), box.getBoundingClientRect()];
      const clip = (value) => value === "hidden" || value === "clip";
      const out = clip(overflowX) && (mine.right > around.right + 1 || mine.left < around.left - 1) || clip(overflowY) && (mine.bottom > around.bottom + 1 || mine.top < around.top - 1);
      const own = box === one && (clip(overflowX) && one.scrollWidth > one.clientWidth + 1 || clip(overflowY) && one.scrollHeight > one.clientHeight + 1);
      if (out || own) { cut.push(`${one.textContent.trim().slice(0, 60)} in ${box.className || box.tagName}`); break; }
      if ([overflowX, overflowY].some((value) => value === "auto" || value === "scroll")) break;
    }
  }
  // Text that runs out of a box of a fixed height over what stands below it.
  for (const one of document.querySelectorAll("button, .badge, .pill, a.plain, a.primary")) {
    if (one.checkVisibility() && one.clientHeight && !one.closest(".hidden") && getComputedStyle(one).overflowY === "visible" && one.scrollHeight > one.clientHeight + 2) cut.push(`${one.textContent.trim().slice(0, 60)} is higher than its button`);
  }
  return cut;
}
