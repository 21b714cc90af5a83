/**
 * Where the objects of a picture stand or hang. Pure geometry: a picture is a square of side 1,
 * x to the right, y downwards, and every length is a share of that side.
 *
 * The shop's pages rely on two lines: the feet of a standing object are on FOOT_LINE, and the box
 * of a hanging one is centred in the square. They hold for the main object of every picture.
 */

export const FOOT_LINE = 0.88;

export type Placing = 'stands' | 'hangs';

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** What a drawing's own pixels say about it, in shares of its cropped box. */
export interface Shape {
  /** width / height */
  aspect: number;
  /** the part of the width that touches the floor */
  foot: { left: number; width: number };
  /** the point by which it hangs from a string without tipping over */
  hook: { x: number; y: number };
}

export interface Sized {
  shape: Shape;
  /** 1 gives the object the same visual mass as every other; a salt cellar takes less */
  scale: number;
}

/** Objects of any proportion get one visual mass; none is taller than four fifths. */
export function objectHeight(aspect: number, scale: number): number {
  return Math.min(0.8, 0.61 / Math.sqrt(aspect)) * scale;
}

function sizeOf({ shape, scale }: Sized): { width: number; height: number } {
  const height = objectHeight(shape.aspect, scale);
  return { width: height * shape.aspect, height };
}

export function placeAlone(object: Sized, placed: Placing): Box {
  const { width, height } = sizeOf(object);
  const bottom = placed === 'stands' ? FOOT_LINE : 0.5 + height / 2;
  return { left: 0.5 - width / 2, top: bottom - height, width, height };
}

/** The main object makes room for its company. */
const MAIN_SHARE = 0.86;
/** A group never comes closer to the edge than half of what is missing here. */
const GROUP_WIDTH = 0.88;
/** How far a companion stands in front of the main object's feet. */
const STEP_FORWARD = 0.035;
/** How much of a companion's width overlaps the main object. */
const OVERLAP = 0.14;

/** The boxes of the main object and its companions (one or two), in that order. */
export function placeTogether(main: Sized, companions: readonly Sized[], placed: Placing): Box[] {
  const sizes = [{ ...main, scale: main.scale * MAIN_SHARE }, ...companions].map(sizeOf);
  return placed === 'stands' ? standTogether(sizes) : hangTogether(sizes);
}

/** The first companion stands to the right, the second to the left, both a step forward. */
function standTogether(sizes: readonly { width: number; height: number }[]): Box[] {
  const [main, right, left] = sizes;
  if (!main) return [];
  const before = left ? left.width * (1 - OVERLAP) : 0;
  const after = right ? right.width * (1 - OVERLAP) : 0;
  const shrink = Math.min(1, GROUP_WIDTH / (before + main.width + after));
  const start = 0.5 - ((before + main.width + after) * shrink) / 2;
  const put = (size: { width: number; height: number }, offset: number, foot: number): Box => ({
    left: start + offset * shrink,
    top: foot - size.height * shrink,
    width: size.width * shrink,
    height: size.height * shrink,
  });
  const boxes = [put(main, before, FOOT_LINE)];
  if (right) {
    const offset = before + main.width - right.width * OVERLAP;
    boxes.push(put(right, offset, FOOT_LINE + STEP_FORWARD));
  }
  if (left) boxes.push(put(left, 0, FOOT_LINE + STEP_FORWARD * 1.4));
  return boxes;
}

/** Companions hang in a column to the right of the main object: below it, then above. */
function hangTogether(sizes: readonly { width: number; height: number }[]): Box[] {
  const [main, ...others] = sizes;
  if (!main) return [];
  const column = Math.max(0, ...others.map((other) => other.width));
  const group = main.width + column * (1 - OVERLAP);
  const shrink = Math.min(1, GROUP_WIDTH / group);
  const start = 0.5 - (group * shrink) / 2;
  const middle = start + (main.width + column * (0.5 - OVERLAP)) * shrink;
  const put = (size: { width: number; height: number }, centreX: number, centreY: number): Box => ({
    left: centreX - (size.width * shrink) / 2,
    top: centreY - (size.height * shrink) / 2,
    width: size.width * shrink,
    height: size.height * shrink,
  });
  const drop = [0.17, -0.2];
  return [
    put(main, start + (main.width * shrink) / 2, others.length === 1 ? 0.46 : 0.5),
    ...others.map((other, index) => put(other, middle, 0.5 + (drop[index] ?? 0))),
  ];
}
