// The shop's own app.yaml with something changed, and application files of tests' own.
import { readFile, writeFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { root, temporaryFolder } from './host.ts';

export interface FunctionEntry {
  code: string;
  timeout?: number;
  concurrency?: number;
  environment?: Record<string, string>;
  [field: string]: unknown;
}

export interface AppFile {
  name: string;
  functions: Record<string, FunctionEntry>;
  web?: { root: string; media?: string; [field: string]: unknown };
  seed?: string;
  [section: string]: unknown;
}

const absolute = (path: string): string => (isAbsolute(path) ? path : join(root, path));

export async function writeApp(app: AppFile): Promise<string> {
  const file = join(await temporaryFolder(), 'app.yaml');
  await writeFile(file, stringify(app));
  return file;
}

/** Path of a copy of the shop's app.yaml after `change`. */
export async function shopApp(change: (app: AppFile) => void): Promise<string> {
  const app = parse(await readFile(join(root, 'app.yaml'), 'utf8')) as AppFile;
  for (const entry of Object.values(app.functions)) entry.code = absolute(entry.code);
  if (app.web !== undefined) {
    app.web.root = absolute(app.web.root);
    if (app.web.media !== undefined) app.web.media = absolute(app.web.media);
  }
  if (app.seed !== undefined) app.seed = absolute(app.seed);
  change(app);
  return await writeApp(app);
}
