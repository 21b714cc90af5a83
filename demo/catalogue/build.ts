import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makePictures, type Wanted } from '../pictures/make.ts';
import { makeOpenGraphPicture } from '../pictures/og.ts';
import { imageOf, seedLine, type Stocked } from './items.ts';
import type { Product } from './source.ts';

export interface BuildOptions {
  products: readonly Product[];
  /** gets media/products/, media/og.jpg and demo/items.jsonl */
  out: string;
  /** pictures made by earlier builds */
  cache: string;
  onPicture?: (done: number, total: number, cached: boolean) => void;
}

const ROOT = join(import.meta.dirname, '..', '..');

/** Where a build of the repository keeps the demo shop. */
export const DEMO_PLACES = { out: join(ROOT, 'out'), cache: join(ROOT, '.cache', 'pictures') };

/** Makes the demo shop's pictures and the file that seeds it. The same products give the same bytes. */
export async function buildDemo({ products, out, cache, onPicture }: BuildOptions): Promise<Stocked[]> {
  const wanted = products.flatMap(wantedOf);
  const pictures = await makePictures(wanted, {
    target: join(out, 'media', 'products'),
    cache,
    onPicture: (done, cached) => onPicture?.(done, wanted.length, cached),
  });
  await makeOpenGraphPicture(join(out, 'media', 'og.jpg'), cache);
  const stocked = products.map((product, index): Stocked => {
    const { id, name, description, category, searchWords, price, available, createdAt, placed } = product;
    const images = [product.alone, product.together].flatMap(({ alt, tint }, shot) => {
      const picture = pictures[index * 2 + shot];
      return picture ? [imageOf(id, picture, { alt, placed, tint })] : [];
    });
    return { id, name, description, category, searchWords, price, available, createdAt, images };
  });
  await replaceFile(join(out, 'demo', 'items.jsonl'), stocked.map((one) => `${seedLine(one)}\n`).join(''));
  return stocked;
}

/** Every product is pictured alone, then with its companions. */
function wantedOf({ id, placed, string = false, alone, together }: Product): Wanted[] {
  const main = { drawing: alone.drawing, scale: alone.scale };
  return [
    { folder: id, composition: { placed, string, main, companions: [] } },
    { folder: id, composition: { placed, string, main, companions: together.companions } },
  ];
}

async function replaceFile(path: string, content: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, content);
  await rename(draft, path);
}
