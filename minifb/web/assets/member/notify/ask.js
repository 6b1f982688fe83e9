// Whether this device may ring: asked once, calmly, with the reason, and answered by a click. Never on load.

import { h, html, useEffect, useSignal } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { said, t } from "../../lib/i18n.js";
import { Switch } from "../../kit/field.js";
import { Icon } from "../../kit/icon.js";
import { toast } from "../../kit/toast.js";
import { push, renew, subscribe, unsubscribe } from "../push.js";

const ASKED = "push.asked";

/** Whether there is something to ask that was not asked before. */
function worth() {
  return navigator.onLine && !localStorage.getItem(ASKED) && (push.value === "off" || push.value === "homeScreen");
}

function asked() {
  localStorage.setItem(ASKED, "yes");
}

async function turnOn() {
  asked();
  try {
    if (await subscribe()) toast(t("push.is_on"));
    else toast(t("push.not_allowed"));
  } catch (problem) {
    toast(said(problem), { bad: true, action: t("common.retry"), run: turnOn });
  }
}

/** The question, as a card above the notifications; gone for good once it was answered. */
export function AskPush() {
  const open = useSignal(false);
  useEffect(() => { renew().then(() => { open.value = worth(); }); }, []);
  if (!open.value) return null;
  const close = () => {
    asked();
    open.value = false;
  };
  const yes = async () => {
    await turnOn();
    open.value = false;
  };
  const phone = push.value === "homeScreen";
  return html`<section class="card ask" aria-labelledby="ask-title">
    <span class="ask-icon">${h(Icon, { name: "bell-ring", size: 24 })}</span>
    <div class="ask-words"><h2 id="ask-title">${t("push.ask_title")}</h2><p>${t(phone ? "push.ask_home_screen" : "push.ask_text")}</p>
      <div class="row">
        ${!phone && html`<button type="button" class="primary" onClick=${yes}>${t("push.turn_on")}</button>`}
        <button type="button" class="plain" onClick=${close}>${t(phone ? "common.done" : "common.skip")}</button>
      </div></div>
  </section>`;
}

/** After a message was sent: somebody will answer. Asked by a toast, and only the first time. */
export async function askAfterMessage() {
  if (localStorage.getItem(ASKED)) return;
  await renew();
  if (push.value !== "off") return;
  asked();
  toast(t("push.ask_answer"), { action: t("push.turn_on"), run: turnOn, seconds: 12 });
}

/** The switch of the settings: this device, and a trial of it. */
export function PushSwitch() {
  const busy = useSignal(false);
  useEffect(() => { renew(); }, []);
  /** @param {() => Promise<any>} run */
  const guarded = async (run) => {
    busy.value = true;
    await run().catch((problem) => toast(said(problem), { bad: true }));
    busy.value = false;
  };
  const attempt = () => guarded(async () => {
    const { delivered } = await call("POST /notifications/push/test");
    toast(t(delivered ? "push.test_sent" : "push.test_failed", { count: delivered }), { bad: !delivered });
  });
  const able = push.value === "on" || push.value === "off";
  return html`<div class="push-switch">
    ${h(Switch, { label: t("push.switch"), hint: t(`push.hint_${push.value}`), checked: push.value === "on", disabled: !able || busy.value, onChange: (on) => guarded(on ? turnOn : unsubscribe) })}
    ${push.value === "on" && html`<button type="button" class="plain small" disabled=${busy.value} onClick=${attempt}>${t("push.test")}</button>`}
  </div>`;
}
