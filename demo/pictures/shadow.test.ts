import { expect, test } from 'vitest';
import { emptyPlane, fadeAtEdges, hangingShadow, PLANE_SIDE, standingShadow, type Plane } from './shadow.ts';

const box = { left: 0.3, top: 0.38, width: 0.4, height: 0.5 };
const shape = { aspect: 0.8, foot: { left: 0.25, width: 0.5 }, hook: { x: 0.5, y: 0 } };

const block = (): Plane => {
  const plane = emptyPlane();
  const at = (share: number): number => Math.round(share * PLANE_SIDE);
  for (let y = at(box.top); y < at(box.top + box.height); y++) {
    plane.values.fill(1, y * PLANE_SIDE + at(box.left), y * PLANE_SIDE + at(box.left + box.width));
  }
  return plane;
};
const opacityAt = (plane: Plane, x: number, y: number): number =>
  plane.values[Math.floor(y * PLANE_SIDE) * PLANE_SIDE + Math.floor(x * PLANE_SIDE)]!;

test('a standing object darkens the floor most under its foot and throws its shadow to the right', () => {
  const plane = emptyPlane();
  standingShadow(plane, block(), box, shape);
  expect(opacityAt(plane, 0.5, 0.88)).toBeGreaterThan(0.5);
  expect(opacityAt(plane, 0.75, 0.82)).toBeGreaterThan(opacityAt(plane, 0.25, 0.82) + 0.1);
  expect(opacityAt(plane, 0.5, 0.3)).toBe(0);
});

test("a hanging object's shadow lies on the wall, to the lower right, and not on a floor", () => {
  const plane = emptyPlane();
  hangingShadow(plane, block(), box);
  expect(opacityAt(plane, 0.705, 0.7)).toBeGreaterThan(opacityAt(plane, 0.295, 0.7));
  expect(opacityAt(plane, 0.5, 0.9)).toBeGreaterThan(opacityAt(plane, 0.5, 0.36));
  expect(opacityAt(plane, 0.9, 0.95)).toBe(0);
});

test('no shadow is as opaque as an object, and none reaches the edge', () => {
  const plane = emptyPlane();
  for (let i = 0; i < 3; i++) standingShadow(plane, block(), { ...box, left: 0.55 }, shape);
  fadeAtEdges(plane);
  for (let i = 0; i < PLANE_SIDE; i++) {
    expect(plane.values[i * PLANE_SIDE + PLANE_SIDE - 1]).toBeLessThan(0.03);
  }
  const one = emptyPlane();
  standingShadow(one, block(), box, shape);
  expect(one.values.reduce((most, value) => Math.max(most, value))).toBeLessThan(0.86);
});
