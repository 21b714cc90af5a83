import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { compressed } from './compress';

test('puts a copy in Brotli and one in gzip beside each text, and none beside what is compressed already', async () => {
  const outDir = await mkdtemp(join(tmpdir(), 'vitrine-build-'));
  await mkdir(join(outDir, 'assets'));
  const script = 'export const word = "shop";\n'.repeat(200);
  const texts = { 'index.html': '<main>', 'assets/a-12345678.js': script, 'assets/a-12345678.css': 'a{}' };
  for (const [name, text] of Object.entries({ ...texts, 'assets/inter-12345678.woff2': 'font', 'icon.png': 'picture' }))
    await writeFile(join(outDir, name), text);

  const plugin = compressed() as { configResolved: (config: object) => void; closeBundle: () => Promise<void> };
  plugin.configResolved({ build: { outDir } });
  await plugin.closeBundle();

  for (const [name, text] of Object.entries(texts)) {
    expect(gunzipSync(await readFile(join(outDir, `${name}.gz`))).toString()).toBe(text);
    expect(brotliDecompressSync(await readFile(join(outDir, `${name}.br`))).toString()).toBe(text);
  }
  expect((await readFile(join(outDir, 'assets/a-12345678.js.gz'))).length).toBeLessThan(script.length / 10);
  const copies = (await readdir(outDir, { recursive: true })).filter((name) => /\.(br|gz)$/.test(name));
  expect(copies).toHaveLength(2 * Object.keys(texts).length);
  await rm(outDir, { recursive: true });
});
