// The tables of a plan, as the requests that make them.
import { type Attributes, type Plan, resources } from './plan.ts';

export interface TableRequests {
  name: string;
  create: object;
  ttl: object | undefined;
}

const keys = (hash: string, range: string | null): object[] => [
  { AttributeName: hash, KeyType: 'HASH' },
  ...(range ? [{ AttributeName: range, KeyType: 'RANGE' }] : []),
];

function requestsOf(table: Attributes, name: string): TableRequests {
  const indexes = (table.global_secondary_index as Attributes[]).map((index) => ({
    IndexName: index.name,
    KeySchema: keys(index.hash_key, index.range_key),
    Projection: { ProjectionType: index.projection_type },
  }));
  return {
    name,
    create: {
      TableName: name,
      BillingMode: table.billing_mode,
      AttributeDefinitions: (table.attribute as Attributes[]).map((one) => ({
        AttributeName: one.name,
        AttributeType: one.type,
      })),
      KeySchema: keys(table.hash_key, table.range_key),
      ...(indexes.length > 0 ? { GlobalSecondaryIndexes: indexes } : {}),
      ...(table.stream_enabled
        ? { StreamSpecification: { StreamEnabled: true, StreamViewType: table.stream_view_type } }
        : {}),
    },
    ttl: table.ttl[0]?.enabled
      ? {
          TableName: name,
          TimeToLiveSpecification: { Enabled: true, AttributeName: table.ttl[0].attribute_name },
        }
      : undefined,
  };
}

/** With the names that the local host gives them: the environment's name is all that differs. */
export const plannedTables = (plan: Plan, environment: string): TableRequests[] =>
  resources(plan, 'aws_dynamodb_table').map(({ values }) =>
    requestsOf(values, String(values.name).replace(`-${environment}-`, '-local-')),
  );
