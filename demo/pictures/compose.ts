import sharp from 'sharp';
import type { Drawing, Drawings } from './drawing.ts';
import { placeAlone, placeTogether, type Box, type Placing } from './layout.ts';
import { alphaAt, fromSharp, lay, resized, type Raster } from './raster.ts';
import { emptyPlane, fadeAtEdges, hangingShadow, PLANE_SIDE, SHADE, standingShadow, type Plane } from './shadow.ts';

/** One drawing in a picture. */
export interface Actor {
  drawing: string;
  scale: number;
}

/** A picture: an object, alone or with companions, with its shadows on a transparent ground. */
export interface Composition {
  placed: Placing;
  main: Actor;
  companions: Actor[];
  /** hangs from a pin in the wall instead of lying against it */
  string: boolean;
}

interface Placed {
  drawing: Drawing;
  box: Box;
}

/** Pixels and where in the picture they go. */
interface Layer {
  raster: Raster;
  left: number;
  top: number;
}

/** The picture, `side` by `side`. */
export async function compose(composition: Composition, drawings: Drawings, side: number): Promise<Raster> {
  const objects = await place(composition, drawings);
  const cords = composition.string ? [await cordLayer(objects, side)] : [];
  const layers = await Promise.all(objects.map((object) => objectLayer(object, side)));
  const plane = emptyPlane();
  if (composition.placed === 'hangs') {
    const main = objects[0]?.box;
    if (main) hangingShadow(plane, silhouette([...cords, ...layers], side), main);
  } else {
    objects.forEach(({ box, drawing }, index) => {
      const layer = layers.slice(index, index + 1);
      standingShadow(plane, silhouette(layer, side), box, drawing.shape);
    });
  }
  fadeAtEdges(plane);
  const picture = ground(plane, side);
  for (const { raster, left, top } of [...cords, ...layers]) lay(raster, picture, left, top);
  return picture;
}

async function place(composition: Composition, drawings: Drawings): Promise<Placed[]> {
  const actors = [composition.main, ...composition.companions];
  const found = await Promise.all(actors.map((actor) => drawings.get(actor.drawing)));
  const [main, ...others] = found.map((drawing, index) => ({
    shape: drawing.shape,
    scale: actors[index]?.scale ?? 1,
  }));
  if (!main) return [];
  const boxes =
    others.length === 0 ? [placeAlone(main, composition.placed)] : placeTogether(main, others, composition.placed);
  return found.flatMap((drawing, index) => {
    const box = boxes[index];
    return box ? [{ drawing, box }] : [];
  });
}

async function objectLayer({ drawing, box }: Placed, side: number): Promise<Layer> {
  const width = Math.round(box.width * side);
  const height = Math.round(box.height * side);
  const bottom = Math.round((box.top + box.height) * side);
  const raster = await resized(drawing.raster, width, height);
  return { raster, left: Math.round(box.left * side), top: bottom - height };
}

/** A pin in the wall above each object, and a string: grey enough for a pale wall, pale enough for a dark one. */
async function cordLayer(objects: readonly Placed[], side: number): Promise<Layer> {
  const cords = objects.map(({ drawing, box }) => {
    const x = box.left + drawing.shape.hook.x * box.width;
    const pin = Math.max(0.03, box.top - 0.09);
    const end = box.top + drawing.shape.hook.y * box.height + 0.01;
    return (
      `<path d="M${x} ${pin}V${end}" stroke="#8f8676" stroke-width=".0036"/>` +
      `<circle cx="${x}" cy="${pin}" r=".0105" fill="#7a7062"/>` +
      `<circle cx="${x - 0.0025}" cy="${pin - 0.003}" r=".005" fill="#cfc4ae"/>`
    );
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}" viewBox="0 0 1 1">${cords.join('')}</svg>`;
  return { raster: await fromSharp(sharp(Buffer.from(svg))), left: 0, top: 0 };
}

/** What the layers cover of the picture. It is blurred before use, so the nearest pixel will do. */
function silhouette(layers: readonly Layer[], side: number): Plane {
  const plane = emptyPlane();
  const step = side / PLANE_SIDE;
  for (const { raster, left, top } of layers) {
    for (let y = 0; y < PLANE_SIDE; y++) {
      const row = Math.floor((y + 0.5) * step) - top;
      if (row < 0 || row >= raster.height) continue;
      for (let x = 0; x < PLANE_SIDE; x++) {
        const column = Math.floor((x + 0.5) * step) - left;
        if (column < 0 || column >= raster.width) continue;
        const index = y * PLANE_SIDE + x;
        const opacity = alphaAt(raster, column, row) / 255;
        plane.values[index] = Math.max(plane.values[index]!, opacity);
      }
    }
  }
  return plane;
}

/** The shadows as pixels, enlarged smoothly. */
function ground(plane: Plane, side: number): Raster {
  const data = Buffer.alloc(side * side * 4);
  const columns = Array.from({ length: side }, (_, x) => between(x, side, plane.width));
  for (let y = 0; y < side; y++) {
    const row = between(y, side, plane.height);
    const upper = plane.values.subarray(row.low * plane.width, (row.low + 1) * plane.width);
    const lower = plane.values.subarray(row.high * plane.width, (row.high + 1) * plane.width);
    for (let x = 0, target = y * side * 4; x < side; x++, target += 4) {
      const { low, high, share } = columns[x]!;
      const above = upper[low]! + (upper[high]! - upper[low]!) * share;
      const below = lower[low]! + (lower[high]! - lower[low]!) * share;
      const opacity = above + (below - above) * row.share;
      if (opacity <= 0) continue;
      data[target] = SHADE.r;
      data[target + 1] = SHADE.g;
      data[target + 2] = SHADE.b;
      data[target + 3] = Math.round(opacity * 255);
    }
  }
  return { width: side, height: side, data };
}

/** The two cells of a row of `cells` that pixel `index` of `count` lies between, and how far. */
function between(index: number, count: number, cells: number): { low: number; high: number; share: number } {
  const at = Math.min(cells - 1, Math.max(0, ((index + 0.5) * cells) / count - 0.5));
  const low = Math.floor(at);
  return { low, high: Math.min(cells - 1, low + 1), share: at - low };
}
