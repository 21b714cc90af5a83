// What must hold of a plan, judged from the plan and app.yaml alone. Each check returns what is wrong, in words; nothing when all is well.
import { type App, type Attributes, type Plan, type Resource, account, changes, region, resources } from './plan.ts';

export interface Subject {
  plan: Plan;
  app: App;
  environment: string;
}
type Check = (subject: Subject) => string[] | Promise<string[]>;

const values = (plan: Plan, type: string): Attributes[] => resources(plan, type).map((one) => one.values);
const one = (plan: Plan, type: string): Attributes => values(plan, type)[0] ?? {};
const texts = (items: unknown[]): string => JSON.stringify(items.map(String).toSorted());
const same = (a: unknown[], b: unknown[]): boolean => texts(a) === texts(b);

interface Statement {
  Sid?: string;
  Effect: string;
  Action: string[] | string;
  Resource: string[] | string;
}
const statements = (policy: string): Statement[] => (JSON.parse(policy) as { Statement: Statement[] }).Statement;
const list = (item: string[] | string): string[] => (Array.isArray(item) ? item : [item]);

const views: Record<string, string> = {
  keys: 'KEYS_ONLY',
  new: 'NEW_IMAGE',
  old: 'OLD_IMAGE',
  'new-and-old': 'NEW_AND_OLD_IMAGES',
};
const nameOf = (attribute: string | undefined): string | null => attribute?.split(':')[0] ?? null;

const tables: Check = ({ plan, app, environment }) => {
  const planned = new Map(values(plan, 'aws_dynamodb_table').map((table) => [String(table.name), table]));
  const wanted = Object.entries(app.tables).map(([name, table]) => ({
    name: `${app.name}-${environment}-${name}`,
    table,
  }));
  const found = wanted.flatMap(({ name, table }) => {
    const have = planned.get(name);
    if (have === undefined) return [`table ${name} of app.yaml is not in the plan`];
    const indexes = Object.entries(table.indexes ?? {}).map(
      ([index, key]) =>
        `${index}:${nameOf(key.partition)}:${nameOf(key.sort) ?? ''}:${key.projection === 'keys' ? 'KEYS_ONLY' : 'ALL'}`,
    );
    const haveIndexes = (have.global_secondary_index as Attributes[]).map(
      (index) => `${index.name}:${index.hash_key}:${index.range_key ?? ''}:${index.projection_type}`,
    );
    return [
      ...(have.hash_key === nameOf(table.key.partition) && (have.range_key || null) === nameOf(table.key.sort)
        ? []
        : [`table ${name} has another key than app.yaml`]),
      ...(same(indexes, haveIndexes) ? [] : [`table ${name} has other indexes than app.yaml`]),
      ...((have.ttl[0]?.attribute_name ?? null) === (table.ttl ?? null)
        ? []
        : [`table ${name} has another TTL than app.yaml`]),
      ...((have.stream_view_type || null) === (table.stream === undefined ? null : views[table.stream])
        ? []
        : [`table ${name} has another stream than app.yaml`]),
      ...(have.billing_mode === 'PAY_PER_REQUEST' ? [] : [`table ${name} is not billed on demand`]),
    ];
  });
  return planned.size === wanted.length ? found : [...found, 'the plan has other tables than app.yaml'];
};

const routes: Check = ({ plan, app }) => {
  const planned = resources(plan, 'aws_apigatewayv2_route');
  const wanted = [...Object.keys(app.http), ...Object.keys(app.websocket.routes)];
  const responses = values(plan, 'aws_apigatewayv2_route_response').map((response) => String(response.route_id));
  return [
    ...(same(
      wanted,
      planned.map((route) => route.values.route_key),
    )
      ? []
      : ['the plan has other routes than app.yaml']),
    ...planned
      .filter(
        (route) =>
          route.address.includes('websocket_api') &&
          !['$connect', '$disconnect'].includes(String(route.values.route_key)),
      )
      .filter(
        (route) =>
          !responses.includes(String(route.values.id)) ||
          route.values.route_response_selection_expression !== '$default',
      )
      .map((route) => `WebSocket route ${route.values.route_key} has no route response`),
    ...(values(plan, 'aws_apigatewayv2_stage').some((stage) => stage.name === app.websocket.path.slice(1))
      ? []
      : ['the WebSocket stage is not named by the path']),
    ...(values(plan, 'aws_apigatewayv2_integration').every((one) => one.timeout_milliseconds <= 30_000)
      ? []
      : ['an integration waits longer than API Gateway does']),
  ];
};

const permissions: Check = ({ plan, app, environment }) => {
  const ids = new Map(
    values(plan, 'aws_apigatewayv2_api').map((api) => [String(api.protocol_type), String(api.execution_arn)]),
  );
  const wanted = [
    ...new Set([
      ...Object.values(app.http).map((name) => `${name} HTTP`),
      ...Object.values(app.websocket.routes).map((name) => `${name} WEBSOCKET`),
    ]),
  ].map((text) => text.split(' ') as [string, string]);
  const planned = values(plan, 'aws_lambda_permission');
  return [
    ...wanted
      .filter(
        ([name, kind]) =>
          !planned.some(
            (one) =>
              one.function_name === `${app.name}-${environment}-${name}` &&
              one.qualifier === 'live' &&
              one.source_arn === `${ids.get(kind)}/*`,
          ),
      )
      .map(([name, kind]) => `function ${name} may not be invoked by its ${kind} API`),
    ...(planned.length === wanted.length && planned.every((one) => one.principal === 'apigateway.amazonaws.com')
      ? []
      : ['somebody else than its API may invoke a function']),
  ];
};

/** What IAM ties to no resource, and why it is needed: everything else names what it is about. */
const unbound = new Map([
  ['dynamodb:ListStreams', 'Lambda lists streams before it reads one; IAM knows no resource for it'],
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

const grants: Check = (subject) => {
  const { app, plan, environment } = subject;
  const pairs = (actions: string[], on: string[]) =>
    actions.flatMap((action) => on.map((arn) => `${action} on ${unbound.has(action) ? '*' : arn}`));
  return Object.entries(app.functions).flatMap(([name, { allow }]) => {
    const policy = resources(plan, 'aws_iam_role_policy').find(
      (one) => one.values.role === `${app.name}-${environment}-${name}`,
    );
    if (policy === undefined) return [`function ${name} has no policy`];
    const granted = statements(String(policy.values.policy)).filter(({ Sid }) => Sid?.startsWith('Grant'));
    const have = new Set(granted.flatMap(({ Action, Resource }) => pairs(list(Action), list(Resource))));
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

const wildcards: Check = ({ plan }) =>
  resources(plan, 'aws_iam_role_policy').flatMap(({ address, values: { policy } }) =>
    statements(String(policy)).flatMap(({ Action, Resource }) => [
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

const roles: Check = ({ plan, app, environment }) =>
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

const cdn: Check = ({ plan, app }) => {
  const site = one(plan, 'aws_cloudfront_distribution');
  const behaviours = site.ordered_cache_behavior as Attributes[];
  const origins = site.origin as Attributes[];
  const apis = behaviours.filter((behaviour) => behaviour.path_pattern !== '/media/*');
  const managed = {
    disabled: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
    allButHost: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
  };
  return [
    ...(site.custom_error_response.length === 0 ? [] : ["custom_error_response would turn the API's 404 into a page"]),
    ...(same(
      ['/api/*', app.websocket.path],
      apis.map((behaviour) => behaviour.path_pattern),
    )
      ? []
      : ['CloudFront sends other paths to the APIs than app.yaml has']),
    ...(behaviours.every((behaviour) => behaviour.function_association.length === 0) &&
    site.default_cache_behavior[0].function_association.length === 1
      ? []
      : ["the pages' function belongs to the default behaviour alone"]),
    ...(apis.every((behaviour) => behaviour.cache_policy_id === managed.disabled) ? [] : ['an API is cached']),
    ...(apis.every((behaviour) => behaviour.origin_request_policy_id === managed.allButHost)
      ? []
      : ['an API must get all but the Host header']),
    ...(apis.every((behaviour) => behaviour.allowed_methods.length === 7) ? [] : ['an API takes all methods']),
    ...(apis.every((behaviour) => behaviour.compress === false) ? [] : ["compression would weaken the API's ETags"]),
    ...(origins.every((origin) => !origin.origin_path)
      ? []
      : ['an origin has a path: the stages bear the names of the paths']),
    ...(origins.every((origin) => origin.custom_origin_config.length > 0 !== Boolean(origin.origin_access_control_id))
      ? []
      : ['a bucket is reached without OAC']),
    ...(origins
      .filter((origin) => origin.custom_origin_config.length > 0)
      .every((origin) => origin.custom_header.some((header: Attributes) => header.name === app.web.originHeader))
      ? []
      : ["an API's origin lacks the origin secret"]),
  ];
};

const webAcl: Check = ({ plan }) => {
  const acl = one(plan, 'aws_wafv2_web_acl');
  return [
    ...(acl.region === 'us-east-1' && acl.scope === 'CLOUDFRONT' ? [] : ['WAF for CloudFront lives in us-east-1']),
    ...(one(plan, 'aws_cloudfront_distribution').web_acl_id === acl.arn ? [] : ['the distribution has no web ACL']),
  ];
};

const headers: Check = ({ plan, app }) => {
  const policy = one(plan, 'aws_cloudfront_response_headers_policy');
  const security = (policy.security_headers_config[0] ?? {}) as Attributes;
  const csp = security.content_security_policy?.[0]?.content_security_policy;
  const custom = ((policy.custom_headers_config[0]?.items ?? []) as Attributes[]).map(
    (item) => `${item.header}: ${item.value}`,
  );
  const wanted = Object.entries(app.web.headers).filter(([name]) =>
    ['permissions-policy', 'cross-origin-opener-policy'].includes(name),
  );
  return [
    ...(csp === app.web.headers['content-security-policy']
      ? []
      : ['the site has another Content-Security-Policy than app.yaml']),
    ...(same(
      custom,
      wanted.map(([name, value]) => `${name}: ${value}`),
    )
      ? []
      : ['the site has other headers than app.yaml']),
    ...(security.strict_transport_security?.[0]?.access_control_max_age_sec === 63_072_000
      ? []
      : ['the site has another HSTS than app.yaml']),
  ];
};

const events: Check = ({ plan, app, environment }) => {
  const planned = resources(plan, 'aws_lambda_event_source_mapping');
  const streams = new Map(
    values(plan, 'aws_dynamodb_table').map((table) => [String(table.name), String(table.stream_arn)]),
  );
  return app.events.flatMap((event) => {
    const label = `${event.stream} → ${event.to}`;
    const mapping = planned.find(
      (one) =>
        one.values.event_source_arn === streams.get(`${app.name}-${environment}-${event.stream}`) &&
        String(one.values.function_name).includes(`-${event.to}:live`),
    )?.values;
    if (mapping === undefined) return [`${label} has no mapping`];
    return [
      ...(mapping.starting_position === 'TRIM_HORIZON' ? [] : [`${label} does not begin with the oldest record`]),
      ...(mapping.maximum_retry_attempts === event.retries ? [] : [`${label} retries otherwise than app.yaml`]),
      ...(mapping.function_response_types?.[0] === 'ReportBatchItemFailures'
        ? []
        : [`${label} does not report failures`]),
      ...(mapping.bisect_batch_on_function_error ? [] : [`${label} does not bisect`]),
      ...(event.retries === -1 || mapping.destination_config.length === 1
        ? []
        : [`${label} gives up and tells nobody`]),
      ...(same(
        event.filters ?? [],
        ((mapping.filter_criteria[0]?.filter ?? []) as Attributes[]).map((filter) => filter.pattern),
      )
        ? []
        : [`${label} filters otherwise than app.yaml`]),
    ];
  });
};

const functions: Check = ({ plan, app, environment }) => {
  const planned = new Map(values(plan, 'aws_lambda_function').map((one) => [String(one.function_name), one]));
  return Object.entries(app.functions).flatMap(([name, wanted]) => {
    const have = planned.get(`${app.name}-${environment}-${name}`);
    if (have === undefined) return [`function ${name} of app.yaml is not in the plan`];
    const variables = have.environment[0].variables as Record<string, string>;
    return [
      ...(have.memory_size === wanted.memory && have.timeout === wanted.timeout
        ? []
        : [`function ${name} has other limits than app.yaml`]),
      ...(have.runtime === 'provided.al2023' && have.publish === true
        ? []
        : [`function ${name} is no published program`]),
      ...(same(Object.keys(wanted.environment), Object.keys(variables))
        ? []
        : [`function ${name} has other variables than app.yaml`]),
      ...(Object.values(variables).some((value) => value.includes('${'))
        ? [`function ${name} is told an unresolved placeholder`]
        : []),
      ...(variables.EDITOR_OPEN ? [`function ${name} would let anyone edit`] : []),
    ];
  });
};

const protection: Check = ({ plan, environment }) => [
  ...(environment === 'dev' ||
  values(plan, 'aws_dynamodb_table').every((table) => table.point_in_time_recovery[0]?.enabled)
    ? []
    : ['a table cannot be restored to a point in time']),
  ...(environment !== 'prod' || values(plan, 'aws_dynamodb_table').every((table) => table.deletion_protection_enabled)
    ? []
    : ['a table of prod may be deleted']),
  ...(environment !== 'prod' ||
  values(plan, 'aws_codedeploy_deployment_group').every(
    (group) => group.deployment_config_name === 'CodeDeployDefault.LambdaCanary10Percent5Minutes',
  )
    ? []
    : ['prod has no canary']),
  ...(values(plan, 'aws_codedeploy_deployment_group').every(
    (group) => group.alarm_configuration[0]?.enabled && group.auto_rollback_configuration[0]?.enabled,
  )
    ? []
    : ['a deployment does not go back on alarms']),
  ...(values(plan, 'aws_cloudwatch_metric_alarm').every((alarm) => alarm.alarm_actions?.length > 0)
    ? []
    : ['an alarm tells nobody']),
  ...(values(plan, 'aws_cloudwatch_log_group').every((group) => group.retention_in_days > 0)
    ? []
    : ['a log is kept for ever']),
  ...(values(plan, 'aws_s3_bucket_public_access_block').every(
    (block) =>
      block.block_public_acls && block.block_public_policy && block.ignore_public_acls && block.restrict_public_buckets,
  )
    ? []
    : ['a bucket may be made public']),
];

const still: Check = ({ plan }) => changes(plan).map((address) => `a second plan would change ${address}`);

export const checks = {
  tables,
  functions,
  routes,
  permissions,
  grants,
  roles,
  wildcards,
  cdn,
  webAcl,
  headers,
  events,
  protection,
  still,
};
export const judge = async (subject: Subject): Promise<string[]> =>
  (await Promise.all(Object.values(checks).map((check) => check(subject)))).flat();
export type { Resource };
