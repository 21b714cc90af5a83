import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import sharp from 'sharp';
import { objectHeight, type Box, type Shape } from './layout.ts';
import { alphaAt, cropped, fromSharp, type PixelBox, type Raster } from './raster.ts';

/** The drawings: Fluent Emoji as npm packs them, cropped to what is drawn. */

const require = createRequire(import.meta.url);
const PACKAGE = '@iconify-json/fluent-emoji';

/** Names the drawings exactly: an npm version never changes its content. */
export function drawingsVersion(): string {
  const manifest = require(`${PACKAGE}/package.json`) as { version: string };
  return `${PACKAGE}@${manifest.version}`;
}

interface IconSet {
  width?: number;
  height?: number;
  icons: Record<string, { body: string; width?: number; height?: number }>;
}

export interface Drawing {
  shape: Shape;
  /** The cropped drawing at its largest scale. */
  raster: Raster;
}

/** A first look at a drawing, to see where in its square it is. */
const FIRST_LOOK = 192;
/** Fainter pixels belong to no edge. */
const VISIBLE = 32;
/** The largest scale at which each drawing is used, by its name. */
export type Scales = ReadonlyMap<string, number>;

/** Renders each drawing once, at its largest scale: filters make rendering dear. */
export class Drawings {
  readonly #side: number;
  readonly #scales: Scales;
  #icons: Promise<IconSet> | undefined;
  readonly #drawings = new Map<string, Promise<Drawing>>();

  /** `side`: pixels of the largest picture's side. */
  constructor(side: number, scales: Scales) {
    this.#side = side;
    this.#scales = scales;
  }

  /** Rejects when the set has no drawing of that name. */
  get(name: string): Promise<Drawing> {
    let drawing = this.#drawings.get(name);
    if (!drawing) {
      drawing = this.#render(name);
      this.#drawings.set(name, drawing);
    }
    return drawing;
  }

  async #render(name: string): Promise<Drawing> {
    this.#icons ??= readFile(require.resolve(`${PACKAGE}/icons.json`), 'utf8').then(
      (text) => JSON.parse(text) as IconSet,
    );
    const set = await this.#icons;
    const icon = set.icons[name];
    if (!icon) throw new Error(`${PACKAGE} has no drawing "${name}"`);
    const size = Math.max(icon.width ?? set.width ?? 32, icon.height ?? set.height ?? 32);
    const square = { left: 0, top: 0, width: size, height: size };
    const roughly = bounds(await rasterize(icon.body, square, FIRST_LOOK));
    const scale = this.#scales.get(name) ?? 1;
    const height = objectHeight(roughly.width / roughly.height, scale) * this.#side;
    const margin = (roughly.height + 2) / roughly.height;
    const view = widened(roughly, size / FIRST_LOOK);
    const large = await rasterize(icon.body, view, Math.ceil(height * margin));
    const raster = cropped(large, bounds(large));
    const aspect = raster.width / raster.height;
    return { shape: { aspect, foot: footOf(raster), hook: hookOf(raster) }, raster };
  }
}

/** A pixel of the first look more on every side, in the drawing's units. */
function widened(box: PixelBox, unit: number): Box {
  return {
    left: (box.left - 1) * unit,
    top: (box.top - 1) * unit,
    width: (box.width + 2) * unit,
    height: (box.height + 2) * unit,
  };
}

function rasterize(body: string, view: Box, height: number): Promise<Raster> {
  const width = Math.round((height * view.width) / view.height);
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"` +
    ` viewBox="${view.left} ${view.top} ${view.width} ${view.height}">${body}</svg>`;
  return fromSharp(sharp(Buffer.from(svg)));
}

function visible(raster: Raster, x: number, y: number): boolean {
  return alphaAt(raster, x, y) >= VISIBLE;
}

/** The smallest box that holds every visible pixel. */
export function bounds(raster: Raster): PixelBox {
  const { width, height } = raster;
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!visible(raster, x, y)) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  }
  if (right < 0) throw new Error('The drawing is empty');
  return { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** The lowest rows are the foot. */
function footOf(raster: Raster): Shape['foot'] {
  const { width, height } = raster;
  let [first, last] = [width, 0];
  for (let y = height - Math.max(1, Math.round(height * 0.03)); y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!visible(raster, x, y)) continue;
      first = Math.min(first, x);
      last = Math.max(last, x);
    }
  }
  return { left: first / width, width: (last - first + 1) / width };
}

/** On the vertical through the centre of mass, where the drawing begins. */
function hookOf(raster: Raster): Shape['hook'] {
  const { width, height } = raster;
  let [sum, count] = [0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!visible(raster, x, y)) continue;
      sum += x;
      count++;
    }
  }
  const column = Math.round(sum / count);
  let row = 0;
  while (row < height - 1 && !visible(raster, column, row)) row++;
  return { x: (column + 0.5) / width, y: row / height };
}
