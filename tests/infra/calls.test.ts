// Each pipeline's role may do what AWS's provider calls for the plan that it applies, and for the one that it only shows.
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { everything, policyOf, refused } from './checks/calls.ts';
import { type Statement, list } from './checks/rights.ts';
import { allows } from './iam.ts';
import { type Environment, type Plan, canPlan, environments, readPlan, resources } from './plan.ts';

const plans = new Map<string, Plan>();
beforeAll(async () => {
  if (!canPlan) return;
  for (const name of ['bootstrap', ...environments] as const)
    plans.set(name, await readPlan(inject('planned'), name, 'second'));
});
const planOf = (name: Environment | 'bootstrap'): Plan => {
  const plan = plans.get(name);
  if (plan === undefined) throw new Error(`${name} was not planned`);
  return plan;
};

const writes = (policy: Statement[]): string[] =>
  policy
    .flatMap(({ Action }) => list(Action))
    .filter((action) => !/:(Get|List|Describe|View)/.test(action) && action !== 'apigateway:GET')
    .sort();

describe.runIf(canPlan)("the provider's calls", () => {
  it.each(environments)('may all be made by the role that applies %s', (environment) => {
    const policy = policyOf(planOf('bootstrap'), `vitrine-build-${environment}`);
    expect(refused(policy, planOf(environment), environment, everything)).toEqual([]);
  });

  it.each(environments)(
    'may be made by the role that plans %s as far as they read, and none that changes',
    (environment) => {
      const policy = policyOf(planOf('bootstrap'), `vitrine-build-${environment}-plan`);
      expect(refused(policy, planOf(environment), environment, ['read'])).toEqual([]);
      expect(writes(policy)).toEqual(['logs:CreateLogStream', 'logs:PutLogEvents']);
    },
  );

  it("may be made by the pull request's role as far as they read, of a domain too", () => {
    expect(resources(planOf('dev'), 'aws_acm_certificate')).toHaveLength(1);
    const policy = policyOf(planOf('bootstrap'), 'vitrine-build-plan-pull');
    expect(refused(policy, planOf('dev'), 'dev', ['read'])).toEqual([]);
  });

  it("change nothing in the pull request's role, which writes its log", () => {
    expect(writes(policyOf(planOf('bootstrap'), 'vitrine-build-plan-pull'))).toEqual([
      'logs:CreateLogStream',
      'logs:PutLogEvents',
    ]);
  });

  it.each([
    ['cloudfront:TagResource', 'arn:aws:cloudfront::123456789012:distribution/E2EXAMPLE'],
    ['lambda:TagResource', 'arn:aws:lambda:eu-central-1:123456789012:event-source-mapping:0c74240e'],
    ['acm:AddTagsToCertificate', 'arn:aws:acm:us-east-1:123456789012:certificate/63912bc6'],
    ['apigateway:POST', 'arn:aws:apigateway:eu-central-1::/tags/arn'],
  ])("%s: dev's role tags what is new and what is dev's, and nothing of prod's", (action, resource) => {
    const policy = policyOf(planOf('bootstrap'), 'vitrine-build-dev');
    const may = (owner: string | undefined): boolean =>
      allows(policy, {
        action,
        resource,
        context: { 'aws:RequestTag/environment': 'dev', 'aws:ResourceTag/environment': owner },
      });
    expect([undefined, 'dev', 'prod'].map(may)).toEqual([true, true, false]);
  });

  it('fit, with a domain, into what IAM takes', () => {
    const long = resources(planOf('bootstrap'), 'aws_iam_policy')
      .map(({ values }) => ({ name: String(values.name), length: String(values.policy).length }))
      .filter(({ length }) => length > 6144);
    expect(long).toEqual([]);
    expect(JSON.stringify(policyOf(planOf('bootstrap'), 'vitrine-build-plan-pull')).length).toBeLessThan(10_240);
  });
});
