// Makes a picture as large as a screen needs it before it is sent; what a camera wrote into the file stays here.

const SIDE = 2048;

/**
 * A smaller copy of a picture, or the file itself where that is small, moves, or cannot be read here.
 *
 * @param {File} file
 * @returns {Promise<Blob>}
 */
export async function shrink(file) {
  if (!file.type.startsWith("image/") || file.type === "image/gif" || (await moves(file))) return file;
  try {
    const picture = await createImageBitmap(file);
    const scale = SIDE / Math.max(picture.width, picture.height);
    const foreign = /hei[cf]/.test(file.type);
    if (scale >= 1 && !foreign) {
      picture.close();
      return file;
    }
    const by = Math.min(1, scale);
    const canvas = new OffscreenCanvas(Math.round(picture.width * by), Math.round(picture.height * by));
    const pen = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
    pen.imageSmoothingQuality = "high";
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const clear = file.type === "image/png" || file.type === "image/webp";
    const smaller = await canvas.convertToBlob({ type: clear ? "image/webp" : "image/jpeg", quality: 0.9 });
    return smaller.size < file.size || foreign ? smaller : file;
  } catch {
    return file; // what this browser cannot read, the server may
  }
}

/** Whether it is an animation: its other pictures would be lost. @param {File} file */
async function moves(file) {
  if (file.type !== "image/webp" && file.type !== "image/png") return false;
  const head = new TextDecoder("latin1").decode(await file.slice(0, 4096).arrayBuffer());
  return head.includes("acTL") || (head.slice(12, 16) === "VP8X" && (head.charCodeAt(20) & 2) > 0);
}
