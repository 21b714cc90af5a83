import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readProducts, SOURCE_FILE, type Product } from './source.ts';

const products = readProducts();

const firstWords = (text: string, count: number): string =>
  text
    .toLowerCase()
    .match(/[\p{L}\d]+(?:['’-][\p{L}\d]+)*/gu)!
    .slice(0, count)
    .join(' ');

const duplicates = (values: readonly string[]): string[] =>
  values.filter((value, index) => values.indexOf(value) !== index);

test('the shop has seven rooms of the sizes that its home page promises', () => {
  const rooms = Map.groupBy(products, ({ category }) => category);
  const counts = Object.fromEntries([...rooms].map(([category, { length }]) => [category, length]));
  expect(counts).toEqual({
    kitchen: 14,
    instruments: 8,
    desk: 11,
    garden: 9,
    toys: 10,
    travel: 8,
    pantry: 12,
  });
});

test.each<[string, (product: Product) => string]>([
  ['id', ({ id }) => id],
  ['name', ({ name }) => name],
  ['text', ({ description }) => description],
  ['picture', ({ alone }) => alone.drawing],
  ['alternative text', ({ alone }) => alone.alt],
  ['moment of arrival', ({ createdAt }) => createdAt],
])('no two products share one %s', (_, of) => {
  expect(duplicates(products.map(of))).toEqual([]);
});

test('no two texts begin alike', () => {
  expect(duplicates(products.map(({ description }) => firstWords(description, 2)))).toEqual([]);
});

test('some products are sold out, some nearly, and most are there', () => {
  const left = products.map(({ available }) => available);
  expect(left.filter((count) => count === 0)).toHaveLength(4);
  expect(left.filter((count) => count >= 1 && count <= 3).length).toBeGreaterThanOrEqual(6);
  expect(left.filter((count) => count > 3).length).toBeGreaterThan(50);
});

test('everything arrived within a year, and what came last can be bought', () => {
  const times = products.map(({ createdAt }) => Date.parse(createdAt));
  const day = 86_400_000;
  expect(Math.max(...times) - Math.min(...times)).toBeLessThan(365 * day);
  const newest = products.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt)).slice(0, 6);
  expect(newest.every(({ available }) => available > 0)).toBe(true);
});

const neighbours = (list: readonly Product[]): string[] =>
  list.flatMap((product, index) => {
    const before = list[index - 1];
    return before?.alone.tint === product.alone.tint ? [`${before.id} and ${product.id}`] : [];
  });

test.each<[string, (a: Product, b: Product) => number]>([
  ['by name', (a, b) => a.name.localeCompare(b.name, 'en')],
  ['newest first', (a, b) => b.createdAt.localeCompare(a.createdAt)],
])('neighbours in a list sorted %s stand before different walls', (_, order) => {
  const sorted = products.toSorted(order);
  const rooms = Map.groupBy(sorted, ({ category }) => category);
  expect([sorted, ...rooms.values()].flatMap(neighbours)).toEqual([]);
});

test('the two pictures of a product have different walls', () => {
  expect(products.filter(({ alone, together }) => alone.tint === together.tint)).toEqual([]);
});

test('a mistake in the file is reported with its product and what to do', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-demo-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const source = JSON.parse(readFileSync(SOURCE_FILE, 'utf8')) as { products: Product[] };
  source.products[0]!.price = 12.5;
  source.products[1]!.alone.tint = 'mauve';
  source.products[2]!.id = source.products[3]!.id;
  const file = join(folder, 'products.json');
  writeFileSync(file, JSON.stringify(source));
  expect(() => readProducts(file)).toThrow(/sunday-teapot: price must be in whole cents/);
  expect(() => readProducts(file)).toThrow(/one-egg-skillet: alone.tint is none of the tints/);
  expect(() => readProducts(file)).toThrow(/tall-amphora: another product has this id/);
});
