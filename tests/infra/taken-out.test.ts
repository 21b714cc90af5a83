// Whoever takes a field out of app.yaml changes what is deployed, or is told why not: AWS's provider leaves some things on when they are
// no longer mentioned. Each optional field of app.schema.json is tried, or stands in `here`.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Document, parse, parseDocument } from 'yaml';
import { type Plan, account, canPlan, changes, copyOf, discard, plan, region, root, tf } from './plan.ts';

/** The field by its place in app.schema.json; where it is taken out; and what the plan then changes. */
const cases: [field: string, path: (string | number)[], change: RegExp][] = [
  ['tables', ['tables', 'streamed'], /table\["streamed"\]\.aws_dynamodb_table/],
  ['table.stream', ['tables', 'mapped-not', 'stream'], /table\["mapped-not"\]\.aws_dynamodb_table/],
  ['table.indexes', ['tables', 'indexed', 'indexes'], /table\["indexed"\]\.aws_dynamodb_table/],
  ['table.key.sort', ['tables', 'by-day', 'key', 'sort'], /table\["by-day"\]\.aws_dynamodb_table/],
  ['index.sort', ['tables', 'index-sorted', 'indexes', 'by-state', 'sort'], /table\["index-sorted"\]/],
  [
    'index.projection',
    ['tables', 'index-projected', 'indexes', 'by-state', 'projection'],
    /table\["index-projected"\]/,
  ],
  ['buckets', ['buckets'], /bucket\["papers"\]\.aws_s3_bucket\./],
  ['function.memory', ['functions', 'large', 'memory'], /function\["large"\]\.aws_lambda_function/],
  ['function.timeout', ['functions', 'slow', 'timeout'], /function\["slow"\]\.aws_lambda_function/],
  ['function.environment', ['functions', 'told', 'environment'], /function\["told"\]\.aws_lambda_function/],
  ['function.allow', ['functions', 'granted', 'allow'], /function\["granted"\]\.aws_iam_role_policy/],
  ['http', ['http', 'GET /api/b'], /http_api\.aws_apigatewayv2_route\.this\["GET \/api\/b"\]/],
  ['websocket', ['websocket'], /websocket_api\[0\]\.aws_apigatewayv2_api/],
  ['mapping.batch', ['events', 0, 'batch'], /event\["batches-answers"\]/],
  ['mapping.retries', ['events', 1, 'retries'], /event\["retries-answers"\]/],
  ['mapping.maximumAge', ['events', 2, 'maximumAge'], /event\["ages-answers"\]/],
  ['mapping.bisect', ['events', 3, 'bisect'], /event\["halves-answers"\]/],
  ['mapping.reportFailures', ['events', 4, 'reportFailures'], /event\["reports-answers"\]/],
  ['mapping.onFailure', ['events', 5, 'onFailure'], /event\["failures-answers"\]/],
  ['mapping.filters', ['events', 6, 'filters'], /event\["filters-answers"\]/],
  ['events', ['events', 7], /event\["mapped-answers"\]/],
  ['schedules', ['schedules'], /schedule\["answers"\]\.aws_scheduler_schedule/],
  ['web.pages', ['web', 'pages'], /aws_cloudfront_function\./],
  ['web.media', ['web', 'media'], /bucket\["media"\]\.aws_s3_bucket\./],
  ['web.headers', ['web', 'headers'], /aws_cloudfront_response_headers_policy\.this\["site"\]/],
  ['web.apiHeaders', ['web', 'apiHeaders'], /aws_cloudfront_response_headers_policy\.this\["api"\]/],
];

/** What is told to nobody in AWS, or tried by itself below, and why. */
const here = new Map([
  ['seed', 'items for an empty folder on this machine'],
  ['function.concurrency', 'processes on this machine'],
  ['web', 'a shop without a site has no address: nothing in it is optional'],
  ['web.originHeader', 'the stack asks for it wherever there is a site'],
  ['table.ttl', 'refused: tried by itself'],
]);

interface Schema {
  required?: string[];
  properties?: Record<string, Schema>;
}

/** As `table.ttl`; of the file itself by the name alone. */
function optionalFields(schema: Schema & { $defs: Record<string, Schema> }): string[] {
  const { table, function: fn, websocket, mapping, web } = schema.$defs;
  const index = (table?.properties?.indexes as { additionalProperties?: Schema }).additionalProperties;
  const parts = {
    '': schema,
    table,
    'table.key': table?.properties?.key,
    index,
    function: fn,
    websocket,
    mapping,
    web,
  };
  return Object.entries(parts).flatMap(([name, part]) =>
    Object.keys(part?.properties ?? {})
      .filter((field) => !part?.required?.includes(field))
      .map((field) => (name === '' ? field : `${name}.${field}`)),
  );
}

let copy: string;
let source: Document;

async function stackIn(folder: string): Promise<void> {
  await mkdir(join(folder, 'packages'), { recursive: true });
  for (const name of Object.keys((source.toJS() as { functions: object }).functions))
    await writeFile(join(folder, `packages/${name}.zip`), name);
  await writeFile(
    join(folder, 'main.tf'),
    `provider "aws" {
  region              = "${region}"
  allowed_account_ids = ["${account}"]
}
module "shop" {
  source      = "./infra/stack"
  environment = "dev"
  app_file    = "./now.yaml"
  package_dir = "./packages"
}
`,
  );
  await tf(folder, 'init');
}

const without = (...paths: (string | number)[][]): string => {
  const document = source.clone();
  // The last of a list first: the others keep their places.
  for (const path of paths.toReversed()) document.deleteIn(path);
  return document.toString();
};

describe.runIf(canPlan)('what is taken out of app.yaml', () => {
  let taken: Plan;
  beforeAll(async () => {
    copy = await copyOf(root);
    source = parseDocument(await readFile(join(import.meta.dirname, 'taken-out/app.yaml'), 'utf8'));
    await stackIn(copy);
    await writeFile(join(copy, 'now.yaml'), source.toString());
    await tf(copy, 'apply', '-auto-approve');
    await writeFile(join(copy, 'now.yaml'), without(...cases.map(([, path]) => path)));
    taken = await plan(copy, '-refresh=false');
  });
  afterAll(() => discard(copy));

  it.each(cases)('%s changes the plan', (_, __, change) => {
    expect(changes(taken).filter((address) => change.test(address))).not.toEqual([]);
  });

  it('changes nothing while nothing is taken out', async () => {
    await writeFile(join(copy, 'now.yaml'), source.toString());
    expect(changes(await plan(copy, '-refresh=false'))).toEqual([]);
  });

  it('is every optional field, or what AWS is not told', async () => {
    const schema = parse(await readFile(join(root, 'app.schema.json'), 'utf8')) as Parameters<typeof optionalFields>[0];
    expect([...cases.map(([field]) => field), ...here.keys()].sort()).toEqual(optionalFields(schema).sort());
  });
});

/** As AWS's provider does with a block that is left out and that DynamoDB still knows (verify.SuppressMissingOptionalConfigurationBlock). */
const kept = `resource "aws_dynamodb_table" "this" {
  lifecycle {
    ignore_changes = [ttl]
  }
}
`;

describe.runIf(canPlan)('TTL that is taken out of app.yaml', () => {
  let module: string;
  beforeAll(async () => {
    copy = await copyOf(root);
    module = join(copy, 'infra/modules/table');
    await tf(module, 'init', '-backend=false');
  });
  afterAll(() => discard(copy));
  const table = ['-var', 'name=shop-dev-orders', '-var', 'key={partition="pk:S"}'];

  it('is refused while DynamoDB has it on, with the words that turn it off', async () => {
    await tf(module, 'apply', '-auto-approve', ...table, '-var', 'ttl=expiresAt');
    await writeFile(join(module, 'kept_override.tf'), kept);
    const refused = await tf(module, 'plan', '-refresh=false', ...table).catch(String);
    expect(refused.replaceAll(/[\s│╷╵]+/g, ' ')).toContain(
      'aws dynamodb update-time-to-live --table-name shop-dev-orders --time-to-live-specification Enabled=false,AttributeName=expiresAt',
    );
  });

  it('is taken out once DynamoDB has it off', async () => {
    const file = join(module, 'terraform.tfstate');
    const state = (await readFile(file, 'utf8')).replace('"attribute_name": "expiresAt",', '"attribute_name": "",');
    await writeFile(file, state.replace(/("ttl": \[\s*\{[^}]*"enabled": )true/, '$1false'));
    expect(changes(await plan(module, '-refresh=false', ...table))).toEqual([]);
  });

  it('was never there, and nothing is said', async () => {
    expect(changes(await plan(module, '-refresh=false', ...table, '-var', 'name=shop-dev-others'))).not.toEqual([]);
  });
});
