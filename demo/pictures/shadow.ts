import type { Box, Shape } from './layout.ts';

/**
 * The shadows under and behind the objects of a picture, as one plane of opacities. The light comes
 * from the upper left. A picture is shown on a sunlit wall by day and a lamp-lit one by night, so
 * the strengths lie between what each of the two would ask for alone.
 */

const CAST = 0.42;
const CONTACT = 0.66;
const POOL = CAST * 0.72;
/** A warm black: brown by day, ink by night. */
export const SHADE = { r: 30, g: 20, b: 11 } as const;

/** Shadows are soft, so a coarse plane holds them; it is enlarged with the picture. */
export const PLANE_SIDE = 400;

/** Opacities from 0 to 1, row by row. */
export interface Plane {
  width: number;
  height: number;
  values: Float32Array;
}

export function emptyPlane(width = PLANE_SIDE, height = PLANE_SIDE): Plane {
  return { width, height, values: new Float32Array(width * height) };
}

/** One shadow falls on what others left of the light. */
function darken(plane: Plane, index: number, opacity: number): void {
  plane.values[index] = 1 - (1 - (plane.values[index] ?? 0)) * (1 - opacity);
}

/** Three box blurs are a Gaussian to the eye. */
function blurred(plane: Plane, sigma: number): Plane {
  const radius = Math.max(1, Math.round((Math.sqrt(4 * sigma * sigma + 1) - 1) / 2));
  let values = plane.values;
  for (let pass = 0; pass < 3; pass++) {
    values = boxBlur(values, plane.width, plane.height, 1, plane.width, radius);
    values = boxBlur(values, plane.height, plane.width, plane.width, 1, radius);
  }
  return { ...plane, values };
}

/** A running mean along lines of `length` values that lie `step` apart. */
function boxBlur(
  from: Float32Array,
  length: number,
  lines: number,
  step: number,
  lineStep: number,
  radius: number,
): Float32Array {
  const to = new Float32Array(from.length);
  const span = 2 * radius + 1;
  for (let line = 0; line < lines; line++) {
    const start = line * lineStep;
    let sum = 0;
    for (let i = 0; i < Math.min(radius, length); i++) sum += from[start + i * step] ?? 0;
    for (let i = 0; i < length; i++) {
      if (i + radius < length) sum += from[start + (i + radius) * step] ?? 0;
      if (i - radius > 0) sum -= from[start + (i - radius - 1) * step] ?? 0;
      to[start + i * step] = sum / span;
    }
  }
  return to;
}

function sample(plane: Plane, x: number, y: number): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const at = (column: number, row: number): number =>
    column < 0 || row < 0 || column >= plane.width || row >= plane.height
      ? 0
      : (plane.values[row * plane.width + column] ?? 0);
  const fx = x - left;
  const upper = at(left, top) * (1 - fx) + at(left + 1, top) * fx;
  const lower = at(left, top + 1) * (1 - fx) + at(left + 1, top + 1) * fx;
  const fy = y - top;
  return upper * (1 - fy) + lower * fy;
}

function ellipse(plane: Plane, box: Box, strength: number): void {
  const side = plane.width;
  const [radiusX, radiusY] = [(box.width * side) / 2, (box.height * side) / 2];
  const [centreX, centreY] = [box.left * side + radiusX, box.top * side + radiusY];
  for (let y = Math.max(0, Math.floor(centreY - radiusY)); y < centreY + radiusY; y++) {
    if (y >= plane.height) break;
    for (let x = Math.max(0, Math.floor(centreX - radiusX)); x < centreX + radiusX; x++) {
      if (x >= plane.width) break;
      const squared = ((x + 0.5 - centreX) / radiusX) ** 2 + ((y + 0.5 - centreY) / radiusY) ** 2;
      if (squared < 1) darken(plane, y * plane.width + x, strength * (1 - squared) ** 2);
    }
  }
}

const LEAN = Math.tan((58 * Math.PI) / 180);
const FLATTEN = 0.26;

/** The silhouette laid on the floor: leaning right, flattened, fading with height. */
function castOnFloor(plane: Plane, silhouette: Plane, box: Box): void {
  const soft = blurred(silhouette, (0.02 * box.height + 0.0055) * PLANE_SIDE);
  const side = plane.width;
  const originX = (box.left + 0.4 * box.width) * side;
  const originY = (box.top + box.height) * side;
  const height = box.height * side;
  for (let y = 0; y < plane.height; y++) {
    const fromFoot = (y + 0.5 - originY) / FLATTEN;
    if (fromFoot < -1.1 * height || fromFoot > 0.2 * height) continue;
    const fade = Math.min(1, Math.max(0, (1.05 + fromFoot / height) / 0.75));
    for (let x = 0; x < plane.width; x++) {
      const sourceX = x + 0.5 - originX + LEAN * (y + 0.5 - originY) + originX;
      const opacity = sample(soft, sourceX - 0.5, originY + fromFoot - 0.5);
      if (opacity > 0) darken(plane, y * plane.width + x, CAST * fade * opacity);
    }
  }
}

/** Adds what an object standing in `box` does to the floor. `silhouette` is the object in place. */
export function standingShadow(plane: Plane, silhouette: Plane, box: Box, shape: Shape): void {
  const { left, width, height } = box;
  const bottom = box.top + height;
  const footLeft = left + shape.foot.left * width;
  const footWidth = shape.foot.width * width;
  castOnFloor(plane, silhouette, box);
  const pool = { left: footLeft - 0.08 * width, width: footWidth + 0.46 * width };
  ellipse(plane, { ...pool, top: bottom - 0.08 * height, height: 0.15 * height }, POOL);
  const contact = { left: footLeft - 0.05 * width, width: footWidth + 0.1 * width };
  ellipse(plane, { ...contact, top: bottom - 0.035 * height, height: 0.065 * height }, CONTACT);
}

/** Adds what objects hanging together do to the wall behind them. */
export function hangingShadow(plane: Plane, silhouette: Plane, main: Box): void {
  const soft = blurred(silhouette, (0.03 * main.height + 0.0055) * PLANE_SIDE);
  const [right, down] = [0.045 * main.width * plane.width, 0.07 * main.height * plane.height];
  for (let y = 0; y < plane.height; y++) {
    for (let x = 0; x < plane.width; x++) {
      const opacity = sample(soft, x - right, y - down);
      if (opacity > 0) darken(plane, y * plane.width + x, CAST * 0.85 * opacity);
    }
  }
}

/** Lets shadows run out before the picture's edge, where they would end in a line. */
export function fadeAtEdges(plane: Plane): void {
  const margin = 0.05 * plane.width;
  for (let y = 0; y < plane.height; y++) {
    for (let x = 0; x < plane.width; x++) {
      const nearest = Math.min(x + 0.5, plane.width - x - 0.5, y + 0.5, plane.height - y - 0.5);
      if (nearest < margin) {
        const index = y * plane.width + x;
        plane.values[index] = (plane.values[index] ?? 0) * (nearest / margin);
      }
    }
  }
}
