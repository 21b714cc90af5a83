// A host that is told to end does so in peace and in time, whatever its connections are in the middle of.
import { execFileSync } from 'node:child_process';
import { constants } from 'node:fs';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { within } from '../support/eventually.ts';
import { temporaryFolder } from '../support/host.ts';
import { RawConnection } from '../support/raw.ts';
import { Fixture, table } from './fixture.ts';
import { PlainSocket } from './plain-socket.ts';

const post = 'POST /echo HTTP/1.1\r\nHost: localhost\r\n';
const upgrade =
  'GET /socket-api HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
  'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';

/** What a connection has sent, and nothing more after it. */
const middles = {
  nothing: '',
  'half a line': 'GET /ec',
  'half a head': 'GET /echo HTTP/1.1\r\nHos',
  'half a body': `${post}Content-Length: 10\r\n\r\n12345`,
  "a chunk's head": `${post}Transfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n1`,
  'half of its trailers': `${post}Transfer-Encoding: chunked\r\n\r\n0\r\nX-Trail`,
  'what is refused': 'nonsense\r\n\r\n',
  'a request whose function hangs': 'GET /moods/hang HTTP/1.1\r\nHost: localhost\r\n\r\n',
  'a handshake': upgrade,
  "half a frame's head": `${upgrade}\u0081`,
  'half a frame': `${upgrade}\u0081\u0085\u0001\u0001\u0001\u0001ab`,
};

describe.each(['SIGTERM', 'SIGINT'] as const)('on %s', (signal) => {
  test('a host ends whatever its connections have sent', async () => {
    const app = await Fixture.start();
    onTestFinished(() => app.stop());
    for (const sent of Object.values(middles)) {
      const connection = await RawConnection.to(app.host.url);
      onTestFinished(() => {
        connection.close();
      });
      connection.send(Buffer.from(sent, 'latin1'));
    }
    expect((await app.call('GET', '/nowhere')).status).toBe(404);

    process.kill(app.host.pid, signal);
    expect(await within(9_000, 'the host ends', app.host.ended)).toEqual({ code: 0, signal: null });
  });
});

test('a host that ends tells its functions of each WebSocket, and warns of none', async () => {
  const data = await temporaryFolder();
  const app = await Fixture.start(
    ({ functions }) => {
      if (functions.socket !== undefined) functions.socket.concurrency = 2;
    },
    { data },
  );
  onTestFinished(() => app.stop());
  const sockets = await Promise.all(Array.from({ length: 40 }, () => PlainSocket.open(app.host.url, '/socket-api')));
  for (const socket of sockets.slice(0, 20)) socket.cut();
  process.kill(app.host.pid, 'SIGTERM');
  for (const socket of sockets.slice(20)) {
    expect(await within(5_000, 'its goodbye', socket.closed)).toEqual({ code: 1001, reason: 'Going away' });
  }
  expect((await app.host.ended).code).toBe(0);

  const log = await readFile(join(data, 'log/vitrine.clef'), 'utf8');
  const lines = log
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.filter((line) => line['@mt'] === 'WebSocket closed with {Code}')).toHaveLength(40);
  expect(lines.filter((line) => line['@l'] !== undefined).map((line) => line['@mt'])).toEqual([]);
});

describe('a host whose function hangs on being told', () => {
  const begin = async (): Promise<Fixture> => {
    const app = await Fixture.start((file) => {
      const routes = { $connect: 'socket', $disconnect: 'moods', $default: 'socket' };
      file.websocket = { path: '/socket-api', select: '$request.body.do', routes };
    });
    onTestFinished(() => app.stop());
    const socket = await PlainSocket.open(app.host.url, '/socket-api');
    process.kill(app.host.pid, 'SIGTERM');
    await within(5_000, 'its goodbye', socket.closed);
    return app;
  };

  test('ends without its answer, and says so without a warning', async () => {
    const app = await begin();
    expect((await within(9_000, 'the host ends', app.host.ended)).code).toBe(0);
    const log = await app.host.log();
    expect(log).toContain('"@mt":"The gateway ends before {Count} $disconnect events were answered","Count":1');
    expect(log).not.toContain('"@l":');
  });

  // Within less than it waits for functions otherwise: on a busy machine the first try may take longer.
  test('ends at once when it is told a second time', { retry: 3 }, async () => {
    const app = await begin();
    const began = performance.now();
    process.kill(app.host.pid, 'SIGTERM');
    expect((await within(9_000, 'the host ends', app.host.ended)).code).toBe(0);
    expect(performance.now() - began).toBeLessThan(1_500);
  });
});

// A pipe takes the place of a file that the network thread writes: it waits there for ever.
describe('a host that hangs', () => {
  async function dataWithPipe(file: string): Promise<{ data: string; pipe: string }> {
    const data = await temporaryFolder();
    onTestFinished(() => rm(data, { recursive: true, force: true }));
    const pipe = join(data, file);
    await mkdir(join(pipe, '..'), { recursive: true });
    execFileSync('mkfifo', [pipe]);
    return { data, pipe };
  }

  test('is ended by its watchdog, which says why', async () => {
    const { data } = await dataWithPipe('queues/lost.jsonl');
    const app = await Fixture.start(
      (file) => {
        file.events = [{ stream: 'jobs', to: 'tables', batch: 1, retries: 0, onFailure: 'lost' }];
      },
      { data },
    );
    await app.dynamo('PutItem', { TableName: table('jobs'), Item: { id: { S: 'one' } } });
    expect(await within(20_000, 'the host is ended', app.host.ended)).toEqual({ code: 7, signal: null });
    expect(await app.host.log()).toContain('The event loop has not turned for 5000 ms');
  });

  test('is ended even where its log is what hangs', async () => {
    const { data, pipe } = await dataWithPipe('log/vitrine.clef');
    const reader = await open(pipe, constants.O_RDWR | constants.O_NONBLOCK); // and it reads nothing
    const app = await Fixture.start(() => undefined, { data });
    void Promise.allSettled(Array.from({ length: 600 }, () => app.call('GET', '/health')));
    expect(await within(20_000, 'the host is ended', app.host.ended)).toEqual({ code: null, signal: 'SIGALRM' });
    await reader.close();
  });
});
