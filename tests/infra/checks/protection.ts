// What is kept, watched and rolled back; and that a second plan changes nothing.
import { changes } from '../plan.ts';
import { type Check, one, values } from './subject.ts';

export const protection: Check = ({ plan, environment }) => [
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

/** What has to be watched, by the metric and the thing it is of. */
export const watched: Check = ({ plan, app }) => {
  const prefix = one(plan, 'aws_sns_topic').name.replace(/-alarms$/, '') as string;
  const alarms = values(plan, 'aws_cloudwatch_metric_alarm');
  const has = new Set(
    alarms.flatMap((alarm) => [
      ...Object.values((alarm.dimensions ?? {}) as Record<string, string>).map((of) => `${alarm.metric_name} of ${of}`),
      ...(alarm.metric_query as { metric?: { metric_name: string }[] }[])
        .flatMap(({ metric }) => metric ?? [])
        .map(({ metric_name }) => `${metric_name} of the API`),
      ...(alarm.metric_name === 'Latency' ? ['Latency of the API'] : []),
    ]),
  );
  const wanted = [
    ...Object.keys(app.functions).flatMap((name) => ['Errors', 'Throttles'].map((of) => `${of} of ${prefix}-${name}`)),
    ...app.events.map(({ to }) => `IteratorAge of ${prefix}-${to}`),
    ...app.events.flatMap(({ onFailure }) =>
      onFailure === undefined ? [] : [`ApproximateNumberOfMessagesVisible of ${prefix}-${onFailure}`],
    ),
    ...Object.keys(app.tables).flatMap((name) =>
      ['Read', 'Write'].map((of) => `${of}ThrottleEvents of ${prefix}-${name}`),
    ),
    `StockImbalance of ${prefix}-projector`,
    '5xx of the API',
    'Latency of the API',
  ];
  return wanted.filter((metric) => !has.has(metric)).map((metric) => `no alarm watches ${metric}`);
};

export const still: Check = ({ plan }) => changes(plan).map((address) => `a second plan would change ${address}`);
