// What is kept, watched and rolled back; and that a second plan changes nothing.
import { changes } from '../plan.ts';
import { type Check, values } from './subject.ts';

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

export const still: Check = ({ plan }) => changes(plan).map((address) => `a second plan would change ${address}`);
