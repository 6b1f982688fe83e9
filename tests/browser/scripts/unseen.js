() => {
  const one = document.activeElement;
  if (!one || one === document.body) return "nothing has the focus";
  const what = `${one.outerHTML.slice(0, 160)} …`;
  // Where a page begins is told to who cannot see it; nothing can be done there, so nothing marks it.
  if (one.matches("h1, main")) return "";
  const label = one.labels?.[0];
  const small = one.offsetWidth < 8 || getComputedStyle(one).opacity === "0";
  const shown = small && label ? label : one;
  if (!shown.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return `not to be seen: ${what}`;
  const room = innerHeight * .6;
  const boxes = [...shown.getClientRects()].filter((box) => box.width && box.height);
  const points = boxes.flatMap(({ x, y, width, height }) => [.5, ...(height < room ? [2 / height, 1 - 2 / height] : [.05, .2, .35, .65, .8, .95])]
    .map((part) => [x + width / 2, y + height * part]));
  const hits = points.map(([x, y]) => document.elementFromPoint(x, y));
  const own = (hit) => hit && (shown.contains(hit) || label?.contains(hit) || hit.contains(shown) && hit.matches("label, a, button"));
  const seen = hits.filter(own).length;
  const enough = boxes.every(({ height }) => height < room) ? hits.length : 1;
  const above = hits.find((hit) => !own(hit));
  if (seen < enough) return `lies under ${above?.outerHTML.slice(0, 120) ?? "the edge of the window"}: ${what}`;

  const ring = (element, part) => {
    const style = getComputedStyle(element, part);
    if (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) return parseFloat(style.outlineWidth) + parseFloat(style.outlineOffset);
    return part && style.content !== "none" && parseFloat(style.borderTopWidth) >= 2 ? 0 : null;
  };
  const around = [one, shown, ...one.querySelectorAll("*"), ...(one.parentElement?.children ?? [])];
  for (let up = one.parentElement, deep = 0; up && deep < 3; up = up.parentElement, deep++) around.push(up);
  const marked = around.find((element) => ring(element) !== null) ?? (ring(one, "::after") !== null ? one : null);
  if (!marked) return `not marked: ${what}`;
  const wide = ring(marked) ?? 0;
  const box = marked.getBoundingClientRect();
  const edges = { top: box.top - wide, bottom: box.bottom + wide, left: box.left - wide, right: box.right + wide };
  const cut = { top: -1, bottom: innerHeight + 1, left: -1, right: innerWidth + 1 };
  for (let up = marked.parentElement; up; up = up.parentElement) {
    const { overflowX, overflowY, contentVisibility, contain } = getComputedStyle(up);
    const clips = overflowX !== "visible" || overflowY !== "visible" || contentVisibility === "auto" || contain.includes("paint");
    const inside = up.getBoundingClientRect();
    if (clips && up !== document.documentElement && up !== document.body) {
      cut.top = Math.max(cut.top, inside.top - 1); cut.left = Math.max(cut.left, inside.left - 1);
      cut.bottom = Math.min(cut.bottom, inside.bottom + 1); cut.right = Math.min(cut.right, inside.right + 1);
    }
    if (up.matches("dialog, [popover]")) break;
  }
  const whole = [edges.top >= cut.top, edges.bottom <= cut.bottom, edges.left >= cut.left, edges.right <= cut.right];
  return whole.filter(Boolean).length < 2 ? `its mark is cut off (${whole}): ${what}` : "";
}
