// Plans each environment, applies the plan and plans again, once for all test files. They read the plans; mistakes are made in copies.
// The plans stay in out/infra/, for what is made of them later.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { type Environment, canPlan, copyOf, discard, init, pathOf, plan, root, tf } from './plan.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A copy of infra/ with every environment applied, and beside it their plans. */
    planned: string;
  }
}

async function apply(copy: string, environment: Environment | 'bootstrap'): Promise<void> {
  const folder = pathOf(copy, environment);
  await init(folder);
  const first = await plan(folder);
  await tf(folder, 'apply', 'plan');
  const second = await plan(folder);
  await writeFile(join(copy, `${environment}.first.json`), JSON.stringify(first));
  await writeFile(join(copy, `${environment}.second.json`), JSON.stringify(second));
  await mkdir(join(root, 'out/infra'), { recursive: true });
  await writeFile(join(root, `out/infra/${environment}.json`), JSON.stringify(second));
}

export default async function setUp(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (!canPlan) return undefined;
  const copy = await copyOf(root);
  project.provide('planned', copy);
  await Promise.all([
    apply(copy, 'prod'),
    apply(copy, 'staging')
      .then(() => apply(copy, 'dev'))
      .then(() => apply(copy, 'bootstrap')),
  ]);
  return () => discard(copy);
}
