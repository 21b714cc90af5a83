// What a pipeline's role may not do that AWS's provider does for the plan that it applies or shows.
import { type Context, allows } from '../iam.ts';
import { type Attributes, type Environment, type Plan, environments, lookedUp, resources } from '../plan.ts';
import { type Operation, calls } from '../provider-calls.ts';
import { type Statement, statements } from './rights.ts';

export const everything: Operation[] = ['create', 'read', 'update', 'delete'];

/** A role's own policies and those that are attached to it. */
export function policyOf(bootstrap: Plan, role: string): Statement[] {
  const attached = resources(bootstrap, 'aws_iam_role_policy_attachment')
    .filter(({ values }) => values.role === role)
    .map(({ values }) => String(values.policy_arn));
  return [
    ...resources(bootstrap, 'aws_iam_role_policy').filter(({ values }) => values.role === role),
    ...resources(bootstrap, 'aws_iam_policy').filter(({ values }) => attached.includes(String(values.arn))),
  ].flatMap(({ values }) => statements(String(values.policy)));
}

/** What is there has its tags; what is made has them in the request alone. What is in an API is judged by the API's. */
function contextOf(type: string, values: Attributes, operation: Operation, environment: string): Context {
  const own = (values.tags_all as Record<string, string> | undefined)?.environment;
  return {
    'aws:RequestTag/environment': own,
    'aws:ResourceTag/environment':
      calls[type]?.tags === 'parent' ? environment : operation === 'create' ? undefined : own,
    'iam:PermissionsBoundary': `arn:aws:iam::123456789012:policy/vitrine-${environment}-boundary`,
    'lambda:FunctionArn': values.function_arn as string | undefined,
    'route53:ChangeResourceRecordSetsNormalizedRecordNames':
      type === 'aws_route53_record' ? [String(values.name).toLowerCase().replace(/\.$/, '')] : undefined,
  };
}

/** What the role may not do that the operations on everything in the plan take, as `OPERATION: ACTION on RESOURCE (ADDRESS)`. */
export function refused(policy: Statement[], plan: Plan, environment: string, operations: Operation[]): string[] {
  const of = ({ address, type, values }: ReturnType<typeof resources>[0], operation: Operation): string[] => {
    const facts = calls[type];
    if (facts === undefined) return [`provider-calls.ts does not say what ${type} takes`];
    const context = contextOf(type, values, operation, environment);
    return [
      { actions: facts[operation] ?? [], on: facts.on(values), context: {} },
      ...(facts.also?.(values) ?? []).filter((one) => one.operation === operation),
    ].flatMap(({ actions, on, context: more }) =>
      actions
        .flatMap((action) => on.map((resource) => ({ action, resource, context: { ...context, ...more } })))
        .filter((request) => !allows(policy, request))
        .map(({ action, resource }) => `${operation}: ${action} on ${resource} (${address})`),
    );
  };
  return [
    ...resources(plan).flatMap((one) => operations.flatMap((operation) => of(one, operation))),
    ...lookedUp(plan).flatMap((one) => of(one, 'read')),
  ];
}

/** Who plans pull requests only reads; who applies an environment does everything. */
export const refusedByRoles = (bootstrap: Plan, planOf: (environment: Environment) => Plan): string[] => [
  ...environments.flatMap((environment) =>
    refused(policyOf(bootstrap, `vitrine-build-${environment}`), planOf(environment), environment, everything),
  ),
  ...refused(policyOf(bootstrap, 'vitrine-build-plan-pull'), planOf('dev'), 'dev', ['read']),
];
