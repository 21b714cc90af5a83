import { expect, it } from 'vitest';
import { categoriesWithCounts } from './categoryCounts';
import { tilesPerRow } from './categories';

it.each([
  [0, 5],
  [3, 5],
  [7, 7],
  [8, 8],
  [9, 5],
  [10, 5],
  [13, 7],
  [17, 6],
])('%i categories are shown in rows of %i', (rooms, across) => {
  expect(tilesPerRow(rooms)).toBe(across);
});

const room = (slug: string, count: number) => ({ slug, name: slug, count });

it.each([
  ['nothing is known yet', undefined, undefined, []],
  ['the list is not there yet', [room('desk', 3)], undefined, [room('desk', 3)]],
  ['the rooms are not there yet', undefined, [room('desk', 1)], [room('desk', 1)]],
  ['one has no match', [room('desk', 3), room('toys', 5)], [room('toys', 2)], [room('desk', 0), room('toys', 2)]],
  ['none has a match', [room('desk', 3)], [], [room('desk', 0)]],
  ['one came meanwhile', [room('desk', 3)], [room('toys', 1)], [room('desk', 0), room('toys', 1)]],
])('a filter keeps every category with its count when %s', (_, all, found, kept) => {
  expect(categoriesWithCounts(all, found)).toEqual(kept);
});
