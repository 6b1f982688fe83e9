// Words: `t("feed.empty")`, `t("post.comments", { count: 3 })`. A text is a string, or forms by plural category.

/** @type {{locale: string, texts: Record<string, string | Record<string, string>>}} */
const words = { locale: "en", texts: {} };

/** Take texts of a language, beside those that are there. @param {string} locale @param {Record<string, any>} texts */
export function speak(locale, texts) {
  words.locale = locale;
  Object.assign(words.texts, texts);
}

/** @type {Promise<void> | null} */
let rest = null;

/** Fetch the words that only pages need; fetched once, and again after a failure. @returns {Promise<void>} */
export function learn() {
  const url = new URL(`../locales/${words.locale}.more.json`, import.meta.url);
  rest ??= fetch(url).then((response) => response.json()).then((texts) => speak(words.locale, texts), (problem) => { rest = null; throw problem; });
  return rest;
}

/** The language in use, for Intl. */
export function locale() {
  return words.locale === "xx" ? "en" : words.locale;
}

/**
 * Say a text. `{name}` in it is filled; with `count` the plural form is chosen and `{count}` is written as people do.
 *
 * @param {string} key
 * @param {Record<string, any>} [vars]
 */
export function t(key, vars = {}) {
  const found = words.texts[key] ?? key;
  const text = typeof found === "string" ? found : found[plural(vars.count)] ?? found.other;
  return text.replace(/\{(\w+)\}/g, (whole, name) => {
    if (!(name in vars)) return whole;
    return name === "count" ? number(vars.count) : String(vars[name]);
  });
}

/** All texts whose keys begin so, by the rest of the key. @param {string} start */
export function below(start) {
  return Object.fromEntries(Object.entries(words.texts).flatMap(([key, text]) => (key.startsWith(start) ? [[key.slice(start.length), text]] : [])));
}

/** @param {number} count */
function plural(count) {
  return new Intl.PluralRules(locale()).select(count ?? 0);
}

/** @param {number} value */
export function number(value) {
  return new Intl.NumberFormat(locale(), value >= 10000 ? { notation: "compact" } : {}).format(value);
}

/** Names in a row: "Ana, Ben and Cleo". @param {string[]} names */
export function list(names) {
  return new Intl.ListFormat(locale(), { type: "conjunction" }).format(names);
}

/** Say a problem to a person, in their language where we have words for it. @param {any} problem */
export function said(problem) {
  const key = `problem.${problem?.code}`;
  if (key in words.texts) return t(key);
  return problem?.message || t("problem.unknown");
}

/** A person's name as it is shown. @param {{firstName: string, lastName: string}} person */
export function name(person) {
  return `${person.firstName} ${person.lastName}`.trim();
}
