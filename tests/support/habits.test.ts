// What a forge and editors read: it names what is there, and what it fetches is pinned.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { allOf, filesBelow, read } from './documents.ts';
import { root } from './host.ts';

const suites = allOf(read('tools/dev/test.sh'), /^suite_([a-z]+)\(\)/gm);

describe.each(filesBelow('.github/workflows', /\.yml$/))('%s', (path) => {
  const text = read(path);

  test('runs suites that there are', () => {
    const named = allOf(text, /\.\/dev test ([a-z]+)/g);
    expect(named.filter((suite) => !suites.includes(suite))).toEqual([]);
  });

  test('takes every action by its commit', () => {
    const actions = allOf(text, /uses: (\S+)/g);
    expect(actions.length).toBeGreaterThan(0);
    expect(actions.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/.test(action))).toEqual([]);
  });

  test('may write nothing', () => {
    expect((parse(text) as { permissions: unknown }).permissions).toEqual({ contents: 'read' });
  });
});

test('what is asked of dependency updates is there, and every lock of packages is asked for', () => {
  interface Update {
    'package-ecosystem': string;
    directory?: string;
    directories?: string[];
  }
  const { updates } = parse(read('.github/dependabot.yml')) as { updates: Update[] };
  const asked = updates.flatMap(({ 'package-ecosystem': kind, directory, directories = [] }) =>
    [...(directory === undefined ? [] : [directory]), ...directories].map((folder) => `${kind} ${folder}`),
  );
  const folders = asked.map((one) => one.split(' ')[1] ?? '');
  expect(folders.filter((folder) => !existsSync(join(root, folder)))).toEqual([]);
  const locks = [
    ...filesBelow('infra', /\.terraform\.lock\.hcl$/).map((file) => `terraform /${file.replace(/\/[^/]+$/, '')}`),
    ...['tests', 'tools/setup'].flatMap((folder) =>
      filesBelow(folder, /requirements\.txt$/).map((file) => `pip /${file.replace(/\/[^/]+$/, '')}`),
    ),
    ...filesBelow('tools/setup', /pom\.xml$/).map((file) => `maven /${file.replace(/\/[^/]+$/, '')}`),
  ].filter((one) => !/\/(modules|stack)(\/|$)/.test(one));
  expect(locks.filter((one) => !asked.includes(one))).toEqual([]);
});

test.each(filesBelow('.vscode', /\.json$/).concat('.devcontainer/devcontainer.json'))('%s is JSON', (path) => {
  expect(JSON.parse(read(path))).toBeTypeOf('object');
});

test('editors offer every function to a debugger', () => {
  const { functions } = parse(read('app.yaml')) as { functions: Record<string, unknown> };
  const { inputs } = JSON.parse(read('.vscode/launch.json')) as { inputs: { options: string[] }[] };
  expect(inputs[0]?.options.toSorted()).toEqual(Object.keys(functions).sort());
});
