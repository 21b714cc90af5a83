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

/** Filters as they stand in an address, where anyone may have written anything. */
export function parseFilters(search: Record<string, unknown>): Filters {
  const filters: Filters = {};
  const { q, category, inStock, minPrice, maxPrice, sort } = search;
  if ((typeof q === 'string' || typeof q === 'number') && String(q).trim()) filters.q = String(q).trim().slice(0, 100);
  if (typeof category === 'string' && /^[a-z0-9][a-z0-9-]{0,63}$/.test(category)) filters.category = category;
  if (inStock === true || inStock === 'true') filters.inStock = true;
  if (isPrice(minPrice)) filters.minPrice = minPrice;
  if (isPrice(maxPrice)) filters.maxPrice = maxPrice;
  if (SORTS.includes(sort as Sort)) filters.sort = sort as Sort;
  return filters;
}

const isPrice = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 100_000_000;

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
