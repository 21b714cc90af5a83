// What the host hands to functions is what AWS documents, key for key: a sample of each kind stands in support/aws-events.ts.
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import {
  connectEvent,
  disconnectEvent,
  httpEvent,
  messageEvent,
  scheduleEvent,
  shapeOf,
  streamEvent,
} from '../support/aws-events.ts';
import type { Send } from '../support/http.ts';
import { Fixture, table } from './fixture.ts';
import { PlainSocket } from './plain-socket.ts';

interface Sent extends Record<string, unknown> {
  source?: string;
  requestContext?: { eventType?: string };
  Records?: { eventName: string }[];
}

const streamActions = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'];

let app: Fixture;
beforeAll(async () => {
  app = await Fixture.start((file) => {
    file.functions.diary = {
      code: fileURLToPath(new URL('functions/diary', import.meta.url)),
      timeout: 10,
      concurrency: 1,
      allow: [{ actions: streamActions.map((action) => `dynamodb:${action}`), on: ['stream.jobs'] }],
    };
    file.http = { ...(file.http as object), 'GET /diary': 'diary' };
    file.events = [{ stream: 'jobs', to: 'diary', batch: 1 }];
    file.schedules = [{ every: '1 minute', to: 'diary' }];
    const routes = Object.fromEntries(['$connect', '$disconnect', '$default'].map((route) => [route, 'diary']));
    file.websocket = { path: '/socket-api', select: '$request.body.do', routes };
  });
});
afterAll(async () => {
  await app.stop();
});

/** The first event that fits of those the diary remembers. */
const written = async (what: string, fits: (event: Sent) => boolean, within = 10_000): Promise<Sent> =>
  await eventually(
    async () => ((await app.call('GET', '/diary')).body as Sent[]).find(fits),
    `an event of ${what}`,
    within,
  );

describe('an HTTP event', () => {
  const echoed = async (method: string, target: string, send: Send): Promise<unknown> =>
    ((await app.call(method, target, send)).body as { event: unknown }).event;

  test('with a query, cookies and a body has the keys of the sample', async () => {
    const headers = { Cookie: 'one=1; two=2' };
    const event = await echoed('POST', '/echo/a?b=c', { json: { a: 1 }, headers });
    const sample = httpEvent({
      route: 'ANY /echo/{proxy+}',
      path: '/echo/a',
      query: { b: 'c' },
      parameters: { proxy: 'a' },
      cookies: ['one=1', 'two=2'],
      body: '{"a":1}',
    });
    expect(shapeOf(event)).toEqual(shapeOf(sample));
  });

  test('of nothing but a path has the keys of the sample', async () => {
    const sample = httpEvent({ route: 'ANY /echo', path: '/echo' });
    expect(shapeOf(await echoed('GET', '/echo', {}))).toEqual(shapeOf(sample));
  });

  test('with a body that is no text has the sample’s body too', async () => {
    const body = '{"a":"é"}';
    const headers = { 'Content-Type': 'application/merge-patch+json' };
    const event = (await echoed('PATCH', '/echo', { body, headers })) as ReturnType<typeof httpEvent>;
    const sample = httpEvent({ route: 'ANY /echo', path: '/echo', body, base64: true });
    expect(shapeOf(event)).toEqual(shapeOf(sample));
    expect([event.body, event.isBase64Encoded]).toEqual([sample.body, true]);
  });
});

describe('a WebSocket event', () => {
  let socket: PlainSocket;
  beforeAll(async () => {
    socket = await PlainSocket.open(app.host.url, '/socket-api?a=b', { 'User-Agent': 'sample/1.0' });
    return () => {
      socket.cut();
    };
  });
  const ofType = (type: string) => written(type, ({ requestContext }) => requestContext?.eventType === type);

  test('of a new connection has the keys of the sample', async () => {
    expect(shapeOf(await ofType('CONNECT'))).toEqual(shapeOf(connectEvent({}, { a: 'b' })));
  });

  test('of a message has the keys of the sample', async () => {
    await socket.ask('{"do":"anything"}');
    expect(shapeOf(await ofType('MESSAGE'))).toEqual(shapeOf(messageEvent('$default', '{}')));
  });

  test('of an ended connection has the keys of the sample', async () => {
    await socket.close(1001, 'Going away');
    expect(shapeOf(await ofType('DISCONNECT'))).toEqual(shapeOf(disconnectEvent()));
  });
});

describe('a record of a stream', () => {
  const id = { S: 'one' };
  const change = { table: table('jobs'), keys: { id }, number: '100000000000000000001' };

  test.each([
    ['INSERT', 'PutItem', { Item: { id, n: { N: '1' } } }, { after: { id } }],
    ['MODIFY', 'PutItem', { Item: { id, n: { N: '2' } } }, { before: { id }, after: { id } }],
    ['REMOVE', 'DeleteItem', { Key: { id } }, { before: { id } }],
  ])('of kind %s has the keys of the sample', async (kind, operation, argument, images) => {
    await app.dynamo(operation, { TableName: table('jobs'), ...argument });
    const event = await written(kind, ({ Records }) => Records?.[0]?.eventName === kind);
    const sample = streamEvent({ ...change, ...images });
    expect(sample.Records[0]?.eventName).toBe(kind);
    expect(shapeOf(event)).toEqual(shapeOf(sample));
  });
});

test('the event of a schedule has the keys of the sample', async () => {
  const event = await written('the schedule', ({ source }) => source === 'aws.scheduler', 75_000);
  expect(shapeOf(event)).toEqual(shapeOf(scheduleEvent()));
}, 90_000);
