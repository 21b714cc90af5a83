import type { Card } from '@/lib/api/shapes';

/** The sort orders, as the API names them. */
export const SORTS = ['newest', 'name', 'price', '-price'] as const;
export type Sort = (typeof SORTS)[number];

export const SORT_NAMES: Record<Sort, string> = {
  newest: 'Newest',
  name: 'Name',
  price: 'Price, low first',
  '-price': 'Price, high first',
};

/** The filters of a list. Prices in minor units, inclusive. */
export interface Filters {
  category?: string;
  q?: string;
  inStock?: true;
  minPrice?: number;
  maxPrice?: number;
  sort?: Sort;
}

/** The API's bounds. */
export const MAX_PRICE = 100_000_000;
const MAX_QUERY_LENGTH = 100;

const SLUG = /^[a-z0-9][a-z0-9-]{0,63}$/;
export const isSlug = (text: string): boolean => SLUG.test(text);

/** The filters in an address, which may contain anything: unknown filters and invalid values are dropped. */
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

// eslint-disable-next-line no-control-regex -- They cannot be typed into a form, only written into an address.
const CONTROLS = /[\u0000-\u001f\u007f]+/g;

/** Cut by code points: no half of a surrogate pair is left. */
const cut = (words: string): string => [...words].slice(0, MAX_QUERY_LENGTH).join('').trim();

function price(value: unknown): number | undefined {
  const amount = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  return typeof amount === 'number' && Number.isInteger(amount) && amount >= 0 && amount <= MAX_PRICE
    ? amount
    : undefined;
}

/** The lowest price is above the highest: nothing can match. */
export const isInverted = ({ minPrice = 0, maxPrice = Infinity }: Filters): boolean => minPrice > maxPrice;

/** Whether a card belongs in a list. Search words (`q`) are matched by the server, so no card matches a search here. */
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
