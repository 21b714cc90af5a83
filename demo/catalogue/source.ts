import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Actor } from '../pictures/compose.ts';
import type { Placing } from '../pictures/layout.ts';

/** products.json, as a person edits it: what the demo shop sells and how it is pictured. */

export interface Shot {
  /** #rrggbb: the wall it is shown on, by day */
  tint: string;
  alt: string;
}

export interface Product {
  id: string;
  name: string;
  description: string;
  category: string;
  /** what else people call it: search finds it by these, too */
  searchWords: string[];
  /** minor units */
  price: number;
  available: number;
  /** RFC 3339 with milliseconds */
  createdAt: string;
  placed: Placing;
  /** hangs from a pin by a string */
  string?: boolean;
  alone: Shot & Actor;
  together: Shot & { companions: Actor[] };
}

interface Source {
  /** the walls to choose from, by name */
  tints: Record<string, string>;
  products: Product[];
}

/** A larger object would leave its picture. */
const LARGEST_SCALE = 1.08;

export const SOURCE_FILE = join(import.meta.dirname, '..', 'products.json');

/** The products with their tints' colours. Throws one error that names everything wrong. */
export function readProducts(file = SOURCE_FILE): Product[] {
  const { tints, products } = JSON.parse(readFileSync(file, 'utf8')) as Source;
  const seen = new Set<string>();
  const mistakes = products.flatMap((product, index) => {
    const found = mistakesIn(product, tints);
    if (seen.has(product.id)) found.push('another product has this id');
    seen.add(product.id);
    return found.map((mistake) => `${product.id || `product ${index + 1}`}: ${mistake}`);
  });
  if (mistakes.length > 0) throw new Error(`${file}\n  ${mistakes.join('\n  ')}`);
  const colour = (name: string): string => tints[name] ?? '';
  return products.map((product) => ({
    ...product,
    alone: { ...product.alone, tint: colour(product.alone.tint) },
    together: { ...product.together, tint: colour(product.together.tint) },
  }));
}

/** What must hold of each product, and what to say when it doesn't. */
const RULES: [(product: Product, tints: Source['tints']) => boolean, string][] = [
  [({ id }) => /^[a-z0-9][a-z0-9-]{0,63}$/.test(id), 'id must be a slug of at most 64 characters'],
  [({ name }) => length(name, 1, 80), 'name must have 1 to 80 characters'],
  [({ description }) => length(description, 1, 400), 'description must have 1 to 400 characters'],
  [({ category }) => /^[a-z0-9][a-z0-9-]{0,63}$/.test(category), 'category must be a slug'],
  [
    ({ searchWords }) =>
      Array.isArray(searchWords) && searchWords.length <= 20 && searchWords.every((word) => length(word, 1, 40)),
    'searchWords must be at most 20 texts of 1 to 40 characters',
  ],
  [({ price }) => Number.isSafeInteger(price) && price > 0, 'price must be in whole cents'],
  [({ available }) => Number.isSafeInteger(available) && available >= 0, 'available must be 0 or more'],
  [({ createdAt }) => isTime(createdAt), 'createdAt must be like 2026-05-12T08:30:00.000Z'],
  [({ placed }) => ['stands', 'hangs'].includes(placed), 'placed must be stands or hangs'],
  [({ placed, string }) => !string || placed === 'hangs', 'only what hangs has a string'],
  [({ alone }, tints) => alone.tint in tints, 'alone.tint is none of the tints'],
  [({ together }, tints) => together.tint in tints, 'together.tint is none of the tints'],
  [({ alone }) => isActor(alone), 'alone needs a drawing and a scale that is not too large'],
  [
    ({ together: { companions } }) => companions.length >= 1 && companions.length <= 2 && companions.every(isActor),
    'together needs one or two companions, each with a drawing and a scale',
  ],
  [({ alone, together }) => [alone, together].every(({ alt }) => length(alt, 1, 160)), 'alt missing'],
];

function mistakesIn(product: Product, tints: Source['tints']): string[] {
  return RULES.filter(([holds]) => !holds(product, tints)).map(([, mistake]) => mistake);
}

function length(text: unknown, least: number, most: number): boolean {
  return typeof text === 'string' && text.length >= least && text.length <= most;
}

function isTime(text: string): boolean {
  return !Number.isNaN(Date.parse(text)) && new Date(text).toISOString() === text;
}

function isActor({ drawing, scale }: Actor): boolean {
  return length(drawing, 1, 80) && scale > 0 && scale <= LARGEST_SCALE;
}
