// What comes in pieces, as networks deliver it. Between two pieces another connection is answered: by then the host has
// read the first, and still turns.
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, within } from '../support/eventually.ts';
import { RawConnection } from '../support/raw.ts';
import { Fixture } from './fixture.ts';

let app: Fixture;
let other: RawConnection;
beforeAll(async () => {
  app = await Fixture.start();
  other = await RawConnection.to(app.host.url);
});
afterAll(async () => {
  other.close();
  await app.stop();
});

let asked = 0;
async function another(): Promise<void> {
  asked += 1;
  other.send(`GET /nowhere/${asked} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  const answered = (text: string): number => text.split('HTTP/1.1 404').length - 1;
  await eventually(
    async () => (answered(await other.until('HTTP/1.1 404', 5_000)) >= asked ? true : undefined),
    'another connection is answered',
  );
}

/** The bytes in two parts, to a new connection; what comes back, once it holds `wanted`. */
async function cut(bytes: Buffer, at: number, wanted: string): Promise<string> {
  const connection = await RawConnection.to(app.host.url);
  try {
    connection.send(bytes.subarray(0, at));
    await another();
    connection.send(bytes.subarray(at));
    return await connection.until(wanted, 5_000);
  } finally {
    connection.close();
  }
}

const head = 'POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
const requests = {
  sized: `${head}Content-Length: 7\r\n\r\n{"a":1}`,
  chunked: `${head}Transfer-Encoding: chunked\r\n\r\n5\r\n{"a":\r\n2;x=y\r\n1}\r\n0\r\nX-Trailer: 1\r\n\r\n`,
};

describe('a request', () => {
  test('whose chunks are written apart is answered, and so are those after it', async () => {
    const status = new Promise<number | undefined>((resolve, reject) => {
      const sent = request(`${app.host.url}/echo`, { method: 'POST' }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      sent.on('error', reject);
      sent.write('{"a":', () => {
        void another().then(() => {
          sent.write('1}');
          sent.end();
        }, reject);
      });
    });
    expect(await within(5_000, 'the answer', status)).toBe(200);
    expect((await within(5_000, 'another answer', app.call('GET', '/echo'))).status).toBe(200);
  });

  test.each(Object.entries(requests))('with a %s body is answered wherever it is cut', async (_, text) => {
    const bytes = Buffer.from(text);
    for (let at = 1; at < bytes.length; ++at) {
      const answer = await cut(bytes, at, '{\\"a\\":1}');
      expect(answer, `cut at ${at}`).toContain('HTTP/1.1 200');
    }
  });
});

/** A client's frame. */
function frame(first: number, payload: string): Buffer {
  const mask = Buffer.from([0x37, 0xfa, 0x21, 0x3d]);
  const masked = Buffer.from(payload).map((byte, at) => byte ^ (mask[at % 4] ?? 0));
  return Buffer.concat([Buffer.from([first, 0x80 | masked.length]), mask, masked]);
}

const handshake = (mark: string): string =>
  `GET /socket-api?mark=${mark} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
  'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';

interface SocketEvent {
  queryStringParameters?: Record<string, string>;
  body?: string;
  requestContext: { connectionId: string; eventType: string };
}

/** What the function has been told of the connection with this mark, in order. */
async function toldOf(mark: string): Promise<string[]> {
  const events = (await app.call('GET', '/socket')).body as SocketEvent[];
  const connect = events.find((event) => event.queryStringParameters?.mark === mark);
  return events
    .filter((event) => event.requestContext.connectionId === connect?.requestContext.connectionId)
    .map((event) => event.body ?? event.requestContext.eventType);
}

async function opened(mark: string): Promise<RawConnection> {
  const connection = await RawConnection.to(app.host.url);
  connection.send(handshake(mark));
  expect(await connection.until('\r\n\r\n', 5_000)).toContain('101 Switching Protocols');
  return connection;
}

describe('a WebSocket message', () => {
  test('is answered wherever its frames are cut', async () => {
    const frames = Buffer.concat([frame(0x01, '{"do":'), frame(0x89, 'ping'), frame(0x80, '"say"}')]);
    for (let at = 1; at < frames.length; ++at) {
      const connection = await opened(`cut-${at}`);
      connection.send(frames.subarray(0, at));
      await another();
      connection.send(frames.subarray(at));
      expect(await connection.until('"route"', 5_000), `cut at ${at}`).toContain('"say"');
      connection.close();
    }
  });

  const bye = frame(0x88, '');
  test.each([
    [
      'one',
      'together with a close',
      (connection: RawConnection) => {
        connection.send(Buffer.concat([frame(0x81, '1'), bye]));
      },
    ],
    [
      'three',
      'together with a close',
      (connection: RawConnection) => {
        connection.send(Buffer.concat([frame(0x81, '1'), frame(0x81, '2'), frame(0x81, '3'), bye]));
      },
    ],
    [
      'one',
      'just before the end',
      (connection: RawConnection) => {
        connection.send(frame(0x81, '1'));
        connection.finish();
      },
    ],
  ])('reaches its function when %s came %s', async (count, how, send) => {
    const mark = `${count}-${how.replaceAll(' ', '-')}`;
    const connection = await opened(mark);
    send(connection);
    await connection.toEnd(1_500);
    const told = await eventually(async () => {
      const now = await toldOf(mark);
      return now.includes('DISCONNECT') ? now : undefined;
    }, 'the disconnect event');
    expect(told).toEqual(['CONNECT', ...['1', '2', '3'].slice(0, count === 'three' ? 3 : 1), 'DISCONNECT']);
  });
});
