// What a checkout gives is what was committed: LF in every text and every picture as it is, even where Git is set to write CRLF.
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { root, temporaryFolder } from './host.ts';
import { run } from './run.ts';

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const windows = ['-c', 'core.autocrlf=true', '-c', 'core.eol=crlf'];
async function git(cwd: string, ...words: string[]): Promise<string> {
  const { code, out, said } = await run('git', words, { cwd });
  expect(code, said).toBe(0);
  return out;
}

/** A repository with this one's rules and these files, committed and checked out where CRLF is the custom. */
async function checkedOut(name: string, content: Buffer): Promise<Buffer> {
  await git(folder, 'init', '--quiet');
  await copyFile(join(root, '.gitattributes'), join(folder, '.gitattributes'));
  await writeFile(join(folder, name), content);
  await git(folder, ...windows, 'add', '--all');
  await rm(join(folder, name));
  await git(folder, ...windows, 'checkout', '--', name);
  return readFile(join(folder, name));
}

test.each(['dev', 'test.sh', 'app.yaml', 'page.tsx', 'program.cpp', 'mistake.patch', 'drawing.svg', 'items.jsonl'])(
  '%s keeps LF, and one that was written with CRLF gets it',
  async (name) => {
    const text = Buffer.from('first\nsecond\n');
    expect(await checkedOut(name, text)).toEqual(text);
    await rm(join(folder, '.git'), { recursive: true });
    expect(await checkedOut(name, Buffer.from('first\r\nsecond\r\n'))).toEqual(text);
  },
);

test.each(['shop.webp', 'pot.avif', 'og.jpg', 'icon.png', 'favicon.ico', 'inter.woff2', 'catalog.zip'])(
  '%s is left alone, though nothing in it looks binary',
  async (name) => {
    const content = Buffer.from('first\r\nsecond\n');
    expect(await checkedOut(name, content)).toEqual(content);
  },
);

test('no text was committed with CRLF, and all that is no text is named', async () => {
  const files = (await git(root, 'ls-files', '--eol')).trim().split('\n');
  const odd = files.filter((line) => {
    const [committed = '', , attributes = ''] = line.split(/\s+/);
    return committed === 'i/-text' ? attributes !== 'attr/-text' : !['i/lf', 'i/none'].includes(committed);
  });
  expect(files.length).toBeGreaterThan(1000);
  expect(odd).toEqual([]);
});
