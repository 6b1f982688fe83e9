// What kinds of files are taken, as far as a browser can tell. The server looks at the bytes and has the last word.

/** For the file chooser: pictures and films. */
export const ACCEPT = "image/jpeg,image/png,image/webp,image/gif,image/heic,image/heif,image/avif,video/mp4,video/quicktime,video/webm,video/x-matroska,.heic,.mkv,.mov";

/** For the file chooser: pictures alone. */
export const ACCEPT_PICTURES = "image/jpeg,image/png,image/webp,image/gif,image/heic,image/heif,image/avif,.heic";

/** @type {Record<string, "image" | "video" | "audio">} */
const ENDINGS = {
  jpg: "image", jpeg: "image", png: "image", webp: "image", gif: "image", heic: "image", heif: "image", avif: "image",
  mp4: "video", m4v: "video", mov: "video", webm: "video", mkv: "video", "3gp": "video",
  m4a: "audio", aac: "audio", ogg: "audio", oga: "audio", opus: "audio", mp3: "audio", wav: "audio",
};
const REFUSED = ["image/svg+xml", "image/tiff", "image/bmp", "image/x-icon", "image/vnd.microsoft.icon", "video/x-msvideo", "video/x-ms-wmv", "video/mpeg"];

/** Picture, film or sound; null when it is nothing that is taken. @param {File | Blob} file */
export function kindOf(file) {
  if (REFUSED.includes(file.type)) return null;
  const [kind] = file.type.split("/");
  if (kind === "image" || kind === "video" || kind === "audio") return kind;
  const ending = "name" in file ? file.name.toLowerCase().split(".").pop() : "";
  return file.type ? null : ENDINGS[ending ?? ""] ?? null;
}
