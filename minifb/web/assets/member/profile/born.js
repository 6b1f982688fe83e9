// Days without a time: `1990-02-03`, or `--02-03` for whom the year is hidden.

import { locale } from "../../lib/i18n.js";

/** Write a birthday as people do. @param {string} birthday */
export function born(birthday) {
  const hidden = birthday.startsWith("--");
  const day = new Date(`${hidden ? "2000" : birthday.slice(0, 4)}-${birthday.slice(-5)}T00:00:00Z`);
  return new Intl.DateTimeFormat(locale(), { day: "numeric", month: "long", year: hidden ? undefined : "numeric", timeZone: "UTC" }).format(day);
}
