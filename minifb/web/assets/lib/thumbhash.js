// Paints a placeholder from its thumbhash. Written after ThumbHash by Evan Wallace, MIT licence: see vendor/LICENSES.md.

/**
 * Paint what a picture looks like from far away on a canvas.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {string} placeholder  base64
 */
export function paint(canvas, placeholder) {
  const { width, height, pixels } = decode(Uint8Array.from(atob(placeholder), (char) => char.charCodeAt(0)));
  canvas.width = width;
  canvas.height = height;
  canvas.getContext("2d")?.putImageData(new ImageData(pixels, width, height), 0, 0);
}

/** @param {Uint8Array} hash */
function decode(hash) {
  const first = hash[0] | (hash[1] << 8) | (hash[2] << 16);
  const second = hash[3] | (hash[4] << 8);
  const mean = { l: (first & 63) / 63, p: ((first >> 6) & 63) / 31.5 - 1, q: ((first >> 12) & 63) / 31.5 - 1 };
  const scale = { l: ((first >> 18) & 31) / 31, p: ((second >> 3) & 63) / 63, q: ((second >> 9) & 63) / 63 };
  const alpha = first >> 23;
  const landscape = second >> 15;
  const across = Math.max(3, landscape ? (alpha ? 5 : 7) : second & 7);
  const down = Math.max(3, landscape ? second & 7 : alpha ? 5 : 7);
  const opaque = alpha ? (hash[5] & 15) / 15 : 1;
  const scaleAlpha = (hash[5] >> 4) / 15;
  let at = 0;
  const start = alpha ? 6 : 5;
  /** @param {number} nx @param {number} ny @param {number} by */
  const channel = (nx, ny, by) => {
    const found = [];
    for (let y = 0; y < ny; y++) {
      for (let x = y ? 0 : 1; x * ny < nx * (ny - y); x++) {
        found.push((((hash[start + (at >> 1)] >> ((at++ & 1) << 2)) & 15) / 7.5 - 1) * by);
      }
    }
    return found;
  };
  const light = channel(across, down, scale.l);
  const warm = channel(3, 3, scale.p * 1.25);
  const cool = channel(3, 3, scale.q * 1.25);
  const clear = alpha ? channel(5, 5, scaleAlpha) : [];
  const ratio = across / down;
  const width = Math.round(ratio > 1 ? 32 : 32 * ratio);
  const height = Math.round(ratio > 1 ? 32 / ratio : 32);
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let y = 0, out = 0; y < height; y++) {
    for (let x = 0; x < width; x++, out += 4) {
      const fx = waves(x, width, Math.max(across, alpha ? 5 : 3));
      const fy = waves(y, height, Math.max(down, alpha ? 5 : 3));
      const l = mean.l + sum(light, fx, fy, across, down);
      const p = mean.p + sum(warm, fx, fy, 3, 3);
      const q = mean.q + sum(cool, fx, fy, 3, 3);
      const blue = l - (2 / 3) * p;
      const red = (3 * l - blue + q) / 2;
      pixels.set([red * 255, (red - q) * 255, blue * 255, (opaque + (alpha ? sum(clear, fx, fy, 5, 5) : 0)) * 255], out);
    }
  }
  return { width, height, pixels };
}

/** @param {number} at @param {number} of @param {number} count */
function waves(at, of, count) {
  return Array.from({ length: count }, (_, n) => Math.cos((Math.PI / of) * (at + 0.5) * n));
}

/** @param {number[]} parts @param {number[]} fx @param {number[]} fy @param {number} nx @param {number} ny */
function sum(parts, fx, fy, nx, ny) {
  let total = 0;
  for (let y = 0, j = 0; y < ny; y++) {
    for (let x = y ? 0 : 1; x * ny < nx * (ny - y); x++, j++) total += parts[j] * fx[x] * fy[y] * 2;
  }
  return total;
}
