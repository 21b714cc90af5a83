// ./dev's build folders, with a stand-in for CMake that writes down each time it is asked.
import { chmod, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { root, temporaryFolder } from './host.ts';
import { run } from './run.ts';

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  await cp(join(root, 'tools/dev/common.sh'), join(folder, 'tools/dev/common.sh'));
  await mkdir(join(folder, 'tools/setup'));
  await mkdir(join(folder, 'bin'));
  await writeFile(
    join(folder, 'tools/setup/debian-packages.txt'),
    `first build file:${folder}/first.h\nsecond test file:${folder}/second.h\n`,
  );
  await writeFile(join(folder, 'first.h'), '');
  const cmake = join(folder, 'bin/cmake');
  await writeFile(cmake, '#!/bin/sh\nmkdir -p "out/build/$2" && : >"out/build/$2/build.ninja" && echo "$2" >>asked\n');
  await chmod(cmake, 0o755);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function configured(): Promise<string[]> {
  const { code, said } = await run('bash', ['-ec', 'source tools/dev/common.sh; configure release'], {
    cwd: folder,
    env: { ...process.env, PATH: `${folder}/bin:${process.env.PATH ?? ''}` },
  });
  expect(code, said).toBe(0);
  return (await readFile(join(folder, 'asked'), 'utf8')).trim().split('\n');
}

test('a build folder is configured once', async () => {
  expect(await configured()).toEqual(['release']);
  expect(await configured()).toEqual(['release']);
});

test('a build folder is configured again once a package is there that was not: ./dev up installs fewer than ./dev test', async () => {
  await configured();
  await writeFile(join(folder, 'second.h'), '');
  expect(await configured()).toEqual(['release', 'release']);
  expect(await configured()).toEqual(['release', 'release']);
});
