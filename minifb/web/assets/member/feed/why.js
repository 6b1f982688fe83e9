// Why a post is in the feed: what counted, how much, and what changes that.

import { h, html } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { locale, number, t } from "../../lib/i18n.js";
import { ago } from "../../lib/time.js";
import { Dialog } from "../../kit/dialog.js";
import { Icon } from "../../kit/icon.js";
import { Loaded } from "../../kit/loaded.js";
import { myId } from "../me.js";
import { seeFirst, seeLess, seeUsual } from "./acts.js";

/** @param {{post: import("./store.js").Held, onClose: () => void}} props */
export function WhyDialog({ post, onClose }) {
  const load = () => call("GET /posts/feed/{post_id}/why", { path: { post_id: post.peek().id } });
  return h(Dialog, { title: t("why.title"), onClose, children: h(Loaded, { load, draw: (why) => h(Told, { why, post, onClose }) }) });
}

/** @param {{why: any, post: import("./store.js").Held, onClose: () => void}} props */
function Told({ why, post, onClose }) {
  const { author } = post.value;
  return html`<p class="why-reason" dir="auto">${reason(why.reason, post)}</p>
    ${why.terms.length > 0 && html`<p class="quiet-text">${t("why.how")}</p>
      <ul class="why">${why.terms.map((/** @type {any} */ term) => h(Term, { key: term.name, term, post, onClose }))}</ul>
      <p class="why-score">${t("why.score", { score: factor(why.score) })}</p>`}
    <div class="form-end">
      ${author.id !== myId.value && html`<button type="button" class="quiet" onClick=${() => { onClose(); seeFirst(author); }}>${t("card.first", { name: author.firstName })}</button>`}
      <a class="quiet" href="/settings/feed">${t("why.settings")}</a>
    </div>`;
}

/** @param {{term: any, post: import("./store.js").Held, onClose: () => void}} props */
function Term({ term, post, onClose }) {
  const way = term.factor > 1.005 ? "up" : term.factor < 0.995 ? "down" : "same";
  return html`<li class=${`why-${way}`}>
    ${h(Icon, { name: { up: "arrow-up", down: "arrow-down", same: "minus" }[way], size: 18 })}
    <span class="why-words"><strong>${t(`why.${term.name}`)}</strong><span dir="auto">${words(term, post)}</span>${h(Control, { term, post, onClose })}</span>
    <span class="why-factor"><span aria-hidden="true">×${factor(term.factor)}</span><span class="hidden">${t(`why.${way}`, { factor: factor(term.factor) })}</span></span>
  </li>`;
}

/** What changes a factor, where something does. @param {{term: any, post: import("./store.js").Held, onClose: () => void}} props */
function Control({ term, post, onClose }) {
  const { author } = post.value;
  if (!term.control || (author.id === myId.value && term.name !== "age")) return null;
  if (term.name === "less") return html`<button type="button" class="link" onClick=${() => { onClose(); seeUsual(author); }}>${t("why.usual", { name: author.firstName })}</button>`;
  if (term.name === "affinity") return html`<button type="button" class="link" onClick=${() => { onClose(); seeLess(author); }}>${t("card.less", { name: author.firstName })}</button>`;
  return html`<a class="link" href="/settings/feed">${t("why.balance")}</a>`;
}

/** @param {number} value */
function factor(value) {
  return number(Number(value.toPrecision(2)));
}

/** What the server says in English; in other languages what its factor means. @param {any} term @param {import("./store.js").Held} post */
function words(term, post) {
  const { author, createdAt } = post.value;
  if (locale() === "en") return sentence(term.text.replace(/: ×\S+$/, ""));
  const level = term.name === "affinity" ? (term.factor > 1.6 ? "_often" : term.factor > 1.005 ? "_some" : "_none") : term.name === "people" && term.factor <= 1 ? "_none" : "";
  return t(`why.${term.name}${level}_text`, { name: author.firstName, when: ago(createdAt) });
}

/** @param {string} text @param {import("./store.js").Held} post */
function reason(text, post) {
  if (locale() === "en") return `${sentence(text)}.`;
  const { author } = post.value;
  return t(author.id === myId.value ? "why.own" : "why.known", { name: author.firstName });
}

/** @param {string} text */
function sentence(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
