// The pictures of the posts that were found, side by side; each opens large, with its post beside it.

import { h, html, useEffect } from "../../vendor/preact.js";
import { name, t } from "../../lib/i18n.js";
import { settle } from "../../lib/router.js";
import { List } from "../../kit/list.js";
import { posts } from "../feed/store.js";
import { showPhotos } from "../photo/open.js";
import { Tile } from "../photo/tile.js";
import { Nothing } from "./nothing.js";

/** @param {{found: import("./found.js").Found, asked: import("./query.js").Asked}} props */
export function Photos({ found, asked }) {
  const { items } = found.pages;
  useEffect(() => { if (items.value.length) settle(); }, [found, items.value.length > 0]);
  /** @param {import("./found.js").FoundPost} one @param {number} at */
  const row = ({ post }, at) => (post.media ?? []).filter((one) => one.kind === "image" && one.status === "ready").map((medium) => {
    const open = () => {
      found.follow(post.id, at);
      showPhotos({ media: [/** @type {any} */ (medium)], post: posts.put(post) });
    };
    return h(Tile, { key: medium.id, medium, alt: medium.alt || t("search.photo_by", { name: name(post.author) }), href: `/photo/${medium.id}?post=${post.id}`, open });
  });
  return html`<section class="card photos" aria-label=${t("search.tab_photos")}>
    ${h(List, { pages: found.pages, row, kind: "card", empty: h(Nothing, { asked }), className: "photo-grid" })}
  </section>`;
}
