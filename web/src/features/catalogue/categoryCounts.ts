import type { Category } from '@/lib/api/shapes';

/** Every category with its number of matches, 0 included: the API's facets name only those with a match. */
export function categoriesWithCounts(all: readonly Category[] = [], found?: readonly Category[]): readonly Category[] {
  if (!found) return all;
  const counts = new Map(found.map(({ slug, count }) => [slug, count]));
  const known = new Set(all.map(({ slug }) => slug));
  return [
    ...all.map((room) => ({ ...room, count: counts.get(room.slug) ?? 0 })),
    ...found.filter(({ slug }) => !known.has(slug)),
  ];
}
