// The post a picture belongs to: who, what, reactions and comments. Beside it on wide screens, a sheet on phones.

import { h, html, useEffect, useMemo } from "../../vendor/preact.js";
import { name, t } from "../../lib/i18n.js";
import { ago, moment } from "../../lib/time.js";
import { Avatar } from "../../kit/avatar.js";
import { Icon } from "../../kit/icon.js";
import { show } from "../../kit/show.js";
import { Text } from "../../kit/text.js";
import { ReactionBar } from "../feed/reactions.js";
import { react } from "../feed/store.js";
import { me } from "../me.js";
import { Comments, useRetry } from "../post/comments.js";
import { Thread } from "../post/thread.js";
import { useWatch } from "../post/watch.js";

/** @param {{post: import("../feed/store.js").Held, onHide: () => void}} props */
export function Aside({ post: held, onHide }) {
  const post = held.value;
  const thread = useMemo(() => new Thread(post.id), [post.id]);
  useEffect(() => { thread.counted = held.peek().counts.comments ?? 0; }, [thread]);
  useWatch(thread, () => {});
  useRetry(thread);
  const reactors = () => show(() => import("../feed/reactors.js").then((it) => it.ReactorsDialog), { postId: post.id, counts: post.counts.reactions });
  return html`<section class="photo-aside" aria-label=${t("post.title", { name: name(post.author) })}>
    <header class="photo-author">
      <a class="person-link" href=${`/@${post.author.username}`}>${h(Avatar, { person: post.author, size: 40 })}
        <span class="person-words"><strong dir="auto">${name(post.author)}</strong><small><time datetime=${post.createdAt} title=${moment(post.createdAt)}>${ago(post.createdAt)}</time></small></span></a>
      <a class="icon-button" href=${`/p/${post.id}`} aria-label=${t("photo.post")} title=${t("photo.post")}>${h(Icon, { name: "external-link" })}</a>
      <button type="button" class="icon-button photo-hide" aria-label=${t("photo.hide")} onClick=${onHide}>${h(Icon, { name: "chevron-down" })}</button>
    </header>
    <div class="photo-words">
      ${post.text && h(Text, { text: post.text, spans: post.spans })}
      ${h(ReactionBar, { counts: post.counts.reactions, mine: post.myReaction, can: !!post.can.react, onPick: (type) => { react(held, type); }, onOpen: me.value ? reactors : undefined })}
      ${h(Comments, { thread, post })}
    </div>
  </section>`;
}
