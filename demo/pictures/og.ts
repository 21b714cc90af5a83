import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile, copyFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp, { type OverlayOptions } from 'sharp';
import { compose } from './compose.ts';
import { Drawings } from './drawing.ts';
import { FOOT_LINE, objectHeight } from './layout.ts';
import { makerVersion } from './make.ts';
import { toSharp } from './raster.ts';

/**
 * The shop's Open Graph picture: its window by day. Places and sizes are shares of the picture's
 * width (x, width) and height (base, plinth, height), measured from the left and from below.
 */

export const OG_WIDTH = 1200;
export const OG_HEIGHT = 630;

interface Exhibit {
  drawing: string;
  face: string;
  x: number;
  width: number;
  base: number;
  plinth: number;
  height: number;
  round?: boolean;
}

const WALL = '#c3d6c4';
const EXHIBITS: Exhibit[] = [
  { drawing: 'camera', face: '#ecbfc2', x: 0.245, width: 0.145, base: 0.08, plinth: 0.2, height: 0.15 },
  { drawing: 'luggage', face: '#f4cb9f', x: 0.58, width: 0.16, base: 0.07, plinth: 0.17, height: 0.36 },
  { drawing: 'teapot', face: '#f2df9f', x: 0.05, width: 0.17, base: 0.05, plinth: 0.16, height: 0.24 },
  {
    drawing: 'mantelpiece-clock',
    face: '#bccbe6',
    x: 0.4,
    width: 0.15,
    base: 0.05,
    plinth: 0.33,
    height: 0.235,
    round: true,
  },
  { drawing: 'amphora', face: '#f1cabb', x: 0.77, width: 0.15, base: 0.04, plinth: 0.45, height: 0.37 },
];
const KITE = { drawing: 'kite', x: 0.64, top: 0.07, height: 0.23, hook: 0.06 };

/** Writes the picture to `target` unless `cache` has it already. */
export async function makeOpenGraphPicture(target: string, cache: string): Promise<void> {
  const version = await makerVersion(['og.ts', 'lettering.svg']);
  const entry = join(cache, `og-${createHash('sha256').update(version).digest('hex').slice(0, 32)}.jpg`);
  const cached = await stat(entry).catch(() => undefined);
  if (!cached) {
    await mkdir(cache, { recursive: true });
    await writeFile(`${entry}.${process.pid}`, await drawWindow());
    await rename(`${entry}.${process.pid}`, entry);
  }
  await mkdir(dirname(target), { recursive: true });
  await copyFile(entry, `${target}.${process.pid}`);
  await rename(`${target}.${process.pid}`, target);
}

async function drawWindow(): Promise<Buffer> {
  const drawings = new Drawings(OG_HEIGHT, new Map());
  const layers: OverlayOptions[] = [await kite(drawings)];
  for (const exhibit of EXHIBITS) {
    layers.push({ input: svg(plinth(exhibit)), left: 0, top: 0 }, await standing(exhibit, drawings));
  }
  layers.push({ input: svg(await lettering()), left: 0, top: 0 });
  return sharp(svg(room())).composite(layers).flatten().jpeg({ quality: 86, mozjpeg: true }).toBuffer();
}

function svg(content: string): Buffer {
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${OG_WIDTH}" height="${OG_HEIGHT}">${content}</svg>`,
  );
}

/** An object is pictured on a square of its own, then set down where it belongs. */
async function standing(exhibit: Exhibit, drawings: Drawings): Promise<OverlayOptions> {
  const { drawing, x, width, base, plinth: tall, height, round } = exhibit;
  const { shape } = await drawings.get(drawing);
  const side = Math.round((height * OG_HEIGHT) / objectHeight(shape.aspect, 1));
  const main = { drawing, scale: 1 };
  const picture = await compose({ placed: 'stands', string: false, main, companions: [] }, drawings, side);
  const foot = (1 - base - tall) * OG_HEIGHT - (round ? 1 : 5);
  return onStage(picture, (x + width / 2) * OG_WIDTH - side / 2, foot - FOOT_LINE * side);
}

async function kite(drawings: Drawings): Promise<OverlayOptions> {
  const { shape } = await drawings.get(KITE.drawing);
  const side = Math.round((KITE.height * OG_HEIGHT) / objectHeight(shape.aspect, 1));
  const main = { drawing: KITE.drawing, scale: 1 };
  const picture = await compose({ placed: 'hangs', string: false, main, companions: [] }, drawings, side);
  const top = KITE.top * OG_HEIGHT - (side - KITE.height * OG_HEIGHT) / 2;
  return onStage(picture, KITE.x * OG_WIDTH - side / 2, top);
}

/** What leaves the stage is cut off: an overlay may not stick out. */
async function onStage(picture: Parameters<typeof toSharp>[0], x: number, y: number): Promise<OverlayOptions> {
  const [left, top] = [Math.max(0, Math.round(x)), Math.max(0, Math.round(y))];
  const [cutLeft, cutTop] = [left - Math.round(x), top - Math.round(y)];
  const width = Math.min(picture.width - cutLeft, OG_WIDTH - left);
  const height = Math.min(picture.height - cutTop, OG_HEIGHT - top);
  const input = await toSharp(picture)
    .extract({ left: cutLeft, top: cutTop, width, height })
    .png({ compressionLevel: 1 })
    .toBuffer();
  return { input, left, top };
}

/** A plastered wall, the sun through glazing bars, a floor, and the string the kite hangs from. */
function room(): string {
  const seam = OG_HEIGHT * 0.86;
  const string = KITE.x * OG_WIDTH - KITE.height * OG_HEIGHT * (0.5 - KITE.hook);
  const pane = (column: number, row: number): string =>
    `<rect x="${520 + column * 195}" y="${10 + row * 205}" width="180" height="190"/>`;
  const panes = [0, 1, 2].flatMap((column) => [0, 1].map((row) => pane(column, row)));
  return `
    <defs>
      <radialGradient id="sun" cx=".2" cy="0" r=".85"><stop stop-color="#fffcf4" stop-opacity=".55"/><stop offset=".8" stop-color="#fffcf4" stop-opacity="0"/></radialGradient>
      <linearGradient id="wall" x2="0" y2="1"><stop stop-color="#3a2816" stop-opacity=".05"/><stop offset=".07" stop-color="#3a2816" stop-opacity="0"/><stop offset=".5" stop-color="#3a2816" stop-opacity="0"/><stop offset="1" stop-color="#3a2816" stop-opacity=".13"/></linearGradient>
      <linearGradient id="floor" x2="0" y2="1"><stop stop-color="#fffcf4" stop-opacity=".42"/><stop offset="1" stop-color="#fffcf4" stop-opacity=".04"/></linearGradient>
      <filter id="soft" x="-20%" y="-20%" width="140%" height="140%"><feGaussianBlur stdDeviation="4"/></filter>
    </defs>
    <rect width="100%" height="100%" fill="${WALL}"/>
    <rect width="100%" height="100%" fill="url(#sun)"/>
    <g transform="translate(-30 -110) skewY(13) skewX(-6)" fill="#fffcf4" opacity=".3" filter="url(#soft)">${panes.join('')}</g>
    <rect width="100%" height="${seam}" fill="url(#wall)"/>
    <rect y="${seam}" width="100%" height="${OG_HEIGHT - seam}" fill="url(#floor)"/>
    <path d="M${string} 0V${(KITE.top + 0.01) * OG_HEIGHT}" stroke="#6d665b"/>`;
}

/** Light from the left on a flat or a round face; the lid catches more of it. */
const LIGHT = `
  <linearGradient id="flat"><stop stop-color="#fffcf4" stop-opacity=".2"/><stop offset=".45" stop-color="#3a2816" stop-opacity=".02"/><stop offset="1" stop-color="#3a2816" stop-opacity=".16"/></linearGradient>
  <linearGradient id="round"><stop stop-color="#3a2816" stop-opacity=".1"/><stop offset=".28" stop-color="#fffcf4" stop-opacity=".3"/><stop offset=".6" stop-color="#3a2816" stop-opacity=".03"/><stop offset="1" stop-color="#3a2816" stop-opacity=".22"/></linearGradient>
  <linearGradient id="lid"><stop stop-color="#fffcf4" stop-opacity=".64"/><stop offset="1" stop-color="#fffcf4" stop-opacity=".27"/></linearGradient>
  <filter id="far" x="-30%" y="-30%" width="160%" height="160%"><feGaussianBlur stdDeviation="11"/></filter>`;

function plinth({ x, width, base, plinth: tall, face, round = false }: Exhibit): string {
  const left = x * OG_WIDTH;
  const right = (x + width) * OG_WIDTH;
  const radius = (right - left) / 2;
  const top = (1 - base - tall) * OG_HEIGHT;
  const bottom = (1 - base) * OG_HEIGHT;
  const body = round
    ? `M${left} ${top}V${bottom - 8}A${radius} 9 0 0 0 ${right} ${bottom - 8}V${top}Z`
    : `M${left} ${top}V${bottom}H${right}V${top}Z`;
  const lid = round
    ? `M${left} ${top}A${radius} 10 0 0 1 ${right} ${top}A${radius} 10 0 0 1 ${left} ${top}Z`
    : `M${left + radius * 0.07} ${top - 12}H${right - radius * 0.07}L${right} ${top}H${left}Z`;
  return `
    <defs>${LIGHT}</defs>
    <path d="${body}" transform="translate(20 5)" fill="#3a2816" opacity=".26" filter="url(#far)"/>
    <path d="${body}" fill="${face}"/><path d="${body}" fill="url(#${round ? 'round' : 'flat'})"/>
    <path d="${lid}" fill="${face}"/><path d="${lid}" fill="url(#lid)"/>`;
}

/** Outlines, so that no font of the machine has a say. */
async function lettering(): Promise<string> {
  const source = await readFile(join(import.meta.dirname, 'lettering.svg'), 'utf8');
  const outline = (id: string): string => {
    const found = new RegExp(`<path id="${id}" d="([^"]+)"`).exec(source)?.[1];
    if (!found) throw new Error(`lettering.svg has no ${id}`);
    return found;
  };
  const em = 2000;
  const line = (id: string, size: number, y: number): string =>
    `<path transform="translate(58 ${y}) scale(${size / em})" d="${outline(id)}"/>`;
  const small = 38 / em;
  return `<g fill="#1a1c22">${line('headline-1', 86, 124)}${line('headline-2', 86, 208)}
    ${line('wordmark', 38, 276)}<circle cx="${58 + 1356 * small}" cy="${276 - 1130 * small}" r="${165 * small}" fill="#b92a16"/></g>`;
}
