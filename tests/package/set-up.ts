// Packages what was built, twice, into folders of its own: the second tells whether the first could have come out otherwise.
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { root, temporaryFolder } from '../support/host.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Two folders of zips made of the same build. */
    packages: [string, string];
  }
}

const run = promisify(execFile);

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = await temporaryFolder();
  const packages: [string, string] = [join(folder, 'one'), join(folder, 'another')];
  for (const target of packages)
    await run('node', [join(root, 'tools/package/main.ts'), target], { cwd: root, env: { PATH: process.env.PATH } });
  project.provide('packages', packages);
  return () => rm(folder, { recursive: true, force: true });
}
