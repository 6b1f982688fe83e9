// One line of a thread: a bubble with what was said, what it answers, and how it was received.

import { h, html, useSignal } from "../../vendor/preact.js";
import { name, number, said, t } from "../../lib/i18n.js";
import { again, drop } from "../../lib/outgoing.js";
import { clock, moment } from "../../lib/time.js";
import { Avatar } from "../../kit/avatar.js";
import { Icon } from "../../kit/icon.js";
import { MediaGrid } from "../../kit/media.js";
import { Text } from "../../kit/text.js";
import { Face, ranked } from "../feed/reactions.js";
import { myId } from "../me.js";
import { showPhotos } from "../photo/open.js";
import { react } from "./acts.js";
import { Hold } from "./hold.js";
import { happened, whoSaid } from "./words.js";

/** @typedef {{reply: (line: any) => void, seek: (id: string) => void, menu: (line: any, anchor: HTMLElement) => void}} Api */
/** @typedef {import("./receipts.js").Mark} Mark */

const FEW_EMOJI = new RegExp("^\\p{RGI_Emoji}{1,3}$", "v");
const MARKS = /** @type {Record<string, string>} */ ({ sending: "circle-dashed", waiting: "clock", failed: "circle-alert", sent: "check", delivered: "check", read: "check-check" });

/** @param {{line: import("./thread.js").Line, first: boolean, last: boolean, mark: Mark, group: boolean, veiled: boolean, can: boolean, api: Api}} props */
export function Bubble({ line, first, last, mark, group, veiled, can, api }) {
  const hovered = useSignal(false);
  const focused = useSignal(false);
  const near = hovered.value || focused.value;
  const message = line.value;
  if (message.kind === "system") return html`<p class="happened" data-id=${message.id}>${happened(message)}</p>`;
  const mine = message.sender?.id === myId.value;
  const kept = Number.isFinite(message.seq);
  const classes = ["line", mine && "mine", first && "first", last && "last", message.deletedAt && "unsent"].filter(Boolean).join(" ");
  return html`<div class=${classes} data-id=${message.id} tabindex="-1" onPointerEnter=${() => { hovered.value = true; }} onPointerLeave=${() => { hovered.value = false; }}
      onFocusIn=${() => { focused.value = true; }} onFocusOut=${/** @param {any} event */ (event) => { focused.value = event.currentTarget.contains(event.relatedTarget); }}>
    ${group && !mine && html`<span class="line-face">${last && message.sender && h(Avatar, { person: message.sender, size: 28 })}</span>`}
    <div class="line-body">
      ${group && !mine && first ? html`<strong class="line-name" dir="auto">${message.sender ? name(message.sender) : t("chat.gone")}</strong>` : html`<span class="hidden">${whoSaid(message.sender)}: </span>`}
      <div class="line-row">
        ${h(Hold, { on: kept && !message.deletedAt, run: (anchor) => api.menu(line, anchor), children: h(Said, { message, veiled, seek: api.seek }) })}
        ${kept && html`<span class="line-acts">
          ${near && !message.deletedAt && can && html`<button type="button" class="icon-button" aria-label=${t("chat.reply")} onClick=${() => api.reply(line)}>${h(Icon, { name: "reply", size: 18 })}</button>`}
          <button type="button" class="icon-button" tabindex=${near ? 0 : -1} aria-haspopup="menu" aria-label=${t("chat.acts")} onClick=${/** @param {any} event */ (event) => api.menu(line, event.currentTarget)}>${h(Icon, { name: "smile-plus", size: 18 })}</button>
        </span>`}
      </div>
      ${ranked(message.reactions.counts).length > 0 && h(Chips, { line, can })}
      ${(last || mark || message.editedAt) && html`<span class="line-foot">
        ${message.editedAt && html`<span>${t("chat.edited")}</span>`}
        <time datetime=${message.createdAt} title=${moment(message.createdAt)}>${clock(message.createdAt)}</time>
        ${mark && html`<span class=${`line-mark ${mark}`} title=${t(`chat.mark_${mark}`)}>${h(Icon, { name: MARKS[mark], size: 16 })}<span class="hidden">${t(`chat.mark_${mark}`)}</span></span>`}
      </span>`}
      ${message.state === "failed" && html`<span class="line-failed" role="alert"><span>${said(message.problem)}</span>
        <button type="button" class="quiet small" onClick=${() => again(message.clientId)}>${t("common.retry")}</button>
        <button type="button" class="quiet small" onClick=${() => drop(message.clientId)}>${t("chat.drop")}</button></span>`}
    </div>
  </div>`;
}

/** What was said. @param {{message: any, veiled: boolean, seek: (id: string) => void}} props */
function Said({ message, veiled, seek }) {
  const open = useSignal(false);
  if (message.deletedAt) return html`<div class="balloon"><p class="quiet-text">${t("chat.unsent")}</p></div>`;
  if (message.collapsed && !open.value) {
    return html`<div class="balloon"><p class="quiet-text">${t("chat.collapsed")} <button type="button" class="quiet small" onClick=${() => { open.value = true; }}>${t("chat.uncollapse")}</button></p></div>`;
  }
  const { text, media } = message;
  const big = FEW_EMOJI.test(text) && !media.length && !message.replyTo;
  return html`<div class=${`balloon ${big ? "emojis" : ""} ${media.length && !text ? "bare" : ""}`}>
    ${message.forwarded && html`<p class="forwarded">${h(Icon, { name: "forward", size: 16 })}${t("chat.forwarded")}</p>`}
    ${message.replyTo && h(Quote, { quoted: message.replyTo, seek })}
    ${media.length > 0 && (veiled ? html`<p class="quiet-text">${h(Icon, { name: "image-off" })} ${t("chat.veiled")}</p>`
      : h(MediaGrid, { media, onOpen: (_, at) => showPhotos({ media, at }) }))}
    ${text && h(Text, { text, spans: message.spans })}
  </div>`;
}

/** @param {{quoted: any, seek: (id: string) => void}} props */
function Quote({ quoted, seek }) {
  const words = quoted.deleted ? t("chat.unsent") : quoted.text || t("chat.quoted_media");
  return html`<button type="button" class="quote" onClick=${() => seek(quoted.id)}>
    <span class="hidden">${t("chat.quoted")} </span><strong dir="auto">${whoSaid(quoted.sender)}</strong> <span dir="auto">${words}</span></button>`;
}

/** @param {{line: import("./thread.js").Line, can: boolean}} props */
function Chips({ line, can }) {
  const { reactions } = line.value;
  return html`<span class="line-reactions" role="group" aria-label=${t("chat.reactions")}>${ranked(reactions.counts).map(([type, count]) => html`<button key=${type} type="button" class="line-reaction" disabled=${!can}
    aria-pressed=${reactions.mine === type} aria-label=${`${t(`reaction.${type}`)} ${number(count)}`} onClick=${() => react(line, type)}>${h(Face, { type, size: 16 })}${count > 1 ? html`<span class="count">${number(count)}</span>` : ""}</button>`)}</span>`;
}

