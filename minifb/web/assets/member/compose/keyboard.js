// Keeps a sheet above the keyboard of a phone: how much of the page is in sight stands in a property for the style sheet.

import { useEffect } from "../../vendor/preact.js";

/** As long as the component is there. */
export function useKeyboard() {
  useEffect(() => {
    const view = window.visualViewport;
    if (!view) return undefined;
    const { style } = document.documentElement;
    const look = () => {
      style.setProperty("--seen", `${Math.round(view.height)}px`);
      style.setProperty("--seen-from", `${Math.round(view.offsetTop)}px`);
    };
    look();
    view.addEventListener("resize", look);
    view.addEventListener("scroll", look);
    return () => {
      view.removeEventListener("resize", look);
      view.removeEventListener("scroll", look);
      style.removeProperty("--seen");
      style.removeProperty("--seen-from");
    };
  }, []);
}
