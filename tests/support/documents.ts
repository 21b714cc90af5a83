// What the checks of documents share: pages with their tables, and the facts that stand in sources.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './host.ts';

export const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Files below a folder whose names match, as paths from the root. */
export const filesBelow = (folder: string, name: RegExp): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => name.test(path) && !path.includes('node_modules/'))
    .map((path) => join(folder, path))
    .sort();

export const allOf = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, found = '']) => found);

/** A page from this heading to the next one of the same or a higher level. */
export function section(page: string, heading: string): string {
  const level = /^#+/.exec(heading)?.[0].length ?? 0;
  const start = page.indexOf(`\n${heading}`);
  if (start < 0) throw new Error(`no heading '${heading}'`);
  const rest = page.slice(start + 1 + heading.length);
  const end = rest.search(new RegExp(`^#{1,${level}} `, 'm'));
  return end < 0 ? rest : rest.slice(0, end);
}

/** The rows of the first table, without its head. */
export function tableOf(text: string): string[][] {
  const lines = text.split('\n');
  const first = lines.findIndex((line) => /^\|[ :|-]+\|$/.test(line));
  if (first < 0) throw new Error('no table');
  const after = lines.slice(first + 1);
  const end = after.findIndex((line) => !line.startsWith('|'));
  return after.slice(0, end < 0 ? undefined : end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

// What ships, without tests: their numbers are examples.
const shipped = /^(?!.*(_test|_bench|_fuzz|_fixture|_contract)\.|.*\/(testing\/|test_)).*\.[ch]pp$/;
const sources = new Map<string, string>();

/** The C++ of a folder, comments taken out. */
export function codeOf(folder: string): string {
  const known = sources.get(folder);
  if (known !== undefined) return known;
  const text = filesBelow(folder, shipped)
    .filter((path) => shipped.test(path))
    .map((path) => read(path).replaceAll(/(?<!:)\/\/.*$/gm, ''))
    .join('\n');
  sources.set(folder, text);
  return text;
}

/** What a constant or a field with a default value says: `64 * 1024`, `10'000`. */
function valueOf(expression: string): number {
  const value = expression
    .replaceAll("'", '')
    .split('*')
    .reduce((product, factor) => product * Number(factor.trim()), 1);
  if (Number.isNaN(value)) throw new Error(`'${expression}' is no product of numbers`);
  return value;
}

/** The one number of this name in a folder's C++. The name is a pattern. */
export function numberIn(folder: string, name: string): number {
  const number = String.raw`(-?[0-9][0-9' *]*)`;
  const found = allOf(codeOf(folder), new RegExp(String.raw`\b(?:${name})(?:\{| = )${number}[};]`, 'g'));
  if (found.length !== 1) throw new Error(`${name} stands ${found.length} times in ${folder}`);
  return valueOf(found[0] ?? '');
}

export interface Range {
  least: number;
  most: number;
}

/** A rule of lengths or values: `TextRule name{1, 120}`, `TextRule line1{.least = 1, .most = 120, ...}`. */
export function rangeIn(folder: string, name: string): Range {
  const found = allOf(codeOf(folder), new RegExp(String.raw`\b(?:TextRule|NumberRule) ${name}\{([^}]*)\}`, 'g'));
  if (found.length !== 1) throw new Error(`the rule ${name} stands ${found.length} times in ${folder}`);
  const [least, most] = (found[0] ?? '').split(',').map((part) => part.replace(/^\s*\.\w+ = /, ''));
  return { least: valueOf(least ?? ''), most: valueOf(most ?? '') };
}

/** As pages write it: 2,000. */
export const inWords = (value: number): string => value.toLocaleString('en-US');
