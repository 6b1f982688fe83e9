// Times as people say them.

import { locale, t } from "./i18n.js";

const STEPS = /** @type {[Intl.RelativeTimeFormatUnit, number][]} */ ([["minute", 60], ["hour", 3600], ["day", 86400], ["week", 604800]]);

/** How long ago, short: "now", "5 min. ago", "3 Mar". @param {string} iso */
export function ago(iso) {
  const then = new Date(iso);
  const seconds = (Date.now() - then.getTime()) / 1000;
  if (seconds < 60) return t("time.now");
  const steps = STEPS.filter(([, length]) => seconds >= length);
  const [unit, length] = steps[steps.length - 1];
  if (unit === "week") return day(iso);
  return new Intl.RelativeTimeFormat(locale(), { style: "short" }).format(-Math.floor(seconds / length), unit);
}

/** The day, without the year if it is this one. @param {string} iso */
export function day(iso) {
  const then = new Date(iso);
  const year = then.getFullYear() === new Date().getFullYear() ? undefined : "numeric";
  return new Intl.DateTimeFormat(locale(), { day: "numeric", month: "short", year }).format(then);
}

/** The time of day. @param {string} iso */
export function clock(iso) {
  return new Intl.DateTimeFormat(locale(), { hour: "numeric", minute: "2-digit" }).format(new Date(iso));
}

/** Day and time in full, for titles. @param {string} iso */
export function moment(iso) {
  return new Intl.DateTimeFormat(locale(), { dateStyle: "full", timeStyle: "short" }).format(new Date(iso));
}

/** A length of film or sound: 1:05. @param {number} seconds */
export function length(seconds) {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}
