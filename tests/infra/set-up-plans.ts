// Plans each environment, applies the plan and plans again, once for all test files. They read the plans; mistakes are made in copies.
// The plans stay in out/infra/, for what is made of them later.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import {
  type Environment,
  type Plan,
  canPlan,
  copyOf,
  discard,
  init,
  pathOf,
  plan,
  resources,
  root,
  tf,
} from './plan.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A copy of infra/ with every environment applied, and beside it their plans. */
    planned: string;
  }
}

/** dev has what an environment need not have. */
const bootstrapVariables = {
  environments: [
    {
      name: 'dev',
      domain: { name: 'shop.example.com', zone_id: 'Z0EXAMPLE' },
      alarm_recipients: ['owner@example.com'],
    },
    { name: 'staging', blackbox: true },
    { name: 'prod', approved: true },
  ],
};

/** An environment is planned with what its pipeline says, as bootstrap's plan has it. */
function pipelineVariables(bootstrap: Plan, environment: Environment): Record<string, unknown> {
  const project = resources(bootstrap, 'aws_codebuild_project').find(({ index }) => index === `${environment}-apply`);
  const [environmentOf] = project?.values.environment as { environment_variable: { name: string; value: string }[] }[];
  const variables = environmentOf?.environment_variable ?? [];
  return Object.fromEntries(
    variables
      .filter(({ name }) => name.startsWith('TF_VAR_'))
      .map(({ name, value }) => [name.replace('TF_VAR_', ''), /^[[{n]/.test(value) ? JSON.parse(value) : value]),
  );
}

async function apply(copy: string, environment: Environment | 'bootstrap', variables: object): Promise<Plan> {
  const folder = pathOf(copy, environment);
  await writeFile(join(folder, 'terraform.tfvars.json'), JSON.stringify(variables));
  await init(folder);
  const first = await plan(folder);
  await tf(folder, 'apply', 'plan');
  const second = await plan(folder);
  await writeFile(join(copy, `${environment}.first.json`), JSON.stringify(first));
  await writeFile(join(copy, `${environment}.second.json`), JSON.stringify(second));
  await mkdir(join(root, 'out/infra'), { recursive: true });
  await writeFile(join(root, `out/infra/${environment}.json`), JSON.stringify(second));
  return second;
}

export default async function setUp(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (!canPlan) return undefined;
  const copy = await copyOf(root);
  project.provide('planned', copy);
  const bootstrap = await apply(copy, 'bootstrap', bootstrapVariables);
  const asPipelined = (environment: Environment): Promise<Plan> =>
    apply(copy, environment, pipelineVariables(bootstrap, environment));
  await Promise.all([asPipelined('prod'), asPipelined('staging').then(() => asPipelined('dev'))]);
  return () => discard(copy);
}
