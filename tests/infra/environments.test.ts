// Each environment is planned, applied and planned again with the provider's stand-in; then the plan is judged.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checks } from './checks.ts';
import { type App, Copy, type Environment, type Plan, changes, readApp, resources, root } from './plan.ts';

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

it('staging has what prod has, and differs in sizes alone', () => {
  const addresses = (environment: Environment) =>
    resources(planOf(environment))
      .map((one) => one.address)
      .toSorted();
  expect(addresses('staging')).toEqual(addresses('prod'));
  const sizes = new Set([
    ...[
      'deletion_protection_enabled',
      'force_destroy',
      'retention_in_days',
      'throttling_rate_limit',
      'throttling_burst_limit',
    ],
    ...['deployment_config_name', 'limit_amount', 'price_class'],
  ]);
  const settled = (environment: Environment) =>
    JSON.stringify(
      resources(planOf(environment)).map(({ address, values }) => [address, withoutDerived(values, sizes)]),
    ).replaceAll(environment, 'ENV');
  expect(settled('staging')).toBe(settled('prod'));
});

/** Ids, and what is made of them, are drawn from the names; sizes may differ. */
function withoutDerived(value: unknown, sizes: Set<string>): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutDerived(item, sizes));
  if (typeof value !== 'object' || value === null)
    return typeof value === 'string' && drawn.test(value) ? 'drawn' : value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(
        ([name]) =>
          !sizes.has(name) &&
          !/(^|_)(id|ids|arn|arns|etag|endpoint|domain_name|uuid|url|hosted_zone_id|date|modified|time)$/.test(name),
      )
      .map(([name, item]) => [name, withoutDerived(item, sizes)]),
  );
}
const drawn = /arn:|https:\/\/|execute-api|integrations\/|[0-9a-f]{12,}|"[a-z0-9]{10}"|ApiId/;
