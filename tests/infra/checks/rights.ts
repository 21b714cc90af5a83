// What functions may do is what app.yaml grants, and nothing is allowed on everything but what AWS ties to nothing.
import { account, region, resources } from '../plan.ts';
import { type Check, type Subject, values } from './subject.ts';

export interface Statement {
  Sid?: string;
  Effect: string;
  Action: string[] | string;
  Resource?: string[] | string;
  Condition?: Record<string, Record<string, string | string[]>>;
}
export const statements = (policy: string): Statement[] => (JSON.parse(policy) as { Statement: Statement[] }).Statement;
export const list = (item: string[] | string): string[] => (Array.isArray(item) ? item : [item]);

/** What IAM ties to no resource, and who needs it: everything else names what it is about. */
const delivery = 'Terraform lets API Gateway write access logs; a delivery has no name';
export const unbound = new Map([
  ['dynamodb:ListStreams', 'Lambda lists streams before it reads one'],
  ['cloudfront:ListCachePolicies', "Terraform looks up AWS's own policies by their names"],
  ['cloudfront:ListOriginRequestPolicies', "Terraform looks up AWS's own policies by their names"],
  ['logs:DescribeLogGroups', 'Terraform finds a log group by listing'],
  ...[
    'logs:CreateLogDelivery',
    'logs:GetLogDelivery',
    'logs:UpdateLogDelivery',
    'logs:DeleteLogDelivery',
    'logs:ListLogDeliveries',
    'logs:DescribeResourcePolicies',
    'logs:PutResourcePolicy',
  ].map((action) => [action, delivery] as const),
]);

function arnsOf(target: string, { app, environment, plan }: Subject): string[] {
  const [kind, name = ''] = target.split('.');
  const arn = `arn:aws:dynamodb:${region}:${account}:table/${app.name}-${environment}-${name}`;
  if (kind === 'table')
    return [arn, ...Object.keys(app.tables[name]?.indexes ?? {}).map((index) => `${arn}/index/${index}`)];
  if (kind === 'stream')
    return values(plan, 'aws_dynamodb_table')
      .filter((table) => table.arn === arn)
      .map((table) => String(table.stream_arn));
  const socket = values(plan, 'aws_apigatewayv2_api').find((api) => api.protocol_type === 'WEBSOCKET');
  return [`${socket?.execution_arn}${app.websocket.path}/*/@connections/*`];
}

export const grants: Check = (subject) => {
  const { app, plan, environment } = subject;
  const pairs = (actions: string[], on: string[]) =>
    actions.flatMap((action) => on.map((arn) => `${action} on ${unbound.has(action) ? '*' : arn}`));
  return Object.entries(app.functions).flatMap(([name, { allow }]) => {
    const policy = resources(plan, 'aws_iam_role_policy').find(
      (one) => one.values.role === `${app.name}-${environment}-${name}`,
    );
    if (policy === undefined) return [`function ${name} has no policy`];
    const granted = statements(String(policy.values.policy)).filter(({ Sid }) => Sid?.startsWith('Grant'));
    const have = new Set(granted.flatMap(({ Action, Resource = [] }) => pairs(list(Action), list(Resource))));
    const want = new Set(
      allow.flatMap(({ actions, on }) =>
        pairs(
          actions,
          on.flatMap((target) => arnsOf(target, subject)),
        ),
      ),
    );
    return [
      ...[...have]
        .filter((pair) => !want.has(pair))
        .map((pair) => `function ${name} may do what app.yaml does not grant: ${pair}`),
      ...[...want]
        .filter((pair) => !have.has(pair))
        .map((pair) => `function ${name} may not do what app.yaml grants: ${pair}`),
    ];
  });
};

export const wildcards: Check = ({ plan }) =>
  resources(plan, 'aws_iam_role_policy').flatMap(({ address, values: { policy } }) =>
    statements(String(policy)).flatMap(({ Action, Resource = [] }) => [
      ...list(Action)
        .filter((action) => action.includes('*'))
        .map((action) => `${address} allows ${action}`),
      ...(list(Resource).includes('*')
        ? list(Action)
            .filter((action) => !unbound.has(action))
            .map((action) => `${address} allows ${action} on everything`)
        : []),
    ]),
  );

export const roles: Check = ({ plan, app, environment }) =>
  Object.keys(app.functions).flatMap((name) => {
    const policy = values(plan, 'aws_iam_role_policy').find((one) => one.role === `${app.name}-${environment}-${name}`);
    const others = statements(String(policy?.policy ?? '{"Statement":[]}')).filter(
      ({ Sid }) => !Sid?.startsWith('Grant'),
    );
    const allowed = ['logs:CreateLogStream', 'logs:PutLogEvents', 'sqs:SendMessage'];
    return others
      .flatMap(({ Action }) => list(Action))
      .filter((action) => !allowed.includes(action))
      .map((action) => `function ${name} may ${action} beside its grants`);
  });
