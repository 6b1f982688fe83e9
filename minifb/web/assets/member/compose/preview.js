// What a photo or film looks like before it is posted.

import { h, html, useState } from "../../vendor/preact.js";
import { Icon } from "../../kit/icon.js";
import { stills } from "../../kit/picture.js";

/**
 * The file itself, or what the server made of it where the browser cannot read that.
 *
 * @param {{photo: import("../../lib/upload.js").Upload, alt: string}} props
 */
export function Preview({ photo, alt }) {
  const [unread, setUnread] = useState(false);
  const [still] = stills(photo.state.value.media ?? { kind: photo.kind, variants: [] }).slice(-3);
  if (photo.preview && !unread && photo.kind === "image") return html`<img src=${photo.preview} alt=${alt} draggable=${false} onError=${() => setUnread(true)} />`;
  if (photo.preview && !unread && photo.kind === "video") return html`<video src=${photo.preview} muted playsinline preload="metadata" aria-label=${alt} onError=${() => setUnread(true)}></video>`;
  if (still) return html`<img src=${still.url} alt=${alt} draggable=${false} />`;
  return html`<span class="upload-none">${h(Icon, { name: photo.state.value.media?.status === "processing" ? "hourglass" : photo.kind === "video" ? "film" : "image-off", size: 32 })}<small dir="auto">${photo.file?.name ?? alt}</small></span>`;
}
