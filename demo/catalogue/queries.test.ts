import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readProducts } from './source.ts';

const queriesOf = (file: string): [query: string, id: string][] =>
  readFileSync(join(import.meta.dirname, '..', file), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t') as [query: string, id: string]);

/** queries.txt: what people type, misspelt, and the product that they mean. */
const queries = queriesOf('queries.txt');

const names = new Map(readProducts().map(({ id, name }) => [id, name]));
const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\d]+/gu) ?? [];

/** Letters wrong, missing, too many or swapped with a neighbour. */
function typos(typed: string, meant: string): number {
  const row = (index: number): number[] => [index];
  const table = Array.from({ length: typed.length + 1 }, (_, index) => row(index));
  for (let j = 1; j <= meant.length; j++) table[0]![j] = j;
  for (let i = 1; i <= typed.length; i++) {
    for (let j = 1; j <= meant.length; j++) {
      const same = typed[i - 1] === meant[j - 1] ? 0 : 1;
      let least = Math.min(table[i - 1]![j]! + 1, table[i]![j - 1]! + 1, table[i - 1]![j - 1]! + same);
      const swapped = typed[i - 1] === meant[j - 2] && typed[i - 2] === meant[j - 1];
      if (i > 1 && j > 1 && swapped) least = Math.min(least, table[i - 2]![j - 2]! + 1);
      table[i]![j] = least;
    }
  }
  return table[typed.length]![meant.length]!;
}

const forgiven = (word: string): number => (word.length >= 8 ? 2 : word.length >= 4 ? 1 : 0);

test('there are fifty queries, all different, for products that exist', () => {
  expect(queries).toHaveLength(50);
  expect(new Set(queries.map(([query]) => query)).size).toBe(50);
  expect(queries.filter(([, id]) => !names.has(id))).toEqual([]);
});

test.each(queries)("'%s' is a misspelling of %s that a search may be asked to forgive", (query, id) => {
  const meant = wordsOf(names.get(id)!);
  const typed = wordsOf(query);
  expect(typed.filter((word) => !meant.includes(word))).not.toEqual([]);
  typed.forEach((word, index) => {
    const begun = index === typed.length - 1 && meant.some((one) => one.startsWith(word));
    const least = Math.min(...meant.map((one) => typos(word, one)));
    if (!begun) expect(least, word).toBeLessThanOrEqual(forgiven(word));
  });
});

test('what people call things leads to products that exist', () => {
  const searches = queriesOf('searches.txt');
  expect(searches.length).toBeGreaterThan(20);
  expect(searches.flatMap(([, ids]) => ids.split(',')).filter((id) => !names.has(id))).toEqual([]);
});
