// The import rules of eslint.config.js, each broken once, and what they cannot see: imports that lead in a circle.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ESLint } from 'eslint';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const web = join(import.meta.dirname, '..');
const src = join(web, 'src');
const eslint = new ESLint({ cwd: web });

/** What the import rules say of a file with this code in it; the file need not exist. */
async function complaints(file: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: join(src, file) });
  return (result?.messages ?? []).flatMap(({ ruleId, message }) =>
    ruleId === 'no-restricted-imports' || ruleId === 'no-restricted-syntax' ? [message] : [],
  );
}

describe('the import rules', () => {
  it.each([
    ['lib/x.ts', '@/components/Price'],
    ['lib/x.ts', '@/features/basket/store'],
    ['lib/x.ts', '@/app/router'],
    ['lib/live/x.ts', '../../components/Price'],
    ['lib/x.ts', 'react'],
    ['lib/x.ts', '@tanstack/react-query'],
    ['lib/x.ts', '@/test/shop'],
    ['components/x.ts', '@/features/basket/store'],
    ['components/x.ts', '../app/router'],
    ['features/basket/x.ts', '@/features/orders/queries'],
    ['features/basket/x.ts', '@/features/live/LiveProvider'],
    ['features/basket/x.ts', '../orders/queries'],
    ['features/basket/deep/x.ts', '../../orders/queries'],
    ['features/basket/x.ts', '@/app/router'],
    ['features/live/x.ts', '@/features/basket/store'],
    ['worker/x.ts', '../features/basket/store'],
    ['app/x.ts', '@/test/shop'],
  ])('refuse in %s an import of %s, be it static, of a type or dynamic', async (file, from) => {
    expect(await complaints(file, `import { x } from '${from}';\nexport const y = x;`)).toHaveLength(1);
    expect(await complaints(file, `import type { X } from '${from}';\nexport type Y = X;`)).toHaveLength(1);
    expect(await complaints(file, `export { x } from '${from}';`)).toHaveLength(1);
    if (/^[@.].*\//.test(from) && !from.startsWith('@tanstack'))
      expect(await complaints(file, `export const y = import('${from}');`)).toHaveLength(1);
  });

  it.each([
    ['app/x.ts', '@/features/basket/store'],
    ['app/routes/x.ts', '../router'],
    ['features/basket/x.ts', '@/components/Price'],
    ['features/basket/x.ts', './store'],
    ['features/basket/x.ts', '@/lib/money'],
    ['features/basket/x.test.ts', '@/test/shop'],
    ['components/x.ts', '@/lib/money'],
    ['lib/api/x.ts', '../live/position'],
    ['lib/x.ts', '@/generated/contract'],
    ['worker/x.ts', '../lib/offline'],
  ])('allow in %s an import of %s', async (file, from) => {
    expect(await complaints(file, `import { x } from '${from}';\nexport const y = import('${from}');`)).toEqual([]);
  });
});

/** Every file of src by its path without the ending, as imports name it. */
const files = new Map(
  readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => [join(src, name.replace(/\.tsx?$/, '')), join(src, name)]),
);

/** The files of src that a file imports, be it for their types alone or while it runs. */
function importsOf(file: string): string[] {
  return ts.preProcessFile(readFileSync(file, 'utf8'), true, true).importedFiles.flatMap(({ fileName }) => {
    const found = files.get(fileName.startsWith('@/') ? join(src, fileName.slice(2)) : join(dirname(file), fileName));
    return found === undefined ? [] : [found];
  });
}

/** The circles that imports make, each as the files it passes. */
function circles(): string[][] {
  const found: string[][] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    const at = path.indexOf(file);
    if (at >= 0) return void found.push([...path.slice(at), file].map((each) => relative(src, each)));
    if (done.has(file)) return;
    for (const next of importsOf(file)) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of files.values()) visit(file, []);
  return found;
}

describe('the imports of src', () => {
  it('are found: a file imports what it names', () => {
    expect(importsOf(join(src, 'app/router.tsx')).map((file) => relative(src, file))).toContain('app/Layout.tsx');
  });

  it('never lead in a circle', () => {
    expect(circles()).toEqual([]);
  });
});
