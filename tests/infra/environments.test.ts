// The plan of each environment, judged by app.yaml; and prod beside staging.
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { checks } from './checks.ts';
import { differences } from './differences.ts';
import {
  type App,
  type Environment,
  type Plan,
  canPlan,
  changes,
  environments,
  lookedUp,
  readApp,
  readPlan,
} from './plan.ts';

const plans = new Map<Environment, Plan>();
let app: App;

beforeAll(async () => {
  if (!canPlan) return;
  app = await readApp();
  for (const environment of environments)
    plans.set(environment, await readPlan(inject('planned'), environment, 'second'));
});

const planOf = (environment: Environment): Plan => {
  const plan = plans.get(environment);
  if (plan === undefined) throw new Error(`${environment} was not planned`);
  return plan;
};

describe.runIf(canPlan)('the plan', () => {
  describe.each(environments)('of %s', (environment) => {
    it.each(Object.entries(checks))('holds what app.yaml says: %s', (_, check) => {
      expect(check({ plan: planOf(environment), app, environment })).toEqual([]);
    });
  });

  it.each(environments)(
    'of %s leaves of secrets the origin secret alone in the state: of editor keys it reads hashes',
    (name) => {
      const read = lookedUp(planOf(name))
        .filter(({ type }) => type === 'aws_ssm_parameter')
        .map(({ values }) => String(values.name));
      expect(read.sort()).toEqual([`/vitrine/${name}/editor-key-hashes`, `/vitrine/${name}/origin-secrets`]);
      expect(JSON.stringify(planOf(name))).not.toContain('editor-keys');
    },
  );

  it('is empty once it is applied', () => {
    expect(environments.flatMap((environment) => changes(planOf(environment)))).toEqual([]);
  });

  it('of staging differs from that of prod in sizes alone', async () => {
    const [staging, prod] = await Promise.all(
      (['staging', 'prod'] as const).map((environment) => readPlan(inject('planned'), environment, 'first')),
    );
    if (staging === undefined || prod === undefined) throw new Error('not planned');
    const { unexpected, unused } = differences(staging, prod);
    expect(unexpected).toEqual([]);
    expect(unused).toEqual([]);
  });
});
