import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Composition } from '../pictures/compose.ts';
import { bounds } from '../pictures/drawing.ts';
import { FOOT_LINE, type Box } from '../pictures/layout.ts';
import { fileNames, makePictures } from '../pictures/make.ts';
import { fromSharp } from '../pictures/raster.ts';
import { buildDemo, DEMO_PLACES } from './build.ts';
import type { AttributeValue, Image, Stocked } from './items.ts';
import { readProducts } from './source.ts';

const products = readProducts();
let folder: string;
let out: string;
let stocked: Stocked[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrine-demo-'));
  out = join(folder, 'out');
  stocked = await buildDemo({ products, out, cache: DEMO_PLACES.cache });
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const fileOf = (url: string): string => join(out, url);
const sourcesOf = (product: Stocked): Image['sources'] => product.images.flatMap(({ sources }) => sources);

describe('the seed file', () => {
  interface Line {
    table: string;
    item: Record<string, AttributeValue>;
  }
  const lines = (): Line[] =>
    readFileSync(join(out, 'demo', 'items.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
  const number = (value: AttributeValue | undefined): number => (value && 'N' in value ? Number(value.N) : Number.NaN);

  test('has one line for each product, in order', () => {
    expect(lines().map(({ table, item }) => [table, item.id])).toEqual(
      products.map(({ id }) => ['products', { S: id }]),
    );
  });

  test("carries every attribute of a product's item and no other", () => {
    const attributes =
      'id name description category searchWords price received available reserved sold images status contentRev rev createdAt updatedAt';
    for (const { item } of lines()) {
      expect(Object.keys(item).sort()).toEqual(attributes.split(' ').sort());
    }
  });

  test('accounts for every unit of stock', () => {
    for (const { item } of lines()) {
      const [received, available, reserved, sold] = ['received', 'available', 'reserved', 'sold'].map((name) =>
        number(item[name]),
      );
      expect(received).toBe(available! + reserved! + sold!);
    }
  });

  test('nests images as lists of maps', () => {
    const source = { type: { S: 'image/avif' }, width: { N: '320' } };
    expect(lines()[0]?.item.images).toMatchObject({
      L: [{ M: { placed: { S: 'stands' }, sources: { L: { 0: { M: source } } } } }, { M: { placed: { S: 'stands' } } }],
    });
  });
});

describe('an image', () => {
  test('has AVIF and WebP at four widths, a tint and a placeholder that fits its schema', () => {
    for (const { images } of stocked) {
      expect(images).toHaveLength(2);
      for (const image of images) {
        expect(image.sources.map(({ type, width }) => `${type} ${width}`)).toEqual(
          ['avif', 'webp'].flatMap((format) => [320, 640, 960, 1280].map((width) => `image/${format} ${width}`)),
        );
        expect(image.tint).toMatch(/^#[0-9a-f]{6}$/);
        expect(image.placeholder).toMatch(/^data:image\/webp;base64,[A-Za-z0-9+/=]+$/);
        expect(image.placeholder.length).toBeLessThanOrEqual(400);
      }
    }
  });

  test('leaves its card within 2 KB', () => {
    for (const { id, name, category, searchWords, price, available, createdAt, images } of stocked) {
      const { sources, ...image } = images[0]!;
      const money = { amount: price, currency: 'EUR' };
      const card = {
        ...{ kind: 'product', id, rev: 1_000_000, name, category, searchWords, price: money, previousPrice: money },
        ...{ priceChangedAt: createdAt, available, createdAt },
        image: { ...image, sources: sources.filter(({ width }) => width <= 640) },
      };
      expect(card.image.sources).toHaveLength(4);
      expect(Buffer.byteLength(JSON.stringify(card)), id).toBeLessThanOrEqual(2048);
    }
  });
});

describe('the picture files', () => {
  test('are exactly those that the items name', () => {
    const there = readdirSync(join(out, 'media', 'products'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    expect(there.sort()).toEqual(
      stocked
        .flatMap(sourcesOf)
        .map(({ url }) => fileOf(url))
        .sort(),
    );
  });

  test('have the promised format and size, and see through to the wall', async () => {
    for (const { type, width, url } of stocked.flatMap(sourcesOf)) {
      const meta = await sharp(fileOf(url)).metadata();
      const format = meta.format === 'heif' ? meta.compression : meta.format;
      expect([`image/${format === 'av1' ? 'avif' : format}`, meta.width, meta.height, meta.hasAlpha], url).toEqual([
        type,
        width,
        width,
        true,
      ]);
    }
  });

  test('of cards are small enough to come at once', () => {
    const sizes = stocked
      .flatMap(sourcesOf)
      .filter(({ type, width }) => type === 'image/avif' && width <= 640)
      .map(({ url }) => readFileSync(fileOf(url)).length);
    expect(Math.max(...sizes)).toBeLessThan(40_000);
  });

  /** Where in the picture its objects are: shadows are never so opaque. */
  const solidBounds = async (image: Image): Promise<Box> => {
    const side = 320;
    const source = image.sources.find(({ type, width }) => type === 'image/webp' && width === side);
    const raster = await fromSharp(sharp(fileOf(source!.url)));
    for (let i = 3; i < raster.data.length; i += 4) if (raster.data[i]! < 225) raster.data[i] = 0;
    const box = bounds(raster);
    return { left: box.left / side, top: box.top / side, width: box.width / side, height: box.height / side };
  };
  const placedFirst = (placed: Image['placed']): Stocked[] =>
    stocked.filter(({ images }) => images[0]?.placed === placed);

  test("put standing objects' feet on the foot line, and their middle in the middle", async () => {
    for (const { id, images } of placedFirst('stands')) {
      const box = await solidBounds(images[0]!);
      expect(Math.abs(box.top + box.height - FOOT_LINE), id).toBeLessThan(0.02);
      expect(Math.abs(box.left + box.width / 2 - 0.5), id).toBeLessThan(0.03);
    }
  });

  test('hang what hangs around the centre', async () => {
    const strung = new Set(products.filter(({ string }) => string).map(({ id }) => id));
    for (const { id, images } of placedFirst('hangs')) {
      const box = await solidBounds(images[0]!);
      expect(Math.abs(box.left + box.width / 2 - 0.5), id).toBeLessThan(0.03);
      if (!strung.has(id)) expect(Math.abs(box.top + box.height / 2 - 0.5), id).toBeLessThan(0.03);
    }
  });

  test('let no object touch the edge, where it would be cut', async () => {
    for (const { id, images } of stocked) {
      for (const image of images) {
        const box = await solidBounds(image);
        expect(Math.min(box.left, box.top), id).toBeGreaterThan(0);
        expect(Math.max(box.left + box.width, box.top + box.height), id).toBeLessThan(1);
      }
    }
  });
});

test('the Open Graph picture has the size that link previews expect', async () => {
  const meta = await sharp(join(out, 'media', 'og.jpg')).metadata();
  expect([meta.format, meta.width, meta.height]).toEqual(['jpeg', 1200, 630]);
});

test('a build with nothing to draw leaves the same files and draws none', async () => {
  let drawn = 0;
  const before = readFileSync(join(out, 'demo', 'items.jsonl'), 'utf8');
  await buildDemo({
    products,
    out,
    cache: DEMO_PLACES.cache,
    onPicture: (_done, _total, cached) => {
      if (!cached) drawn++;
    },
  });
  expect(drawn).toBe(0);
  expect(readFileSync(join(out, 'demo', 'items.jsonl'), 'utf8')).toBe(before);
});

test('the same composition gives the same bytes where nothing was drawn before', async () => {
  const main = { drawing: 'salt', scale: 0.78 };
  const composition: Composition = { placed: 'stands', string: false, main, companions: [] };
  const draw = async (name: string): Promise<string[]> => {
    const target = join(folder, name);
    const [picture] = await makePictures([{ folder: 'salt', composition }], { target, cache: `${target}-cache` });
    return fileNames(picture!).map((file) => readFileSync(join(target, 'salt', file)).toString('base64'));
  };
  const first = await draw('first');
  expect(first).toHaveLength(8);
  expect(await draw('second')).toEqual(first);
});
