// Tables, functions and events are app.yaml's.
import { type Attributes, resources } from '../plan.ts';
import { type Check, same, values } from './subject.ts';

const views: Record<string, string> = {
  keys: 'KEYS_ONLY',
  new: 'NEW_IMAGE',
  old: 'OLD_IMAGE',
  'new-and-old': 'NEW_AND_OLD_IMAGES',
};
const nameOf = (attribute: string | undefined): string | null => attribute?.split(':')[0] ?? null;

export const tables: Check = ({ plan, app, environment }) => {
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

export const functions: Check = ({ plan, app, environment }) => {
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
      ...(variables.PUSH_RATE === undefined || Number(variables.PUSH_RATE) > 0
        ? []
        : [`function ${name} may post without a bound`]),
      ...(variables.EDITOR_OPEN ? [`function ${name} would let anyone edit`] : []),
    ];
  });
};

export const events: Check = ({ plan, app, environment }) => {
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
