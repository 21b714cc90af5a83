import { expect, test } from 'vitest';
import { bigCatalogue, MOST } from './big.ts';
import { readProducts } from './source.ts';

const demo = readProducts().map((product) => ({ ...product, images: [] }));
const take = (count: number) => Array.from(bigCatalogue(count, demo));

test('ten thousand products have ids, names and arrivals of their own', () => {
  const products = take(10_000);
  for (const of of ['id', 'name', 'createdAt'] as const) {
    expect(new Set(products.map((product) => product[of])).size).toBe(10_000);
  }
  for (const { id } of products) expect(id).toMatch(/^[a-z0-9][a-z0-9-]{0,63}$/);
});

test('they fill every room, at prices near those of the shop', () => {
  const products = take(10_000);
  expect(new Set(products.map(({ category }) => category)).size).toBe(7);
  expect(products.every(({ price }) => Number.isSafeInteger(price) && price > 0 && price < 150_000)).toBe(true);
  const soldOut = products.filter(({ available }) => available === 0).length;
  expect(soldOut).toBeGreaterThan(200);
  expect(soldOut).toBeLessThan(400);
});

test('the same number gives the same products, and a smaller one their beginning', () => {
  expect(take(500)).toEqual(take(500));
  expect(take(1_000).slice(0, 500)).toEqual(take(500));
});

test('no combination comes twice, to the last one', () => {
  expect(new Set(take(MOST).map(({ id }) => id)).size).toBe(MOST);
});

test.each([0, -1, 1.5, Number.NaN, MOST + 1])('%s products are refused', (count) => {
  expect(() => take(count)).toThrow(RangeError);
});
