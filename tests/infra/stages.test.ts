// The rights of the pipelines' stages, from bootstrap's plan: each may touch its own environment alone.
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { list, statements, unbound } from './checks/rights.ts';
import { type Plan, canPlan, changes, environments, readPlan, resources } from './plan.ts';

/** What bears neither an environment's name nor a tag that a condition could ask for, and why. */
const shared = new Map([
  [':origin-access-control/*', 'CloudFront draws the id, and knows no tags for it; it holds settings alone'],
  [':response-headers-policy/*', 'CloudFront draws the id, and knows no tags for it; it holds settings alone'],
  [':event-source-mapping:*', 'Lambda draws the id; read here, written only for functions of the environment'],
  [':cache-policy/*', "AWS's own policies, the same for everybody; read"],
  [':origin-request-policy/*', "AWS's own policies, the same for everybody; read"],
  [':change/*', 'Route 53 draws the id; whether a change has arrived, read'],
  [':hostedzone/Z0EXAMPLE', "the zone of dev's domain"],
  [':deploymentconfig:*', "CodeDeploy's own paces, read"],
]);

let plan: Plan;
beforeAll(async () => {
  if (canPlan) plan = await readPlan(inject('planned'), 'bootstrap', 'second');
});
const policies = (environment: string) =>
  resources(plan, 'aws_iam_policy')
    .filter(({ values }) => String(values.name).startsWith(`vitrine-build-${environment}-`))
    .flatMap(({ values }) => statements(String(values.policy)));

const policyOf = (role: string) =>
  resources(plan, 'aws_iam_role_policy')
    .filter(({ values }) => values.role === role)
    .flatMap(({ values }) => statements(String(values.policy)));

describe.runIf(canPlan)('bootstrap', () => {
  it('is empty once it is applied', () => {
    expect(changes(plan)).toEqual([]);
  });

  it.each(environments)('the stage of %s can touch its own environment alone', (environment) => {
    const own = new RegExp(`\\bvitrine-${environment}[-/:]|\\bvitrine-${environment}$|/${environment}/\\*$`);
    const foreign = policies(environment)
      .filter(({ Action }) => !list(Action).every((action) => unbound.has(action)))
      .filter(
        ({ Condition }) =>
          !new RegExp(`"(vitrine-)?${environment}[-/"]|:vitrine-${environment}-`).test(JSON.stringify(Condition ?? {})),
      )
      .flatMap(({ Resource }) => list(Resource))
      .filter((resource) => !own.test(resource) && ![...shared.keys()].some((end) => resource.endsWith(end)))
      .filter((resource) => !resource.endsWith(':global/managedruleset/*/*')); // AWS's own rules
    expect(policies(environment).length).toBeGreaterThan(30);
    expect(foreign).toEqual([]);
  });

  it('allows on everything only what AWS ties to nothing', () => {
    const texts = [...resources(plan, 'aws_iam_policy'), ...resources(plan, 'aws_iam_role_policy')];
    const wide = texts
      .flatMap(({ values }) => statements(String(values.policy)))
      .filter(({ Resource }) => list(Resource).includes('*'))
      .flatMap(({ Action }) => list(Action));
    expect(wide.filter((action) => !unbound.has(action))).toEqual([]);
  });

  it("names every action of the stages' policies; only boundaries, which grant nothing, name all of a service", () => {
    const named = environments.flatMap((environment) => policies(environment)).flatMap(({ Action }) => list(Action));
    expect(named.filter((action) => action.includes('*'))).toEqual([]);
  });

  it('keeps states versioned, encrypted and private', () => {
    const bucket = 'vitrine-state-123456789012';
    const of = (type: string) => resources(plan, type).find(({ values }) => values.bucket === bucket)?.values;
    expect(of('aws_s3_bucket_versioning')?.versioning_configuration[0].status).toBe('Enabled');
    expect(of('aws_s3_bucket_server_side_encryption_configuration')?.rule).toHaveLength(1);
    expect(of('aws_s3_bucket_public_access_block')?.restrict_public_buckets).toBe(true);
  });

  it("tests a pull request in a role that AWS's services do not answer", () => {
    const policy = policyOf('vitrine-build-test-pull');
    const actions = policy.flatMap(({ Action }) => list(Action));
    expect(actions.filter((action) => !/^(logs:(Create|Put)|s3:(Get|Put)Object)/.test(action))).toEqual([]);
    expect(actions.length).toBeGreaterThan(2);
  });

  it.each(['pull-requests', 'build-test-pull', 'build-plan-pull'])('keeps %s off what is released', (role) => {
    const buckets = policyOf(`vitrine-${role}`)
      .flatMap(({ Resource }) => list(Resource))
      .filter((resource) => resource.startsWith('arn:aws:s3:::') && !resource.includes('-state-'));
    expect(new Set(buckets.map((arn) => arn.replace(/\/.*/, '')))).toContain(
      'arn:aws:s3:::vitrine-pull-requests-123456789012',
    );
    expect(buckets.filter((arn) => arn.includes('-artefacts-'))).toEqual([]);
  });
});
