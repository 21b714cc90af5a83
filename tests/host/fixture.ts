// An application that has nothing to do with a shop: its functions are in functions/, in Python and bash.
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import { type AppFile, type FunctionEntry, writeApp } from '../support/app.ts';
import { type Answer, exchange, type Send } from '../support/http.ts';
import { type Host, type HostOptions, startHost } from '../support/host.ts';

const code = (name: string): string => fileURLToPath(new URL(`functions/${name}`, import.meta.url));

const everything = [
  'dynamodb:BatchGetItem',
  'dynamodb:BatchWriteItem',
  'dynamodb:ConditionCheckItem',
  'dynamodb:DeleteItem',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:Query',
  'dynamodb:Scan',
  'dynamodb:UpdateItem',
];

/** A function that uses botocore. */
const withBotocore = (name: string, entry: Partial<FunctionEntry>): FunctionEntry => ({
  code: code(name),
  memory: 512,
  timeout: 30,
  ...entry,
  environment: { PYTHONPATH: inject('pythonPath'), ...entry.environment },
});

const consumer = (stream: string): FunctionEntry =>
  withBotocore('consumer', {
    environment: { LOG_TABLE: '${table.log}', STREAM: stream },
    allow: [
      { actions: ['dynamodb:PutItem'], on: ['table.log'] },
      {
        actions: [
          'dynamodb:DescribeStream',
          'dynamodb:GetRecords',
          'dynamodb:GetShardIterator',
          'dynamodb:ListStreams',
        ],
        on: [`stream.${stream}`],
      },
    ],
  });

const tables: AppFile['tables'] = {
  things: { key: { partition: 'id:S' } },
  rows: {
    key: { partition: 'pk:S', sort: 'sk:N' },
    indexes: {
      'by-colour': { partition: 'colour:S', sort: 'size:N', projection: 'all' },
      'keys-by-shape': { partition: 'shape:S', projection: 'keys' },
    },
  },
  fading: { key: { partition: 'id:S' }, ttl: 'expiresAt' },
  log: { key: { partition: 'stream:S', sort: 'id:S' } },
  jobs: { key: { partition: 'id:S' }, stream: 'new-and-old' },
  chosen: { key: { partition: 'id:S' }, stream: 'new' },
};

const functions = (): AppFile['functions'] => ({
  echo: {
    code: code('echo'),
    memory: 256,
    timeout: 7,
    concurrency: 2,
    environment: { GREETING: 'hello there', TABLE: '${table.things}', STAGE: '${stage}' },
  },
  moods: { code: code('moods'), timeout: 10, concurrency: 3 },
  hasty: { code: code('moods'), timeout: 1, concurrency: 3 },
  bash: { code: code('bash') },
  'init-error': { code: code('init-error'), timeout: 2 },
  'init-exit': { code: code('init-exit'), timeout: 2 },
  socket: withBotocore('socket', {
    environment: { AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: '${websocket.endpoint}' },
    allow: [{ actions: ['execute-api:ManageConnections'], on: ['websocket'] }],
  }),
  tables: withBotocore('tables', {
    concurrency: 4,
    allow: [
      {
        actions: everything,
        on: ['table.things', 'table.rows', 'table.fading', 'table.log', 'table.jobs', 'table.chosen'],
      },
    ],
  }),
  reader: withBotocore('tables', {
    environment: { AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: '${websocket.endpoint}' },
    allow: [{ actions: ['dynamodb:GetItem', 'dynamodb:Query'], on: ['table.rows'] }],
  }),
  jobs: consumer('jobs'),
  chosen: consumer('chosen'),
});

const http: AppFile['http'] = {
  'GET /health': 'echo',
  'ANY /echo': 'echo',
  'ANY /echo/{proxy+}': 'echo',
  'GET /echo/{first}/named/{second}': 'echo',
  'POST /echo/exact': 'echo',
  'GET /moods/{mood}': 'moods',
  'GET /hasty/{mood}': 'hasty',
  'GET /hello/{name}': 'bash',
  'GET /init-error': 'init-error',
  'GET /init-exit': 'init-exit',
  'GET /socket': 'socket',
  'POST /socket': 'socket',
  'POST /tables': 'tables',
  'POST /reader': 'reader',
};

export const fixture = (): AppFile => ({
  name: 'fixture',
  tables,
  functions: functions(),
  http,
  websocket: {
    path: '/socket-api',
    select: '$request.body.do',
    routes: { $connect: 'socket', $disconnect: 'socket', $default: 'socket', say: 'socket', fail: 'socket' },
  },
  events: [
    { stream: 'jobs', to: 'jobs', batch: 5, retries: 2 },
    {
      stream: 'chosen',
      to: 'chosen',
      batch: 5,
      filters: ['{"eventName":["INSERT"],"dynamodb":{"NewImage":{"kind":{"S":["wanted"]}}}}'],
    },
  ],
});

export interface Told {
  ok?: Record<string, unknown> & {
    Item?: Item;
    Items?: Item[];
    Attributes?: Item;
    Count?: number;
    LastEvaluatedKey?: Item;
  };
  error?: { Code: string; Message: string };
  status?: number;
  reasons?: { Code: string; Item?: Item }[] | null;
  item?: Item | null;
}
export type Item = Record<string, Record<string, unknown>>;

export class Fixture {
  readonly host: Host;

  private constructor(host: Host) {
    this.host = host;
  }

  static async start(change: (app: AppFile) => void = () => undefined, options: HostOptions = {}): Promise<Fixture> {
    const app = fixture();
    change(app);
    return await Fixture.startFile(await writeApp(app), options);
  }

  static async startFile(app: string, options: HostOptions = {}): Promise<Fixture> {
    return new Fixture(await startHost({ app, ...options }));
  }

  async call(method: string, target: string, send: Send = {}): Promise<Answer> {
    return await exchange(this.host.url, method, target, send);
  }

  /** One DynamoDB operation, carried out by a function with botocore. */
  async dynamo(operation: string, args: object, more: object = {}, through = '/tables'): Promise<Told> {
    const answer = await this.call('POST', through, { json: { operation, arguments: args, ...more } });
    if (answer.status !== 200) throw new Error(`${operation}: ${answer.status} ${answer.text}`);
    return answer.body as Told;
  }

  async stop(): Promise<void> {
    await this.host.stop();
  }
}

/** fixture-local-NAME, as a function's ${table.NAME} gives it. */
export const table = (name: string): string => `fixture-local-${name}`;
