// The first minutes of a member: a picture, some friends, a first post. All of it can wait.

import { h, html, useEffect, useState } from "../../vendor/preact.js";
import { Icon } from "../../kit/icon.js";
import { t } from "../../lib/i18n.js";
import { go, here } from "../../lib/router.js";
import { useTitle } from "../title.js";
import { ComposeHost } from "../compose/host.js";
import { compose, onPosted } from "../compose/open.js";
import { me, site } from "../me.js";
import { FindFriends } from "./find.js";
import { FirstPicture } from "./picture.js";
import { Steps } from "./steps.js";

/** The page. */
export function WelcomePage() {
  useTitle(t("auth.welcome", { community: site.community }));
  const [pictured, setPictured] = useState(!!me.value?.avatar);
  const [asked, setAsked] = useState(false);
  if (!me.value) return null;
  const steps = [
    { key: "picture", title: t("auth.picture", { name: me.value.firstName }), text: t("auth.picture_text"), body: h(FirstPicture, { onDone: () => setPictured(true) }), done: pictured },
    { key: "friends", title: t("auth.friends"), text: t("auth.friends_text"), body: h(FindFriends, { onAsked: () => setAsked(true) }), done: asked },
    { key: "post", title: t("auth.post"), text: t("auth.post_text"), body: h(FirstPost, {}) },
  ];
  return html`${h(Steps, { steps, last: t("auth.to_feed"), onEnd: () => go("/") })}${h(ComposeHost, {})}`;
}

/** Three ways to begin, since an empty field is hard. */
function FirstPost() {
  useEffect(() => onPosted((_post, how) => { if (how === "new" && here.peek().path === "/welcome") go("/"); }), []);
  const ideas = ["auth.idea_hello", "auth.idea_photo", "auth.idea_question"];
  return html`<ul class="door-ideas">
    ${ideas.map((key) => html`<li key=${key}><button type="button" class="plain" onClick=${() => compose({ text: key === "auth.idea_hello" ? t("auth.idea_hello_text") : "" })}>
      ${h(Icon, { name: { "auth.idea_hello": "hand", "auth.idea_photo": "image", "auth.idea_question": "circle-question-mark" }[key] ?? "pencil" })}<span>${t(key)}</span></button></li>`)}
  </ul>`;
}
