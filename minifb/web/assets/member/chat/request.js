// Somebody who is no friend asks to talk: one decides before they learn anything.

import { h, html, useSignal } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { name, t } from "../../lib/i18n.js";
import { go } from "../../lib/router.js";
import { show } from "../../kit/show.js";
import { boxOf, ignore, take } from "./store.js";
import { attempt, leaveGroup } from "./wishes.js";
import { other } from "./words.js";

/** @param {{conversation: any, thread: import("./thread.js").Thread}} props */
export function Asked({ conversation, thread }) {
  const busy = useSignal(false);
  const person = other(conversation);
  const path = { id: conversation.id };
  /** @param {() => Promise<any>} run */
  const once = (run) => async () => {
    if (busy.value) return;
    busy.value = true;
    await attempt(run);
    busy.value = false;
  };
  const accept = once(async () => {
    take(await call("PUT /messages/conversations/{id}/accept", { path }));
    await thread.load();
  });
  const decline = once(async () => {
    await call("PUT /messages/conversations/{id}/ignore", { path });
    ignore(conversation.id);
    go("/m");
  });
  const report = () => {
    const lines = thread.lines.value.map((line) => line.value).filter((one) => one.kind === "text" && one.sender?.id === (person?.id ?? one.sender?.id));
    const [last, ...before] = lines.reverse();
    if (last) show(() => import("../../kit/report.js").then((it) => it.ReportDialog), { target: { kind: "message", id: last.id, person, contextIds: before.slice(0, 20).map((one) => one.id) } });
  };
  const block = () => show(() => import("../../kit/block.js").then((it) => it.BlockDialog), { person, onDone: () => go("/m") });
  return html`<section class="asked" aria-labelledby="asked-title">
    <h2 id="asked-title">${person ? t("chat.asks", { name: name(person) }) : t("chat.asks_group")}</h2>
    <p class="quiet-text">${t(boxOf(conversation) === "ignored" ? "chat.asks_ignored" : "chat.asks_text")}</p>
    <div class="row">
      <button type="button" class="primary" aria-disabled=${busy.value} onClick=${accept}>${t("chat.accept")}</button>
      ${boxOf(conversation) !== "ignored" && html`<button type="button" class="plain" aria-disabled=${busy.value} onClick=${decline}>${t("chat.ignore")}</button>`}
      ${person ? html`<button type="button" class="quiet" onClick=${block}>${t("chat.block")}</button>` : html`<button type="button" class="quiet" onClick=${() => leaveGroup(conversation.id).then(() => go("/m"))}>${t("chat.leave")}</button>`}
      ${thread.lines.value.length > 0 && html`<button type="button" class="quiet" onClick=${report}>${t("chat.report")}</button>`}
    </div>
  </section>`;
}
