// Opens pictures and films over the page one is on; the viewer is fetched when it is first wanted.

import { show } from "../../kit/show.js";

/**
 * @param {{media: import("../../kit/picture.js").Medium[], at?: number, post?: import("../feed/store.js").Held}} what
 *   `at`: the place in `media` to begin with; with a `post` its reactions and comments stand beside
 */
export function showPhotos(what) {
  return show(() => import("./lightbox.js").then((it) => it.Lightbox), what);
}
