// docs/operations.md lists every setting of the functions: who reads it, what app.yaml says, what the code takes.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { allOf, inWords, numberIn, read, section, tableOf } from './documents.ts';
import { root } from './host.ts';

interface App {
  functions: Record<string, { environment: Record<string, string> }>;
}
const { functions } = parse(read('app.yaml')) as App;
const rows = tableOf(section(read('docs/operations.md'), '## Settings')).flatMap(
  ([names = '', readers = '', value = '', takes = '']) =>
    allOf(names, /`([A-Z_]+)`/g).map((name) => ({ name, readers, value, takes })),
);
const row = (name: string) => rows.find((one) => one.name === name);
const valuesOf = (name: string): string[] => [
  ...new Set(Object.values(functions).flatMap(({ environment }) => environment[name] ?? [])),
];
const readersOf = (name: string): string[] =>
  Object.entries(functions)
    .filter(([, { environment }]) => name in environment)
    .map(([function_]) => function_);
const isTable = (name: string): boolean => name.endsWith('_TABLE');

const folders = readdirSync(join(root, 'services/functions'), { withFileTypes: true }).filter((entry) =>
  entry.isDirectory(),
);
const wiring = [
  'services/functions/retention.hpp',
  ...folders.map(({ name }) => `services/functions/${name}/main.cpp`),
].map(read);

describe('the settings of functions', () => {
  test('are those of app.yaml, each in one row', () => {
    const names = Object.values(functions).flatMap(({ environment }) => Object.keys(environment));
    expect(rows.map(({ name }) => name).sort()).toEqual([...new Set(names)].sort());
  });

  test.each(rows.filter(({ name }) => !isTable(name)))('$name is read by those functions and has that value', (it) => {
    expect(it.readers.split(', ').sort()).toEqual(readersOf(it.name).sort());
    expect([it.value.replaceAll('`', '')]).toEqual(valuesOf(it.name));
  });

  test('that are numbers take what the code takes', () => {
    const ranges = wiring.flatMap((text) => [...text.matchAll(/number\("([A-Z_]+)", ([^,]+), ([^)]+)\)/g)]);
    expect(ranges.length).toBeGreaterThan(6);
    const limit = (expression = '', file = ''): number => {
      if (/^[0-9']+$/.test(expression)) return Number(expression.replaceAll("'", ''));
      const said = new RegExp(String.raw`${expression}(?:\{| = )([0-9']+)[};]`).exec(file)?.[1];
      return said === undefined ? numberIn('services/functions', expression) : Number(said.replaceAll("'", ''));
    };
    for (const [, name = '', least, most] of ranges) {
      const file = wiring.find((text) => text.includes(`"${name}"`));
      expect(row(name)?.takes, name).toBe(`${inWords(limit(least, file))} to ${inWords(limit(most, file))}`);
    }
  });

  test('are read by somebody', () => {
    const names = new Set(
      [...wiring, read('services/functions/http_wiring.hpp')].flatMap((text) => allOf(text, /\("([A-Z][A-Z_]+)"/g)),
    );
    expect(rows.map(({ name }) => name).filter((name) => !names.has(name))).toEqual([]);
  });
});
