// Somebody's photos and films, those that the reader may see.

import { h, html, useEffect } from "../../vendor/preact.js";
import { List } from "../../kit/list.js";
import { Empty } from "../../kit/states.js";
import { call } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { keep, settle } from "../../lib/router.js";
import { Pages } from "../../lib/store.js";
import { day } from "../../lib/time.js";
import { compose } from "../compose/open.js";
import { showPhotos } from "../photo/open.js";
import { Tile } from "../photo/tile.js";

/** @param {{profile: any}} props */
export function Photos({ profile }) {
  const own = profile.relation === "self";
  const pages = keep("photos", () => new Pages(async (cursor, signal) => {
    const page = await call("GET /media/user/{user_id}", { path: { user_id: profile.id }, query: { cursor, limit: 30 }, signal });
    return { items: page.items.filter(({ kind, status }) => status === "ready" && (kind === "image" || kind === "video")), next: page.next };
  }));
  useEffect(() => { settle(); }, [pages]);
  /** @param {any} medium @param {number} at */
  const row = (medium, at) => h(Tile, { key: medium.id, medium, alt: medium.alt || t(medium.kind === "video" ? "profile.film_of" : "profile.photo_of", { day: day(medium.createdAt) }), open: () => showPhotos({ media: pages.items.value, at }) });
  const empty = own
    ? h(Empty, { icon: "image", text: t("profile.photos_own_empty"), children: html`<button type="button" class="primary" onClick=${() => compose({})}>${t("profile.photos_post")}</button>` })
    : h(Empty, { icon: "image", text: t("profile.photos_empty", { name: profile.firstName }), children: html`<a class="plain" href=${`/@${profile.username}`}>${t("profile.see_posts")}</a>` });
  return html`<section class="card photos" aria-label=${t("profile.tab_photos")}>${h(List, { pages, row, empty, className: "photo-grid" })}</section>`;
}
