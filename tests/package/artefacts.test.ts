// What ./dev package leaves behind: contents, sizes, sameness, and what it refuses.
import { execFile } from 'node:child_process';
import { copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { complaints } from '../../tools/package/elf.ts';
import { root, temporaryFolder } from '../support/host.ts';
import { names, program } from './functions.ts';
import { entries } from './unzip.ts';

const run = promisify(execFile);
const packages = () => inject('packages')[0];

describe.each(names)('%s.zip', (name) => {
  const zip = () => join(packages(), `${name}.zip`);

  test('holds one executable file, bootstrap, and nothing else', async () => {
    const { size } = await stat(program(name));
    expect(await entries(zip())).toEqual([{ name: 'bootstrap', mode: 0o100755, size }]);
  });

  test('is of 4 MB at most', async () => {
    expect((await stat(zip())).size).toBeLessThanOrEqual(4 * 1024 * 1024);
  });

  test('holds a fully static, stripped program', async () => {
    expect(complaints(await readFile(program(name)), 'x86_64')).toEqual([]);
  });
});

test('site.zip holds the pages and the hashed files, without the copies that the local host serves compressed', async () => {
  const listed = (await entries(join(packages(), 'site.zip'))).map((one) => one.name);
  expect(listed).toContain('index.html');
  expect(listed.filter((name) => name.startsWith('assets/'))).not.toEqual([]);
  expect(listed.filter((name) => /\.(br|gz)$/.test(name))).toEqual([]);
});

test('the same build gives the same bytes again, each zip and each file of the list', async () => {
  const [one, another] = inject('packages');
  const files = (await readdir(one)).sort();
  expect(files).toEqual([...names.map((name) => `${name}.zip`), 'site.zip'].sort());
  expect((await readdir(another)).sort()).toEqual(files);
  for (const file of files)
    expect((await readFile(join(one, file))).equals(await readFile(join(another, file))), file).toBe(true);
});

describe('packaging', () => {
  /** Packages an application of one function, made of this program, and says how that ended. */
  async function packaging(programFile: string): Promise<{ code: number; said: string; left: string[] }> {
    const folder = await temporaryFolder();
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await mkdir(join(folder, 'one'));
    await copyFile(programFile, join(folder, 'one/bootstrap'));
    await writeFile(join(folder, 'app.yaml'), 'name: other\nfunctions: {one: {code: one}}\n');
    const ended = await run('node', [join(root, 'tools/package/main.ts')], { cwd: folder }).then(
      ({ stdout }) => ({ code: 0, said: stdout }),
      (error: unknown) => ({
        code: (error as { code: number }).code,
        said: (error as { stderr: string }).stderr,
      }),
    );
    return { ...ended, left: await readdir(join(folder, 'out/package')).catch(() => []) };
  }

  test('takes a static program, and prints its size', async () => {
    const { code, said, left } = await packaging(program(names[0] ?? ''));
    expect({ code, left }).toEqual({ code: 0, left: ['one.zip'] });
    expect(said).toMatch(/one\.zip +\d\.\d\d MB/);
  });

  test('refuses a program that needs a loader, and leaves nothing that could be deployed', async () => {
    const { code, said, left } = await packaging('/bin/true');
    expect({ code, left }).toEqual({ code: 1, left: [] });
    expect(said).toContain('one: bootstrap asks for a loader');
  });
});
