// Makes .cache/venv with what tests/requirements.txt names, once.
import { execFile } from 'node:child_process';
import { copyFile, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { root } from './host.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where Python finds botocore. */
    pythonPath: string;
  }
}

const run = promisify(execFile);
const venv = join(root, '.cache/venv');
const wanted = join(root, 'tests/requirements.txt');
const installed = join(venv, 'requirements.txt');

const text = async (file: string): Promise<string | undefined> => {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return undefined;
  }
};

export default async function setUp(project: TestProject): Promise<void> {
  if ((await text(installed)) !== (await text(wanted))) {
    await run('python3', ['-m', 'venv', '--clear', venv]);
    const words = ['install', '--quiet', '--disable-pip-version-check', '--no-deps', '--require-hashes', '-r', wanted];
    await run(join(venv, 'bin/pip'), words);
    await copyFile(wanted, installed);
  }
  const [python] = (await readdir(join(venv, 'lib'))).filter((name) => name.startsWith('python3'));
  project.provide('pythonPath', join(venv, 'lib', python ?? 'python3', 'site-packages'));
}
