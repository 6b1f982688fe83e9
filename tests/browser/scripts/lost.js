() => {
  // Fills are gone: what can be pressed has words, a picture or a border; what is chosen, a ring.
  const seen = (one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && one.getBoundingClientRect().width > 8 && !one.closest(".hidden, .skip, [aria-hidden=true]");
  const bordered = (style) => parseFloat(style.borderTopWidth) > 0 && style.borderTopStyle !== "none";
  const ringed = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  const lost = [];
  for (const one of [...document.querySelectorAll("button, a[href], input, textarea, select")].filter(seen)) {
    const style = getComputedStyle(one);
    if (!one.textContent.trim() && !one.querySelector("svg, img") && !bordered(style) && style.appearance === "none") lost.push(`nothing of it: ${one.outerHTML.slice(0, 120)}`);
  }
  for (const one of [...document.querySelectorAll("nav [aria-current], .segmented [aria-pressed=true], [aria-selected=true]")].filter(seen)) {
    if (!ringed(getComputedStyle(one))) lost.push(`not told from the others: ${one.outerHTML.slice(0, 120)}`);
  }
  for (const one of [...document.querySelectorAll(".balloon, .bubble, .card, .menu, dialog, .badge")].filter(seen)) {
    if (!bordered(getComputedStyle(one))) lost.push(`without an edge: ${one.outerHTML.slice(0, 120)}`);
  }
  return lost;
}
