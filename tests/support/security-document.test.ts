// docs/security.md names a test for each thing that holds: each is there, under that name.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from './host.ts';

const document = readFileSync(join(root, 'docs/security.md'), 'utf8');

/** A test in backticks: its file, and behind a colon the case. */
const named = [...document.matchAll(/`((?:tests|services|host|lib|web|tools)\/[^`:\s]+)(?:: ([^`]+))?`/g)].map(
  ([, file = '', name]) => ({ file, name }),
);

/** What begins a test or a group of them, in TypeScript with its text, in C++ with its name. */
function holds(file: string, name: string): boolean {
  const text = readFileSync(join(root, file), 'utf8');
  if (file.endsWith('.cpp')) return new RegExp(`^TEST(_F|_P)?\\(\\w+,\\s*${name}\\)`, 'm').test(text);
  const quoted = [...text.matchAll(/(?<=[(\s])(['"`])((?:(?!\1)[^\\\n]|\\.)+)\1,\s*(?:async )?[({]/g)];
  return quoted.some(([, , words = '']) => words.replaceAll('\\', '') === name);
}

describe('docs/security.md', () => {
  test.each(named)('names a test that is there: $file $name', ({ file, name }) => {
    expect(existsSync(join(root, file)), file).toBe(true);
    if (name !== undefined) expect(holds(file, name), `${file}: ${name}`).toBe(true);
  });

  test('says of each thing that holds which test says so', () => {
    const rows = document
      .split('\n## ')
      .find((part) => part.startsWith("What holds, by chapter of OWASP's ASVS 5.0"))
      ?.split('\n')
      .filter((line) => line.startsWith('| ') && !/^\| (asset|---)/.test(line));
    expect(rows?.length).toBeGreaterThan(40);
    expect(rows?.filter((row) => !/`(tests|services|host|lib|web|tools)\/[^`]+`[^|]*\|$/.test(row))).toEqual([]);
  });

  test("has the standard's seventeen chapters in their order", () => {
    const chapters = [...document.matchAll(/^### V(\d+) /gm)].map(([, number]) => Number(number));
    expect(chapters).toEqual(Array.from({ length: 17 }, (_, at) => at + 1));
  });
});
