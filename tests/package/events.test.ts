// Every shipped function takes the events that AWS documents, and answers as AWS asks of it. Its table is an empty one.
import { rm } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  connectEvent,
  disconnectEvent,
  httpEvent,
  messageEvent,
  scheduleEvent,
  streamEvent,
} from '../support/aws-events.ts';
import { temporaryFolder } from '../support/host.ts';
import { Authority, Endpoint } from './endpoint.ts';
import { database, editorKey, origin } from './functions.ts';
import { Lambda } from './lambda.ts';
import { entry, fromCloudFront, sale } from './wake.ts';

let folder: string;
let authority: Authority;
let endpoint: Endpoint;
let lambda: Lambda;

beforeAll(async () => {
  folder = await temporaryFolder();
  authority = await Authority.found(folder);
  endpoint = await Endpoint.start(await authority.certify(database));
  return () => rm(folder, { recursive: true, force: true });
});
afterAll(() => endpoint.stop());

/** One process of a function for the tests of a group. */
const withFunction = (name: string): void => {
  beforeAll(async () => {
    lambda = await Lambda.start(name, { authority, endpoint });
    return () => lambda.stop();
  });
  afterEach(() => {
    endpoint.failing.clear();
  });
};

interface HttpAnswer {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
}
const http = async (asked: Parameters<typeof httpEvent>[0]): Promise<HttpAnswer> => {
  const { answer, error } = await lambda.invoke(
    httpEvent({ ...asked, headers: { ...fromCloudFront, ...asked.headers } }),
  );
  expect(error, lambda.log).toBeUndefined();
  return answer as HttpAnswer;
};

describe('catalog takes an HTTP event', () => {
  withFunction('catalog');
  const owner = { authorization: `Bearer ${editorKey}`, 'content-type': 'application/json' };
  const stock = (body: string, base64: boolean) =>
    http({
      route: 'POST /api/v1/products/{id}/stock',
      path: '/api/v1/products/sunday-teapot/stock',
      parameters: { id: 'sunday-teapot' },
      headers: owner,
      body,
      base64,
    });

  test('with a query and cookies', async () => {
    const { statusCode, body } = await http({
      route: 'GET /api/v1/products',
      path: '/api/v1/products',
      query: { category: 'kitchen', sort: 'price' },
      cookies: ['one=1', 'two=2'],
    });
    expect(statusCode).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ items: [] });
  });

  test.each([true, false])('with a body, and a body that is no JSON is told so (base64: %s)', async (base64) => {
    expect((await stock('{"delta":5,"reason":"delivery"}', base64)).statusCode).toBe(404);
    expect((await stock('{"delta":5', base64)).statusCode).toBe(400);
  });

  test('and refuses one that did not come through CloudFront', async () => {
    const { statusCode } = await http({
      route: 'GET /api/v1/products',
      path: '/api/v1/products',
      headers: { 'x-origin-secret': 'guessed' },
    });
    expect(statusCode).toBe(403);
  });
});

describe('baskets takes an HTTP event', () => {
  withFunction('baskets');

  test('without a body', async () => {
    const { statusCode, body } = await http({ route: 'POST /api/v1/baskets', path: '/api/v1/baskets' });
    expect(statusCode).toBe(201);
    expect(JSON.parse(body)).toMatchObject({ lines: [] });
  });

  test.each([true, false])('with a body (base64: %s)', async (base64) => {
    const put = (body: string) =>
      http({
        route: 'PUT /api/v1/baskets/{id}/lines/{productId}',
        path: '/api/v1/baskets/basket-one/lines/sunday-teapot',
        parameters: { id: 'basket-one', productId: 'sunday-teapot' },
        headers: { authorization: 'Bearer dG9rZW4tb2YtYS10ZXN0', 'content-type': 'application/json' },
        body,
        base64,
      });
    expect((await put('{"quantity":1}')).statusCode).toBe(404);
    expect((await put('{"quantity":')).statusCode).toBe(400);
  });
});

describe('orders takes an HTTP event', () => {
  withFunction('orders');

  test('of an order that is not there', async () => {
    const { statusCode, headers, body } = await http({
      route: 'GET /api/v1/orders/{id}',
      path: '/api/v1/orders/order-one',
      parameters: { id: 'order-one' },
      headers: { authorization: 'Bearer dG9rZW4tb2YtYS10ZXN0' },
    });
    expect(statusCode).toBe(404);
    expect(headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(body)).toMatchObject({ type: '/problems/not-found' });
  });
});

describe('sockets takes a WebSocket event', () => {
  withFunction('sockets');
  const told = async (event: unknown): Promise<{ statusCode: number; body?: string }> => {
    const { answer, error } = await lambda.invoke(event);
    expect(error, lambda.log).toBeUndefined();
    return answer as { statusCode: number; body?: string };
  };

  test('of a new connection from the shop’s own page', async () => {
    expect(
      (await told(connectEvent({ Origin: origin, 'X-Origin-Secret': fromCloudFront['x-origin-secret'] }))).statusCode,
    ).toBe(200);
  });

  test.each([
    ['from another page', { Origin: 'https://evil.example', 'X-Origin-Secret': fromCloudFront['x-origin-secret'] }],
    ['past CloudFront', { Origin: origin, 'X-Origin-Secret': 'guessed' }],
  ])('of a new connection %s, and refuses it', async (_, headers) => {
    expect((await told(connectEvent(headers))).statusCode).toBe(403);
  });

  test('of messages: hello, ping, and what it does not know', async () => {
    const hello = await told(messageEvent('hello', '{"action":"hello","topics":["catalogue"]}'));
    expect(JSON.parse(hello.body ?? '')).toMatchObject({ type: 'ready' });
    expect(JSON.parse((await told(messageEvent('ping', '{"action":"ping"}'))).body ?? '')).toMatchObject({
      type: 'pong',
    });
    expect(JSON.parse((await told(messageEvent('$default', 'no JSON'))).body ?? '')).toMatchObject({ type: 'error' });
  });

  test('of an ended connection', async () => {
    expect((await told(disconnectEvent())).statusCode).toBe(200);
  });
});

describe.each([
  ['projector', sale, 'GetItem'],
  ['pusher', entry, 'Query'],
])('%s takes a batch of a stream', (name, change, operation) => {
  withFunction(name);
  const numbers = ['100000000000000000001', '100000000000000000002'] as const;

  test('and says that all of it is done', async () => {
    const { answer, error } = await lambda.invoke(streamEvent(...numbers.map(change)));
    expect(error, lambda.log).toBeUndefined();
    expect(answer).toEqual({ batchItemFailures: [] });
  });

  test('and names the record from which on it is to be sent again', async () => {
    endpoint.failing.add(operation);
    const { answer, error } = await lambda.invoke(streamEvent(...numbers.map(change)));
    expect(error, lambda.log).toBeUndefined();
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: numbers[0] }] });
  });
});

describe('sweeper takes the event of a schedule', () => {
  withFunction('sweeper');

  test('and looks for what is due', async () => {
    const before = endpoint.requests.length;
    const { error } = await lambda.invoke(scheduleEvent());
    expect(error, lambda.log).toBeUndefined();
    expect(endpoint.requests.slice(before)).toContain('Query');
  });
});
