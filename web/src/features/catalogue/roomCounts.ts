import type { Category } from '@/lib/api/shapes';

/** Every room with how many in it match; one without a match stays, with 0. What was found says only where there is something. */
export function roomsWithCounts(all: readonly Category[] = [], found?: readonly Category[]): readonly Category[] {
  if (!found) return all;
  const counts = new Map(found.map(({ slug, count }) => [slug, count]));
  const known = new Set(all.map(({ slug }) => slug));
  return [
    ...all.map((room) => ({ ...room, count: counts.get(room.slug) ?? 0 })),
    ...found.filter(({ slug }) => !known.has(slug)),
  ];
}
