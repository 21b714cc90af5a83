// WebSocket events as AWS documents them, and the management API (@connections) as botocore speaks it.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { eventually, within } from '../support/eventually.ts';
import { Fixture } from './fixture.ts';
import { PlainSocket } from './plain-socket.ts';

interface SocketEvent {
  headers?: Record<string, string>;
  multiValueHeaders?: Record<string, string[]>;
  queryStringParameters?: Record<string, string>;
  body?: string;
  isBase64Encoded: boolean;
  requestContext: Record<string, unknown> & { connectionId: string; eventType: string; routeKey: string };
}

let app: Fixture;
beforeAll(async () => {
  app = await Fixture.start();
});
afterAll(async () => {
  await app.stop();
});

async function opened(query = '', headers: Record<string, string> = {}): Promise<PlainSocket> {
  const socket = await PlainSocket.open(app.host.url, `/socket-api${query}`, headers);
  onTestFinished(() => {
    socket.cut();
  });
  return socket;
}

const eventsOf = async (): Promise<SocketEvent[]> => (await app.call('GET', '/socket')).body as SocketEvent[];

/** The events of the connection that sent this query. */
async function eventsAbout(query: string, type: string): Promise<SocketEvent> {
  return await eventually(async () => {
    const events = await eventsOf();
    const connect = events.find(
      (event) => event.requestContext.eventType === 'CONNECT' && event.queryStringParameters?.mark === query,
    );
    return events.find(
      (event) =>
        event.requestContext.eventType === type &&
        event.requestContext.connectionId === connect?.requestContext.connectionId,
    );
  }, `an event ${type}`);
}

const shared = [
  'apiId',
  'connectedAt',
  'connectionId',
  'domainName',
  'eventType',
  'extendedRequestId',
  'identity',
  'messageDirection',
  'requestId',
  'requestTime',
  'requestTimeEpoch',
  'routeKey',
  'stage',
];

describe('a WebSocket event', () => {
  test('of a new connection has what AWS documents', async () => {
    await opened('?mark=connect&x=1', { 'X-Mine': 'yes', 'User-Agent': 'test/1.0' });
    const event = await eventsAbout('connect', 'CONNECT');

    expect(Object.keys(event).sort()).toEqual([
      'headers',
      'isBase64Encoded',
      'multiValueHeaders',
      'multiValueQueryStringParameters',
      'queryStringParameters',
      'requestContext',
    ]);
    expect(Object.keys(event.requestContext).sort()).toEqual(shared);
    expect(event.requestContext).toMatchObject({
      routeKey: '$connect',
      eventType: 'CONNECT',
      messageDirection: 'IN',
      identity: { sourceIp: '127.0.0.1', userAgent: 'test/1.0' },
    });
    expect(event.headers).toMatchObject({ 'X-Mine': 'yes', 'Sec-WebSocket-Version': '13' });
    expect(event.multiValueHeaders?.['X-Mine']).toEqual(['yes']);
    expect(event.queryStringParameters).toEqual({ mark: 'connect', x: '1' });
    expect(event.isBase64Encoded).toBe(false);
    expect(event.requestContext.connectionId).toMatch(/^[A-Za-z0-9_-]+=*$/);
    expect(event.requestContext.requestTime).toMatch(/^\d{2}\/[A-Z][a-z]{2}\/\d{4}:\d{2}:\d{2}:\d{2} \+0000$/);
  });

  test('of a message has its route, its text and an id of its own', async () => {
    const socket = await opened('?mark=message');
    await socket.ask('{"do":"say","text":"é"}');
    const event = await eventsAbout('message', 'MESSAGE');

    expect(Object.keys(event).sort()).toEqual(['body', 'isBase64Encoded', 'requestContext']);
    expect(Object.keys(event.requestContext).sort()).toEqual([...shared, 'messageId'].sort());
    expect(event).toMatchObject({
      body: '{"do":"say","text":"é"}',
      requestContext: { routeKey: 'say', eventType: 'MESSAGE', messageDirection: 'IN' },
    });
  });

  test('of an ended connection has its status and reason', async () => {
    const socket = await opened('?mark=ended');
    await socket.close(1000, 'done here');
    const event = await eventsAbout('ended', 'DISCONNECT');

    expect(event.requestContext).toMatchObject({
      routeKey: '$disconnect',
      eventType: 'DISCONNECT',
      disconnectStatusCode: 1000,
      disconnectReason: 'done here',
    });
    expect(Object.keys(event.requestContext).sort()).toEqual(
      [...shared, 'disconnectReason', 'disconnectStatusCode'].sort(),
    );
  });

  test('comes when a connection is cut without a word', async () => {
    const socket = await opened('?mark=cut');
    socket.cut();
    expect((await eventsAbout('cut', 'DISCONNECT')).requestContext.routeKey).toBe('$disconnect');
  });
});

describe('a message', () => {
  test.each([
    ['{"do":"say"}', 'say'],
    ['{"do":"unheard of"}', '$default'],
    ['{"other":1}', '$default'],
    ['no JSON', '$default'],
    ['{"do":"$connect"}', '$default'],
  ])('%s goes to the route %s, and its answer comes back', async (text, route) => {
    const socket = await opened();
    expect(await socket.ask(text)).toMatchObject({ route, said: text });
  });

  test('that its function fails on is told so, with ids to ask by', async () => {
    const socket = await opened();
    expect(await socket.ask('{"do":"fail"}')).toMatchObject({
      message: 'Internal server error',
      connectionId: expect.stringMatching(/./) as string,
      requestId: expect.stringMatching(/./) as string,
    });
    expect(await socket.ask('{"do":"say"}')).toMatchObject({ route: 'say' });
  });

  test('of bytes closes the connection', async () => {
    const socket = await opened();
    socket.sendBinary(Buffer.from([1, 2, 3]));
    expect((await within(5_000, 'the close', socket.closed)).code).toBe(1003);
  });
});

describe('a handshake', () => {
  test.each([200, 201])('that its function answers %i is accepted', async (status) => {
    const socket = await opened(`?status=${status}`);
    expect(await socket.ask('{"do":"say"}')).toMatchObject({ route: 'say' });
  });

  test.each([
    [403, 403],
    [401, 401],
    [500, 500],
  ])('that its function answers %i is refused with %i', async (status, refused) => {
    await expect(opened(`?status=${status}`)).rejects.toThrow(`refused with ${refused}`);
  });

  test('at another path is a request like any other', async () => {
    await expect(PlainSocket.open(app.host.url, '/echo')).rejects.toThrow('refused with 200');
    await expect(PlainSocket.open(app.host.url, '/nowhere')).rejects.toThrow('refused with 404');
  });
});

describe('@connections', () => {
  const manage = async (operation: string, connection: string, more: Record<string, unknown> = {}): Promise<unknown> =>
    (await app.call('POST', '/socket', { json: { operation, arguments: { ConnectionId: connection, ...more } } })).body;

  async function connection(mark: string): Promise<{ socket: PlainSocket; id: string }> {
    const socket = await opened(`?mark=${mark}`);
    return { socket, id: (await eventsAbout(mark, 'CONNECT')).requestContext.connectionId };
  }

  test('posts to a connection', async () => {
    const { socket, id } = await connection('post');
    expect(await manage('post_to_connection', id, { Data: '{"pushed":"é"}' })).toMatchObject({ status: 200 });
    expect(await socket.next()).toBe('{"pushed":"é"}');
  });

  test('cuts a message of up to 128 KB into frames, and refuses more', async () => {
    const { socket, id } = await connection('large');
    const largest = 'x'.repeat(128 * 1024);
    expect(await manage('post_to_connection', id, { Data: largest })).toMatchObject({ status: 200 });
    expect(await socket.next()).toBe(largest);
    expect(await manage('post_to_connection', id, { Data: `${largest}x` })).toMatchObject({
      status: 413,
      code: 'PayloadTooLargeException',
    });
  });

  test('tells about a connection', async () => {
    const { id } = await connection('about');
    expect(await manage('get_connection', id)).toMatchObject({
      status: 200,
      connectedAt: expect.stringMatching(/^2\d{3}-/) as string,
    });
  });

  test('ends a connection', async () => {
    const { socket, id } = await connection('delete');
    expect(await manage('delete_connection', id)).toMatchObject({ status: 204 });
    await within(5_000, 'the close', socket.closed);
    expect(await manage('post_to_connection', id, { Data: 'late' })).toMatchObject({
      status: 410,
      code: 'GoneException',
    });
  });

  test('says that a connection which ended is gone', async () => {
    const { socket, id } = await connection('gone');
    await socket.close();
    await eventsAbout('gone', 'DISCONNECT');
    expect(await manage('post_to_connection', id, { Data: 'late' })).toMatchObject({
      status: 410,
      code: 'GoneException',
    });
  });

  test('refuses an id that can be none', async () => {
    for (const id of ['x', 'not/an/id', 'IU3kkeN4IAMCJwA']) {
      expect(await manage('post_to_connection', id, { Data: 'late' })).toMatchObject({
        status: 400,
        code: 'BadRequestException',
      });
    }
    expect(await manage('post_to_connection', 'IU3kkeN4IAMCJwA=', { Data: 'late' })).toMatchObject({ status: 410 });
  });

  test('is for functions that app.yaml allows it', async () => {
    const { id } = await connection('denied');
    const told = await app.dynamo(
      'PostToConnection',
      { ConnectionId: id, Data: 'x' },
      { service: 'apigatewaymanagementapi' },
      '/reader',
    );
    expect(told).toMatchObject({ status: 403 });
  });
});
