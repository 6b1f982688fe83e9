// The conversation that is open: its head, what was said, and where one writes.

import { h, html, useEffect, useMemo, useSignal } from "../../vendor/preact.js";
import { t } from "../../lib/i18n.js";
import { here } from "../../lib/router.js";
import { upload } from "../../lib/upload.js";
import { Lazy } from "../../kit/lazy.js";
import { Empty, Failed, Skeleton } from "../../kit/states.js";
import { myId } from "../me.js";
import { canEdit } from "./acts.js";
import { MOST as FILES } from "./attachments.js";
import { Composer } from "./composer.js";
import { draftOf } from "./drafts.js";
import { Head } from "./head.js";
import { recallThread } from "./kept.js";
import { Log } from "./log.js";
import { firstUnread } from "./rows.js";
import { conversations, known, learn } from "./store.js";
import { threadOf } from "./threads.js";
import { titleOf } from "./words.js";

const PAGE = 50;
const MOST = 100;

/** @param {{id: string}} props */
export function Talk({ id }) {
  const problem = useSignal(/** @type {any} */ (null));
  const chosen = useSignal(/** @type {import("./menu.js").Chosen | null} */ (null));
  const chose = useSignal(false);
  const thread = useMemo(() => threadOf(id), [id]);
  const draft = useMemo(() => draftOf(id), [id]);
  const at = here.value.query.get("at") ?? "";
  const enter = () => {
    problem.value = null;
    open(thread, at).catch((caught) => { problem.value = caught; });
  };
  useEffect(enter, [thread, at]);
  useEffect(() => () => { thread.unreadFrom.value = 0; thread.sought.value = ""; }, [thread]);
  const acts = useMemo(() => ({
    onReply: (/** @type {any} */ line) => { draft.endEdit(); draft.reply.value = line; },
    onEdit: (/** @type {any} */ line) => { if (canEdit(line.peek())) draft.beginEdit(line); },
    onMenu: (/** @type {any} */ line, /** @type {HTMLElement} */ anchor) => { chose.value = true; chosen.value = { line, anchor }; },
  }), [thread]);
  void known.value; // drawn anew when it becomes known
  const held = conversations.get(id)?.value;
  if (!held && problem.value) {
    const lost = problem.value.status === 404 || problem.value.status === 422;
    return html`<section class="talk"><div class="talk-none">${lost
      ? html`<h1 class="hidden">${t("chat.lost_title")}</h1>${h(Empty, { icon: "message-circle-off", text: t("chat.lost"), children: html`<a class="primary" href="/m">${t("chat.all")}</a>` })}`
      : h(Failed, { problem: problem.value, retry: enter })}</div></section>`;
  }
  if (!held) return html`<section class="talk"><div class="log">${h(Skeleton, { kind: "row", rows: 6 })}</div></section>`;
  const can = held.can.send && !held.request;
  const sent = () => {
    thread.unreadFrom.value = 0;
    if (thread.later.value) thread.load();
  };
  const last = () => {
    const line = thread.lines.value.findLast((one) => canEdit(one.peek()));
    if (line) draft.beginEdit(line);
  };
  return html`<section class="talk" aria-label=${titleOf(held)} ...${dropping(draft, can)}>
    ${h(Head, { conversation: held })}
    ${h(Log, { thread, conversation: held, ...acts })}
    ${held.request ? h(Lazy, { load: () => import("./request.js").then((it) => it.Asked), props: { conversation: held, thread } }) : held.can.send ? h(Composer, { draft, title: titleOf(held), onLast: last, onSent: sent }) : html`<p class="talk-shut">${t("chat.shut")}</p>`}
    ${chose.value && h(Lazy, { load: () => import("./menu.js").then((it) => it.MessageMenu), props: { chosen, can, request: held.request, kind: held.kind, ...acts } })}
  </section>`;
}

/** Make the thread ready: what was kept at once, then what the server has. @param {import("./thread.js").Thread} thread @param {string} at  a message to go to */
async function open(thread, at) {
  if (thread.state.value === "new") await recallThread(thread.id);
  if (!conversations.get(thread.id)) await learn(thread.id);
  const count = conversations.get(thread.id)?.value.unreadCount ?? 0;
  if (at) {
    if (!thread.find(at)) await thread.load({ around: at });
    thread.sought.value = at;
    return;
  }
  if (!thread.fetched || thread.later.value || thread.state.value === "failed") await thread.load({ limit: Math.min(MOST, Math.max(PAGE, count + 20)) });
  thread.unreadFrom.value = firstUnread(thread.lines.value, count, myId.value);
}

/** Files may be dropped anywhere on it. @param {import("./drafts.js").Draft} draft @param {boolean} can */
function dropping(draft, can) {
  if (!can) return {};
  return {
    onDragOver: /** @param {DragEvent} event */ (event) => { if (event.dataTransfer?.types.includes("Files")) event.preventDefault(); },
    onDrop: /** @param {DragEvent} event */ (event) => {
      const files = [...(event.dataTransfer?.files ?? [])];
      if (!files.length) return;
      event.preventDefault();
      draft.uploads.value = [...draft.uploads.value, ...upload(files.slice(0, FILES - draft.uploads.value.length))];
    },
  };
}
