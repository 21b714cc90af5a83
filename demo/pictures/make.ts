import { createHash, randomBytes } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { compose, type Actor, type Composition } from './compose.ts';
import { Drawings, drawingsVersion, type Scales } from './drawing.ts';
import { encode, FORMATS, FULL_SIDE, WIDTHS } from './encode.ts';

/** A picture as the shop's pages ask for it. */
export interface Picture {
  /** of the files' bytes: it names them, so they never change under their URL */
  hash: string;
  /** a data: URL */
  placeholder: string;
}

export interface Wanted {
  /** the folder the files go to: a product's id */
  folder: string;
  composition: Composition;
}

export interface MakeOptions {
  /** files go to `target/FOLDER/HASH-WIDTH.EXT` */
  target: string;
  /** pictures made before, one folder each, named by what they were made of */
  cache: string;
  onPicture?: (done: number, cached: boolean) => void;
}

/** Makes what is not in the cache, and leaves in `target` exactly the files of `wanted`. */
export async function makePictures(
  wanted: readonly Wanted[],
  { target, cache, onPicture }: MakeOptions,
): Promise<Picture[]> {
  sharp.concurrency(1);
  sharp.cache(false);
  const version = await makerVersion();
  const scales = largestScales(wanted.map(({ composition }) => composition));
  const drawings = new Drawings(FULL_SIDE, scales);
  let done = 0;
  const pictures = await inParallel(wanted, availableParallelism(), async (one) => {
    const entry = join(cache, keyOf(version, one.composition, scales));
    const known = await readEntry(entry);
    const picture = known ?? (await makeEntry(entry, cache, one.composition, drawings));
    await publish(entry, picture, join(target, one.folder));
    onPicture?.(++done, known !== undefined);
    return picture;
  });
  await prune(target, wanted, pictures);
  return pictures;
}

/* ---------- the cache ---------- */

const SOURCES = ['compose.ts', 'drawing.ts', 'encode.ts', 'layout.ts', 'raster.ts', 'shadow.ts'];

/** Changes with the drawings, the encoders and this program: a stale picture is never found. */
export async function makerVersion(moreSources: readonly string[] = []): Promise<string> {
  const hash = createHash('sha256').update(drawingsVersion()).update(JSON.stringify(sharp.versions));
  for (const source of [...SOURCES, ...moreSources]) {
    hash.update(await readFile(join(import.meta.dirname, source)));
  }
  return hash.digest('hex');
}

/** What the picture's pixels depend on: a drawing is scaled down from its largest use. */
function keyOf(version: string, composition: Composition, scales: Scales): string {
  const rendered = actorsOf(composition).map(({ drawing }) => scales.get(drawing));
  const hash = createHash('sha256').update(version).update(JSON.stringify({ composition, rendered }));
  return hash.digest('hex').slice(0, 32);
}

function actorsOf({ main, companions }: Composition): Actor[] {
  return [main, ...companions];
}

function largestScales(compositions: readonly Composition[]): Scales {
  const scales = new Map<string, number>();
  for (const { drawing, scale } of compositions.flatMap(actorsOf)) {
    scales.set(drawing, Math.max(scale, scales.get(drawing) ?? 0));
  }
  return scales;
}

async function readEntry(entry: string): Promise<Picture | undefined> {
  try {
    return JSON.parse(await readFile(join(entry, 'picture.json'), 'utf8')) as Picture;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The entry appears whole or not at all, also when two builds make it at once. */
async function makeEntry(entry: string, cache: string, composition: Composition, drawings: Drawings): Promise<Picture> {
  const { files, placeholder } = await encode(await compose(composition, drawings, FULL_SIDE));
  const hash = createHash('sha256');
  for (const file of files) hash.update(file.bytes);
  const picture = { hash: hash.digest('hex').slice(0, 12), placeholder };

  const draft = join(cache, `draft-${randomBytes(6).toString('hex')}`);
  await mkdir(draft, { recursive: true });
  await Promise.all(files.map(({ name, bytes }) => writeFile(join(draft, name), bytes)));
  await writeFile(join(draft, 'picture.json'), JSON.stringify(picture));
  try {
    await rename(draft, entry);
  } catch (error) {
    await rm(draft, { recursive: true });
    if ((await readEntry(entry)) === undefined) throw error;
  }
  return picture;
}

/* ---------- the target ---------- */

export function fileNames(picture: Picture): string[] {
  return WIDTHS.flatMap((width) => FORMATS.map((format) => `${picture.hash}-${width}.${format}`));
}

async function publish(entry: string, picture: Picture, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const there = new Set(await readdir(folder));
  for (const name of fileNames(picture)) {
    if (there.has(name)) continue;
    const draft = join(dirname(folder), `.${randomBytes(6).toString('hex')}`);
    await cp(join(entry, name.slice(picture.hash.length + 1)), draft);
    await rename(draft, join(folder, name));
  }
}

async function prune(target: string, wanted: readonly Wanted[], pictures: readonly Picture[]): Promise<void> {
  const keep = new Map<string, Set<string>>();
  wanted.forEach(({ folder }, index) => {
    const picture = pictures[index];
    const names = keep.get(folder) ?? new Set<string>();
    if (picture) fileNames(picture).forEach((name) => names.add(name));
    keep.set(folder, names);
  });
  const present = (await readdir(target)).filter((name) => !name.startsWith('.'));
  for (const folder of present) {
    const names = keep.get(folder);
    const path = join(target, folder);
    if (!names || !(await stat(path)).isDirectory()) {
      await rm(path, { recursive: true });
      continue;
    }
    for (const name of await readdir(path)) if (!names.has(name)) await rm(join(path, name));
  }
}

/** Results in the order of `items`, at most `width` at work at a time. */
async function inParallel<Item, Result>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(items.length);
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}
