// The rights of the pipelines' stages, from bootstrap's plan: each may touch its own environment alone.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { policyOf as everythingIn } from './checks/calls.ts';
import { list, statements, unbound } from './checks/rights.ts';
import { allows } from './iam.ts';
import { type Plan, canPlan, changes, environments, readPlan, resources, root } from './plan.ts';

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

/** Its own policies and those attached. */
const everythingOf = (role: string) => everythingIn(plan, role);

describe.runIf(canPlan)('bootstrap', () => {
  it('is empty once it is applied', () => {
    expect(changes(plan)).toEqual([]);
  });

  it.each(environments)('the stage of %s can touch its own environment alone', (environment) => {
    const own = new RegExp(`\\bvitrine-${environment}[-/:]|\\bvitrine-${environment}$|/${environment}/[a-z*-]+$`);
    const foreign = policies(environment)
      .filter(({ Action }) => !list(Action).every((action) => unbound.has(action)))
      .filter(
        ({ Condition }) =>
          !new RegExp(`"(vitrine-)?${environment}[-/"]|:vitrine-${environment}-`).test(JSON.stringify(Condition ?? {})),
      )
      .flatMap(({ Resource = [] }) => list(Resource))
      .filter((resource) => !own.test(resource) && ![...shared.keys()].some((end) => resource.endsWith(end)))
      .filter((resource) => !resource.endsWith(':global/managedruleset/*/*')); // AWS's own rules
    expect(policies(environment).length).toBeGreaterThan(30);
    expect(foreign).toEqual([]);
  });

  it('allows on everything only what AWS ties to nothing', () => {
    const texts = [...resources(plan, 'aws_iam_policy'), ...resources(plan, 'aws_iam_role_policy')];
    const wide = texts
      .flatMap(({ values }) => statements(String(values.policy)))
      .filter(({ Resource = [] }) => list(Resource).includes('*'))
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
      .flatMap(({ Resource = [] }) => list(Resource))
      .filter((resource) => resource.startsWith('arn:aws:s3:::') && !resource.includes('-state-'));
    expect(new Set(buckets.map((arn) => arn.replace(/\/.*/, '')))).toContain(
      'arn:aws:s3:::vitrine-pull-requests-123456789012',
    );
    expect(buckets.filter((arn) => arn.includes('-artefacts-'))).toEqual([]);
  });

  it("gives what was built to be released out of the tests' hands alone", () => {
    const writers = resources(plan, 'aws_iam_role')
      .map(({ values }) => String(values.name))
      .filter((role) =>
        everythingOf(role).some(
          ({ Action, Resource = [] }) =>
            list(Action).includes('s3:PutObject') &&
            list(Resource).includes('arn:aws:s3:::vitrine-artefacts-123456789012/*'),
        ),
      );
    expect(writers.sort()).toEqual(['vitrine-build-test', 'vitrine-release']);
  });

  it('tries staging in a role of its own, which reads its editor key and no more', () => {
    const rights = policyOf('vitrine-build-staging-blackbox').flatMap(({ Action, Resource = [] }) =>
      list(Action).map((action) => `${action} on ${list(Resource).join(' ')}`),
    );
    const log = 'arn:aws:logs:eu-central-1:123456789012:log-group:/aws/codebuild/vitrine-staging-blackbox:*';
    const artefacts = 'arn:aws:s3:::vitrine-artefacts-123456789012/*';
    expect(rights).toEqual([
      `logs:CreateLogStream on ${log}`,
      `logs:PutLogEvents on ${log}`,
      `s3:GetObject on ${artefacts}`,
      `s3:GetObjectVersion on ${artefacts}`,
      'ssm:GetParameter on arn:aws:ssm:eu-central-1:123456789012:parameter/vitrine/staging/editor-keys',
    ]);
    const project = resources(plan, 'aws_codebuild_project').find(({ index }) => index === 'staging-blackbox');
    expect(project?.values.service_role).toBe('arn:aws:iam::123456789012:role/vitrine-build-staging-blackbox');
  });

  it('lets nobody else read an editor key, and nobody write a parameter', () => {
    const may = (action: string, parameter: string): string[] =>
      resources(plan, 'aws_iam_role')
        .map(({ values }) => String(values.name))
        .filter((role) =>
          allows(everythingOf(role), {
            action,
            resource: `arn:aws:ssm:eu-central-1:123456789012:parameter/vitrine/${parameter}`,
            context: {},
          }),
        );
    expect(environments.flatMap((name) => may('ssm:GetParameter', `${name}/editor-keys`))).toEqual([
      'vitrine-build-staging-blackbox',
    ]);
    expect(may('ssm:GetParameter', 'prod/editor-key-hashes').sort()).toEqual([
      'vitrine-build-prod',
      'vitrine-build-prod-plan',
    ]);
    expect(environments.flatMap((name) => may('ssm:PutParameter', `${name}/editor-keys`))).toEqual([]);
  });

  it('plans in a role that changes nothing, and applies in another', () => {
    const roleOf = (project: string): unknown =>
      resources(plan, 'aws_codebuild_project').find(({ index }) => index === project)?.values.service_role;
    for (const environment of environments) {
      expect(roleOf(`${environment}-plan`)).toBe(`arn:aws:iam::123456789012:role/vitrine-build-${environment}-plan`);
      expect(roleOf(`${environment}-apply`)).toBe(`arn:aws:iam::123456789012:role/vitrine-build-${environment}`);
    }
  });

  it("changes the records of an environment's own domain alone", () => {
    const may = (...names: string[]): boolean =>
      allows(everythingOf('vitrine-build-dev'), {
        action: 'route53:ChangeResourceRecordSets',
        resource: 'arn:aws:route53:::hostedzone/Z0EXAMPLE',
        context: { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': names },
      });
    expect(may('shop.example.com')).toBe(true);
    expect(may('_0123456789abcdef.shop.example.com', 'shop.example.com')).toBe(true);
    for (const other of ['example.com', 'www.example.com', '_dmarc.example.com', 'a.shop.example.com'])
      expect({ other, may: may('shop.example.com', other) }).toEqual({ other, may: false });
  });
});

describe.runIf(canPlan)('who tags', () => {
  const tags = /:(Tag|Untag|AddTags|RemoveTags|Put\w*Tagging|Delete\w*Tagging|CreateDistributionWithTags)/;
  const roles = () => resources(plan, 'aws_iam_role').map(({ values }) => String(values.name));
  /** Every right to tag that a role has, with a name in place of what AWS draws. */
  const taggings = (role: string) =>
    everythingOf(role).flatMap(({ Action, Resource = [] }) =>
      list(Action)
        .filter((action) => tags.test(action) || action === 'apigateway:POST' || action === 'apigateway:PUT')
        .flatMap((action) => list(Resource).map((on) => ({ action, resource: on.replaceAll('*', 'x') }))),
    );
  const byName = ({ resource }: { resource: string }, environment: string): boolean =>
    new RegExp(`vitrine-${environment}(-|/|$)`).test(resource);

  it.each(environments)("of %s's stage cannot take what bears another's tag, whatever the service", (environment) => {
    const role = `vitrine-build-${environment}`;
    const drawn = taggings(role).filter((one) => !byName(one, environment));
    expect(new Set(drawn.map(({ action }) => action.split(':')[0]))).toEqual(
      new Set(['lambda', 'cloudfront', 'apigateway', ...(environment === 'dev' ? ['acm'] : [])]),
    );
    const others = [...environments.filter((other) => other !== environment), 'shared'];
    const taken = drawn.flatMap((one) =>
      others
        .flatMap((owner) => [
          { 'aws:RequestTag/environment': environment, 'aws:ResourceTag/environment': owner },
          { 'aws:RequestTag/environment': owner, 'aws:ResourceTag/environment': owner },
          { 'aws:ResourceTag/environment': owner },
        ])
        .filter((context) => allows(everythingOf(role), { ...one, context }))
        .map((context) => `${one.action} on ${one.resource} ${JSON.stringify(context)}`),
    );
    expect(taken).toEqual([]);
  });

  it.each(environments)("of %s's stage tags by name what is its own alone", (environment) => {
    const named = taggings(`vitrine-build-${environment}`).filter((one) => byName(one, environment));
    expect(new Set(named.map(({ action }) => action.split(':')[0]))).toEqual(
      new Set('dynamodb lambda logs s3 sqs sns cloudwatch codedeploy budgets wafv2 iam'.split(' ')),
    );
    const others = environments.filter((other) => other !== environment);
    const taken = named.flatMap(({ action, resource }) =>
      others
        .map((other) => ({ action, resource: resource.replace(`vitrine-${environment}`, `vitrine-${other}`) }))
        .filter((one) => allows(everythingOf(`vitrine-build-${environment}`), { ...one, context: {} })),
    );
    expect(taken).toEqual([]);
  });

  it('are the stages that apply, and nobody else', () => {
    expect(
      roles()
        .filter((role) => taggings(role).length > 0)
        .sort(),
    ).toEqual(environments.map((name) => `vitrine-build-${name}`).sort());
  });

  it("cannot turn another's mapping to a function of one's own", () => {
    const may = (owner: string): boolean =>
      allows(everythingOf('vitrine-build-dev'), {
        action: 'lambda:UpdateEventSourceMapping',
        resource: 'arn:aws:lambda:eu-central-1:123456789012:event-source-mapping:x',
        context: {
          'lambda:FunctionArn': 'arn:aws:lambda:eu-central-1:123456789012:function:vitrine-dev-pusher',
          'aws:ResourceTag/environment': owner,
        },
      });
    expect(['dev', 'prod'].map(may)).toEqual([true, false]);
  });
});

describe.runIf(canPlan)('an environment', () => {
  const refusedIn = (path: string): string[] =>
    /contains\((\[[^\]]+\])/
      .exec(readFileSync(join(root, 'infra', path), 'utf8'))?.[1]
      ?.split(',')
      .map((word) => word.replaceAll(/[^a-z]/g, '')) ?? [];

  it('is refused the first word of everything that the account shares: what begins with its name would be its own', () => {
    const names = resources(plan).flatMap(({ type, values }) =>
      type.startsWith('aws_') ? [values.name, values.bucket].filter((name) => typeof name === 'string') : [],
    );
    const words = names
      .map((name) => /(?:^|\/)vitrine-([a-z]+)/.exec(name)?.[1] ?? '')
      .filter((word) => word !== '' && !environments.some((environment) => environment === word));
    const tag = resources(plan, 'aws_s3_bucket').map(
      ({ values }) => (values.tags_all as { environment: string }).environment,
    );
    const state = /key += "(\w+)\//.exec(readFileSync(join(root, 'infra/bootstrap/backend.tf.example'), 'utf8'))?.[1];
    expect([...new Set([...words, ...tag, state])].sort()).toEqual(refusedIn('modules/pipeline/variables.tf'));
    expect(refusedIn('stack/variables.tf')).toEqual(refusedIn('modules/pipeline/variables.tf'));
  });
});
