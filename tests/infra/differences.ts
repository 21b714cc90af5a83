// In what two environments' first plans differ, their names apart, and in what they may.
import { type Plan, resources } from './plan.ts';

/** By type and attribute, why it is a size and no part of the shape. */
const sizes = new Map([
  ['aws_apigatewayv2_stage default_route_settings', 'how much traffic is let through'],
  ['aws_budgets_budget limit_amount', 'what it may cost'],
  ['aws_cloudfront_distribution price_class', 'how many edges serve'],
  ['aws_cloudwatch_log_group retention_in_days', 'how long logs are kept'],
  ['aws_codedeploy_deployment_group deployment_config_name', 'how fast a new version takes over'],
  ['aws_dynamodb_table deletion_protection_enabled', 'staging may be torn down'],
  ['aws_s3_bucket force_destroy', 'staging may be torn down with what is in it'],
  ['terraform_data input', 'staging may be torn down with what is in it'],
]);

/** Its own name, and the hashes of its own secrets, are no difference. */
const neutral = (values: object, environment: string): Record<string, unknown> =>
  JSON.parse(JSON.stringify(values), (_, value: unknown) =>
    typeof value === 'string'
      ? value.replaceAll(new RegExp(`\\b${environment}\\b`, 'g'), 'ENV').replaceAll(/\b[0-9a-f]{64}\b/g, 'HASH')
      : value,
  ) as Record<string, unknown>;

const shapes = (plan: Plan, environment: string): Map<string, Record<string, unknown>> =>
  new Map(resources(plan).map(({ address, type, values }) => [`${type} ${address}`, neutral(values, environment)]));

/** Differences that no size explains, and sizes that explain nothing. */
export function differences(staging: Plan, prod: Plan): { unexpected: string[]; unused: string[] } {
  const [left, right] = [shapes(staging, 'staging'), shapes(prod, 'prod')];
  const found = new Set<string>();
  for (const key of new Set([...left.keys(), ...right.keys()])) {
    const [a, b] = [left.get(key), right.get(key)];
    if (a === undefined || b === undefined) {
      found.add(`${key} is in one of them alone`);
      continue;
    }
    const attributes = new Set([...Object.keys(a), ...Object.keys(b)]);
    for (const attribute of attributes)
      if (JSON.stringify(a[attribute]) !== JSON.stringify(b[attribute])) found.add(`${key.split(' ')[0]} ${attribute}`);
  }
  return {
    unexpected: [...found].filter((one) => !sizes.has(one)),
    unused: [...sizes.keys()].filter((one) => !found.has(one)),
  };
}
