import { expect, test } from 'vitest';
import { FOOT_LINE, objectHeight, placeAlone, placeTogether, type Box, type Sized } from './layout.ts';

const sized = (aspect: number, scale = 1): Sized => ({
  scale,
  shape: { aspect, foot: { left: 0.2, width: 0.6 }, hook: { x: 0.5, y: 0 } },
});
const bottom = ({ top, height }: Box): number => top + height;

test('objects of any proportion cover the same area, but none is taller than four fifths', () => {
  for (const aspect of [0.6, 1, 1.5, 2.5]) {
    const height = objectHeight(aspect, 1);
    expect(height * height * aspect).toBeCloseTo(0.61 ** 2, 10);
  }
  expect(objectHeight(0.2, 1)).toBe(0.8);
});

test('what stands alone has its feet on the foot line and its middle in the middle', () => {
  const box = placeAlone(sized(1.3, 0.9), 'stands');
  expect(bottom(box)).toBeCloseTo(FOOT_LINE, 10);
  expect(box.left + box.width / 2).toBeCloseTo(0.5, 10);
});

test('what hangs alone hangs around the centre', () => {
  const box = placeAlone(sized(0.7), 'hangs');
  expect(box.top + box.height / 2).toBeCloseTo(0.5, 10);
  expect(box.left + box.width / 2).toBeCloseTo(0.5, 10);
});

test('in company the main object keeps its feet on the line and the others step forward', () => {
  const [main, right, left] = placeTogether(sized(1), [sized(1, 0.5), sized(1, 0.4)], 'stands');
  expect(bottom(main!)).toBeCloseTo(FOOT_LINE, 10);
  expect(bottom(right!)).toBeGreaterThan(FOOT_LINE);
  expect(bottom(left!)).toBeGreaterThan(bottom(right!));
  expect(left!.left).toBeLessThan(main!.left);
  expect(right!.left).toBeGreaterThan(main!.left + main!.width / 2);
});

test.each(['stands', 'hangs'] as const)('a group that %s is centred, inside the picture', (placed) => {
  for (const aspect of [0.4, 1, 2.8]) {
    for (const companions of [[sized(1, 0.5)], [sized(1.4, 0.6), sized(0.6, 0.5)]]) {
      const boxes = placeTogether(sized(aspect), companions, placed);
      const left = Math.min(...boxes.map((box) => box.left));
      const right = Math.max(...boxes.map((box) => box.left + box.width));
      expect(boxes).toHaveLength(companions.length + 1);
      expect(left).toBeGreaterThan(0.03);
      expect(right).toBeLessThan(0.97);
      expect(boxes.every((box) => box.top > 0 && bottom(box) < 1)).toBe(true);
      if (placed === 'stands') expect((left + right) / 2).toBeCloseTo(0.5, 10);
    }
  }
});
