// The heading of the page: where one is who is nowhere else.

/** Give it the focus, so that it is read out, and that Tab goes on from there. */
export function toHeading() {
  const heading = /** @type {HTMLElement | null} */ (document.querySelector("main h1"));
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}
