// The runbook has a heading for each alarm, as the alarms' own texts say.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../support/host.ts';

const read = (file: string): Promise<string> => readFile(join(root, file), 'utf8');
const allOf = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, found]) => found ?? '');

test('the runbook tells of every alarm under the heading that the alarm names', async () => {
  const alarms = await read('infra/modules/alarms/main.tf');
  const named = [...allOf(alarms, /heading = "([a-z0-9-]+)"/g), ...allOf(alarms, /\$\{var\.runbook\}#([a-z0-9-]+)"/g)];
  const headings = allOf(await read('docs/operations.md'), /^### (.+)$/gm);
  expect(named.length).toBeGreaterThan(5);
  expect(headings).toEqual(expect.arrayContaining([...new Set(named)]));
});

test('the cost table adds up', async () => {
  const rows = allOf(await read('docs/operations.md'), /^\|.*\| ([0-9.]+|\*\*[0-9.]+\*\*) \|$/gm);
  const sum = Number(rows.at(-1)?.replaceAll('*', ''));
  const parts = rows.slice(0, -1).map(Number);
  expect(parts.length).toBeGreaterThan(10);
  expect(parts.reduce((all, one) => all + one, 0)).toBeCloseTo(sum, 5);
});
