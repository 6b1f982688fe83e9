// Opens pictures and films over the page one is on; the viewer is fetched when it is first wanted.

import { show } from "../../kit/show.js";

/**
 * @param {{media: import("./lightbox.js").Medium[], at?: number, post?: import("../feed/store.js").Held}} what
 *   `at`: the place in `media` to begin with; reactions and comments of the `post`, or of the one each is in, stand beside
 */
export function showPhotos(what) {
  return show(() => import("./lightbox.js").then((it) => it.Lightbox), what);
}
