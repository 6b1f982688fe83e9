(one) => {
  one.scrollIntoView({ block: "center" });
  const { x, y, width, height } = one.getBoundingClientRect();
  const hit = document.elementFromPoint(x + width / 2, y + height / 2);
  return one.contains(hit) || hit?.contains(one) && hit.matches("label, button, a") ? "" : `${one.outerHTML.slice(0, 120)} under ${hit?.outerHTML.slice(0, 120)}`;
}
