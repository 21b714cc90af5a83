// Each environment is planned, applied and planned again with the provider's stand-in; then the plan is judged.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checks } from './checks.ts';
import { type App, Copy, type Environment, type Plan, changes, readApp, root } from './plan.ts';

const environments: Environment[] = ['dev', 'staging', 'prod'];
const plans = new Map<Environment, Plan>();
let copy: Copy;
let app: App;

beforeAll(async () => {
  [copy, app] = [await Copy.of(root), await readApp()];
  for (const environment of environments) {
    await copy.init(environment);
    await copy.apply(environment);
    plans.set(environment, await copy.plan(environment));
  }
});
afterAll(() => copy.remove());

const planOf = (environment: Environment): Plan => {
  const plan = plans.get(environment);
  if (plan === undefined) throw new Error(`${environment} was not planned`);
  return plan;
};

describe.each(environments)('%s', (environment) => {
  it.each(Object.entries(checks))('holds what app.yaml says: %s', (_, check) => {
    expect(check({ plan: planOf(environment), app, environment })).toEqual([]);
  });
});

it('applying twice changes nothing', () => {
  expect(environments.flatMap((environment) => changes(planOf(environment)))).toEqual([]);
});
