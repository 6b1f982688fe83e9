// A QR code that the server drew. Only its lines are taken from the picture, so nothing else can come with it.

import { html } from "../../vendor/preact.js";

const LINES = /<path[^>]*\sd="([Mmhvlz0-9 .,-]+)"/;
const WIDTH = /<svg[^>]*\swidth="(\d+)"/;
const SCALE = /transform="scale\((\d+)\)"/;

/** @param {{svg: string, label: string}} props */
export function Qr({ svg, label }) {
  const lines = LINES.exec(svg)?.[1];
  const side = Number(WIDTH.exec(svg)?.[1] ?? 0) / Number(SCALE.exec(svg)?.[1] ?? 1);
  if (!lines || !side) return null;
  return html`<svg class="qr" role="img" aria-label=${label} viewBox=${`0 0 ${side} ${side}`} shape-rendering="crispEdges"><path d=${lines} stroke="black" fill="none" /></svg>`;
}
