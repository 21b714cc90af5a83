// Events as AWS sends them to functions, one sample a kind, with every key that AWS documents for an API, a stream or a schedule that is
// set up as the shop's are (no authorizer, no client certificates, no stage variables), and of the types that the community keeps.
//   HTTP       https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
//   WebSocket  https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-requests.html
//   stream     https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
//   schedule   https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyWebsocketEventV2,
  AttributeValue,
  DynamoDBRecord,
  DynamoDBStreamEvent,
  EventBridgeEvent,
} from 'aws-lambda';

export interface Asked {
  /** The route's key, such as `GET /things/{id}`. */
  route: string;
  path: string;
  query?: Record<string, string>;
  parameters?: Record<string, string>;
  headers?: Record<string, string>;
  cookies?: string[];
  body?: string;
  /** The body as API Gateway sends what is no text. */
  base64?: boolean;
}

const at = Date.parse('2026-11-22T12:00:00Z');
const logTime = '22/Nov/2026:12:00:00 +0000';

/** Payload format 2.0. Absent from an event is what its request has not. */
export function httpEvent({ route, path, query, parameters, headers, cookies, body, base64 = false }: Asked) {
  return {
    version: '2.0',
    routeKey: route,
    rawPath: path,
    rawQueryString: new URLSearchParams(query).toString(),
    ...(cookies === undefined ? {} : { cookies }),
    headers: {
      accept: '*/*',
      host: 'abcdefghij.execute-api.eu-central-1.amazonaws.com',
      'user-agent': 'sample/1.0',
      'x-amzn-trace-id': 'Root=1-5f3a8b1c-0123456789abcdef01234567',
      'x-forwarded-for': '192.0.2.7',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
      ...(body === undefined ? {} : { 'content-length': String(body.length), 'content-type': 'application/json' }),
      ...headers,
    },
    ...(query === undefined ? {} : { queryStringParameters: query }),
    requestContext: {
      accountId: '123456789012',
      apiId: 'abcdefghij',
      domainName: 'abcdefghij.execute-api.eu-central-1.amazonaws.com',
      domainPrefix: 'abcdefghij',
      http: {
        method: /^\S+/.exec(route)?.[0] ?? '',
        path,
        protocol: 'HTTP/1.1',
        sourceIp: '192.0.2.7',
        userAgent: 'sample/1.0',
      },
      requestId: 'JKJaXmPLvHcESHA=',
      routeKey: route,
      stage: '$default',
      time: logTime,
      timeEpoch: at,
    },
    ...(body === undefined ? {} : { body: base64 ? Buffer.from(body).toString('base64') : body }),
    ...(parameters === undefined ? {} : { pathParameters: parameters }),
    isBase64Encoded: base64,
  } satisfies APIGatewayProxyEventV2;
}

const socketContext = {
  extendedRequestId: 'U7sHGF1AliAFVxA=',
  requestTime: logTime,
  messageDirection: 'IN' as const,
  stage: 'ws',
  connectedAt: at - 10_000,
  requestTimeEpoch: at,
  identity: { sourceIp: '192.0.2.7', userAgent: 'sample/1.0' },
  requestId: 'U7sHGF1AliAFVxA=',
  domainName: 'klmnopqrst.execute-api.eu-central-1.amazonaws.com',
  connectionId: 'U7sHGcXGFiACFWA=',
  apiId: 'klmnopqrst',
};
const onceEach = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));

/** The types know messages alone: they demand a message's id of every event, and know neither headers nor who is asking. */
type WithoutMessage = Omit<APIGatewayProxyWebsocketEventV2, 'requestContext'> & {
  requestContext: Omit<APIGatewayProxyWebsocketEventV2['requestContext'], 'messageId'> & Record<string, unknown>;
};

export function connectEvent(headers: Record<string, string>, query?: Record<string, string>) {
  const all = { Host: socketContext.domainName, 'Sec-WebSocket-Version': '13', ...headers };
  return {
    headers: all,
    multiValueHeaders: onceEach(all),
    ...(query === undefined ? {} : { queryStringParameters: query, multiValueQueryStringParameters: onceEach(query) }),
    requestContext: { routeKey: '$connect', eventType: 'CONNECT' as const, ...socketContext },
    isBase64Encoded: false,
  } satisfies WithoutMessage & Record<string, unknown>;
}

export function messageEvent(route: string, body: string) {
  return {
    requestContext: {
      routeKey: route,
      messageId: 'U7sHHcVLFiACFWA=',
      eventType: 'MESSAGE' as const,
      ...socketContext,
    },
    body,
    isBase64Encoded: false,
  } satisfies APIGatewayProxyWebsocketEventV2;
}

export function disconnectEvent() {
  const headers = { Host: socketContext.domainName, 'x-api-key': '', 'X-Forwarded-For': '', 'x-restapi': '' };
  return {
    headers,
    multiValueHeaders: onceEach(headers),
    requestContext: {
      routeKey: '$disconnect',
      disconnectStatusCode: 1001,
      eventType: 'DISCONNECT' as const,
      disconnectReason: 'Going away',
      ...socketContext,
    },
    isBase64Encoded: false,
  } satisfies WithoutMessage & Record<string, unknown>;
}

type Image = Record<string, AttributeValue>;
export interface Change {
  table: string;
  keys: Image;
  before?: Image;
  after?: Image;
  number: string;
}

/** A record of a stream of new and old images. */
export function streamRecord({ table, keys, before, after, number }: Change) {
  return {
    eventID: `c4ca4238a0b923820dcc509a6f75${number.slice(-4)}`,
    eventName: before === undefined ? 'INSERT' : after === undefined ? 'REMOVE' : 'MODIFY',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'eu-central-1',
    dynamodb: {
      ApproximateCreationDateTime: at / 1000,
      Keys: keys,
      ...(after === undefined ? {} : { NewImage: after }),
      ...(before === undefined ? {} : { OldImage: before }),
      SequenceNumber: number,
      SizeBytes: 59,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
    eventSourceARN: `arn:aws:dynamodb:eu-central-1:123456789012:table/${table}/stream/2026-11-22T00:00:00.000`,
  } satisfies DynamoDBRecord;
}

export const streamEvent = (...changes: Change[]) =>
  ({ Records: changes.map(streamRecord) }) satisfies DynamoDBStreamEvent;

/** What EventBridge Scheduler sends where the schedule says nothing of an input. */
export const scheduleEvent = () =>
  ({
    version: '0',
    id: '9f0d4a6e-3c1b-4a57-8f0e-5a1d2c3b4e5f',
    'detail-type': 'Scheduled Event',
    source: 'aws.scheduler',
    account: '123456789012',
    time: '2026-11-22T12:00:00Z',
    region: 'eu-central-1',
    resources: ['arn:aws:scheduler:eu-central-1:123456789012:schedule/default/vitrine-dev-sweeper'],
    detail: '{}',
  }) satisfies EventBridgeEvent<'Scheduled Event', string>;

/** What callers and tables fill: here the keys are theirs. */
const free = new Set([
  'headers',
  'multiValueHeaders',
  'queryStringParameters',
  'multiValueQueryStringParameters',
  'pathParameters',
  'Keys',
  'NewImage',
  'OldImage',
]);

const kindOf = (value: unknown): string => (Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value);
const kindsOf = (held: object): string[] => [...new Set(Object.values(held).map(kindOf))];

/** An event without its values: each key with the kind of what it holds. */
export function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])];
  if (value === null || typeof value !== 'object') return kindOf(value);
  return Object.fromEntries(
    Object.entries(value).map(([key, held]) => [key, free.has(key) ? kindsOf(held as object) : shapeOf(held)]),
  );
}
