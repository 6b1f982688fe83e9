// How the app looks on this device: theme, language and text size in a cookie, so that the server writes them into the
// page and nothing flashes; how dense it is stays here.

const COOKIE = "minifb-look";
const YEAR = 365 * 24 * 3600;

/** @typedef {"system" | "light" | "dark"} Theme */
/** @typedef {"s" | "m" | "l"} Size */
/** @typedef {"roomy" | "compact"} Density */
/** @typedef {{theme: Theme, locale: string, size: Size}} Look */

/** What was chosen on this device; what was not, as the page has it. @returns {Look} */
export function read() {
  const written = document.cookie.split("; ").find((one) => one.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1) ?? "";
  const [theme, locale, size] = written.split(".");
  return {
    theme: theme === "light" || theme === "dark" ? theme : "system",
    locale: locale || document.documentElement.lang || "en",
    size: size === "s" || size === "l" ? size : "m",
  };
}

/** Choose; theme and size show at once, a language when the page is loaded anew. @param {Partial<Look>} part */
export function set(part) {
  const look = { ...read(), ...part };
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${COOKIE}=${look.theme}.${look.locale}.${look.size}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
  const { dataset } = document.documentElement;
  dataset.theme = look.theme;
  dataset.size = look.size;
}

/** How close things stand. @returns {Density} */
export function density() {
  return localStorage.getItem("density") === "compact" ? "compact" : "roomy";
}

/** @param {Density} chosen */
export function pack(chosen) {
  localStorage.setItem("density", chosen);
  dress();
}

/** Put on what is kept on this device alone; once, when the app starts. */
export function dress() {
  document.documentElement.dataset.density = density();
}
