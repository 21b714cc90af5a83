// What a plan deploys, as a mermaid graph: who calls whom, who reads and writes what. Everything in it comes from attributes of the plan.

import { type Attributes, type Planned, resources } from './plan.ts';

interface Edge {
  from: string;
  to: string;
  label: string;
}

const of = (plan: Planned, type: string): Attributes[] => resources(plan, type).map(({ values }) => values);

/** `vitrine-prod-orders` is orders; nodes of one kind share a prefix, so that the table orders is not the function orders. */
const short = (name: unknown): string => String(name).split('-').slice(2).join('-').replaceAll('-', '_');
const ofFunction = (arn: unknown): string => `function_${short(/:function:([^:/]+)/.exec(String(arn))?.[1])}`;
const ofTable = (arn: unknown): string => `table_${short(/:table\/([^/]+)/.exec(String(arn))?.[1])}`;
const ofApi = (api: Attributes): string => (api.protocol_type === 'HTTP' ? 'http_api' : 'websocket_api');
const ofBucket = (name: unknown): string => `bucket_${String(name).split('-').slice(2, -1).join('_')}`;

function nodes(plan: Planned): string[] {
  const named = (kind: string, type: string, attribute: string, shape: (label: string) => string) =>
    of(plan, type)
      .map((values) => short(values[attribute]))
      .toSorted()
      .map((name) => `${kind}_${name}${shape(name.replaceAll('_', '-'))}`);
  return [
    'browser(["browsers"])',
    'web_acl{{"WAF"}}',
    'site["CloudFront"]',
    ...of(plan, 'aws_apigatewayv2_api')
      .map((api) => `${ofApi(api)}["${api.protocol_type === 'HTTP' ? 'HTTP' : 'WebSocket'} API"]`)
      .toSorted(),
    ...of(plan, 'aws_s3_bucket')
      .map(({ bucket }) => `${ofBucket(bucket)}[("S3: ${ofBucket(bucket).slice('bucket_'.length)}")]`)
      .toSorted(),
    ...named('function', 'aws_lambda_function', 'function_name', (label) => `["λ ${label}"]`),
    ...named('table', 'aws_dynamodb_table', 'name', (label) => `[("${label}")]`),
    ...named('queue', 'aws_sqs_queue', 'name', (label) => `[/"SQS: ${label}"/]`),
    ...named('schedule', 'aws_scheduler_schedule', 'name', () => '(("schedule"))'),
  ];
}

function siteEdges(plan: Planned): Edge[] {
  const hosts = new Map<string, string>([
    ...of(plan, 'aws_apigatewayv2_api').map(
      (api) => [String(api.api_endpoint).split('//')[1] ?? '', ofApi(api)] as const,
    ),
    ...of(plan, 'aws_s3_bucket').map((one) => [String(one.bucket_regional_domain_name), ofBucket(one.bucket)] as const),
  ]);
  return of(plan, 'aws_cloudfront_distribution').flatMap((site) => {
    const origins = new Map(
      (site.origin as Attributes[]).map((one) => [one.origin_id, hosts.get(one.domain_name) ?? '']),
    );
    const behaviours = [...site.default_cache_behavior, ...site.ordered_cache_behavior] as Attributes[];
    return [
      { from: 'browser', to: 'web_acl', label: 'HTTPS' },
      { from: 'web_acl', to: 'site', label: '' },
      ...behaviours.map((one) => ({
        from: 'site',
        to: origins.get(one.target_origin_id) ?? '',
        label: String(one.path_pattern ?? 'pages'),
      })),
    ];
  });
}

function callEdges(plan: Planned): Edge[] {
  const apis = new Map(of(plan, 'aws_apigatewayv2_api').map((api) => [api.id, ofApi(api)]));
  const routes = of(plan, 'aws_apigatewayv2_route');
  const calls = of(plan, 'aws_apigatewayv2_integration').map((one) => {
    const count = routes.filter(
      (route) => route.api_id === one.api_id && route.target === `integrations/${one.id}`,
    ).length;
    return { from: apis.get(one.api_id) ?? '', to: ofFunction(one.integration_uri), label: `${count} routes` };
  });
  const schedules = of(plan, 'aws_scheduler_schedule').map((one) => ({
    from: `schedule_${short(one.name)}`,
    to: ofFunction(one.target[0].arn),
    label: String(one.schedule_expression),
  }));
  const streams = of(plan, 'aws_lambda_event_source_mapping').flatMap((one) => [
    { from: ofTable(one.event_source_arn), to: ofFunction(one.function_name), label: 'stream' },
    ...(one.destination_config as Attributes[]).map((destination) => ({
      from: ofFunction(one.function_name),
      to: `queue_${short(String(destination.on_failure[0].destination_arn).split(':').at(-1))}`,
      label: 'given up',
    })),
  ]);
  return [...calls, ...schedules, ...streams];
}

interface Statement {
  Action: string[];
  Resource: string[];
}
const reading = /:(Get|Query|Scan|BatchGet)/;
const ofStream = /:(GetRecords|GetShardIterator|DescribeStream|ListStreams)$/;

/** What the policies of functions let them do, table by table. */
function grantEdges(plan: Planned): Edge[] {
  const functions = new Set(of(plan, 'aws_lambda_function').map((one) => String(one.function_name)));
  const policies = of(plan, 'aws_iam_role_policy').filter(({ role }) => functions.has(String(role)));
  return policies.flatMap(({ role, policy }) => {
    const from = `function_${short(role)}`;
    const { Statement: statements } = JSON.parse(String(policy)) as { Statement: Statement[] };
    return statements.flatMap(({ Action, Resource }) => {
      if (Action.includes('execute-api:ManageConnections')) return [{ from, to: 'websocket_api', label: 'frames' }];
      const data = Action.filter((action) => action.startsWith('dynamodb:') && !ofStream.test(action));
      if (data.length === 0) return [];
      const label = data.every((action) => reading.test(action)) ? 'reads' : 'writes';
      return [...new Set(Resource.map(ofTable))].map((to) => ({ from, to, label }));
    });
  });
}

/** The same plan gives the same text; so does another of the same shape, whatever ids AWS draws. */
export function graph(plan: Planned): string {
  const edges = [...siteEdges(plan), ...callEdges(plan), ...grantEdges(plan)]
    .map(({ from, to, label }) => `  ${from} -->${label === '' ? '' : `|"${label}"|`} ${to}`)
    .toSorted();
  return ['flowchart LR', ...nodes(plan).map((node) => `  ${node}`), ...new Set(edges)].join('\n');
}

/** How many resources of each type. */
export function counts(plan: Planned): [string, number][] {
  const types = resources(plan)
    .map(({ type }) => type)
    .filter((type) => type.startsWith('aws_'));
  return [...new Set(types)].toSorted().map((type) => [type, types.filter((one) => one === type).length]);
}
