import type { Card } from '@/lib/api/shapes';

export const SORTS = ['newest', 'name', 'price', '-price'] as const;
export type Sort = (typeof SORTS)[number];

export const SORT_NAMES: Record<Sort, string> = {
  newest: 'Newest',
  name: 'Name',
  price: 'Price, low first',
  '-price': 'Price, high first',
};

/** What a list of products is narrowed to. Prices in minor units, inclusive. */
export interface Filters {
  category?: string;
  q?: string;
  inStock?: true;
  minPrice?: number;
  maxPrice?: number;
  sort?: Sort;
}

/** The API's bounds. */
export const HIGHEST_PRICE = 100_000_000;
export const LONGEST_WORDS = 100;

const SLUG = /^[a-z0-9][a-z0-9-]{0,63}$/;
export const isSlug = (text: string): boolean => SLUG.test(text);

/** Filters as they stand in an address, where anyone may have written anything: what is no filter, or no value of one, is dropped. */
export function parseFilters(search: Record<string, unknown>): Filters {
  const filters: Filters = {};
  const { q, category, inStock, minPrice, maxPrice, sort } = search;
  const words = typeof q === 'string' ? cut(q.replace(CONTROLS, ' ').trim()) : '';
  if (words) filters.q = words;
  if (typeof category === 'string' && isSlug(category)) filters.category = category;
  if (inStock === true || inStock === 'true') filters.inStock = true;
  const [min, max] = [price(minPrice), price(maxPrice)];
  if (min !== undefined) filters.minPrice = min;
  if (max !== undefined) filters.maxPrice = max;
  if (SORTS.includes(sort as Sort)) filters.sort = sort as Sort;
  return filters;
}

// eslint-disable-next-line no-control-regex -- They cannot be typed, only be written into an address.
const CONTROLS = /[\u0000-\u001f\u007f]+/g;

/** Whole characters only: half of one is none. */
const cut = (words: string): string => [...words].slice(0, LONGEST_WORDS).join('').trim();

function price(value: unknown): number | undefined {
  const amount = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  return typeof amount === 'number' && Number.isInteger(amount) && amount >= 0 && amount <= HIGHEST_PRICE
    ? amount
    : undefined;
}

/** Nothing can cost at least this and at most that. */
export const isInverted = ({ minPrice = 0, maxPrice = Infinity }: Filters): boolean => minPrice > maxPrice;

/** Whether a card belongs in a list. Words (`q`) are the server's to judge, so a card never matches a search here. */
export function matches(card: Card, { category, q, inStock, minPrice = 0, maxPrice = Infinity }: Filters): boolean {
  const { amount } = card.price;
  return (
    !q &&
    (!category || card.category === category) &&
    (!inStock || card.available > 0) &&
    amount >= minPrice &&
    amount <= maxPrice
  );
}
