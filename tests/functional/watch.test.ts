// Vite in front of a running shop, as ./dev watch has it: the owner's routes are open behind it, to its own pages alone.
import { type ChildProcess, spawn } from 'node:child_process';
import { request } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { eventually } from '../support/eventually.ts';
import { type Host, root, startHost } from '../support/host.ts';
import { remote } from '../support/shop.ts';

interface Answer {
  status: number;
  allowed: string | undefined;
  body: string;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe.skipIf(remote)('the edit loop', () => {
  let host: Host;
  let vite: ChildProcess;
  let port = 0;

  const ask = (method: string, path: string, headers: Record<string, string>, body?: string): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, method, path, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('end', () => {
          const allowed = response.headers['access-control-allow-origin'];
          resolve({ status: response.statusCode ?? 0, allowed, body: text });
        });
      });
      sent.once('error', reject).end(body);
    });
  const own = (): string => `localhost:${port}`;
  const ownHeaders = (): Record<string, string> => ({ host: own(), origin: `http://${own()}` });
  const restock = (headers: Record<string, string>): Promise<Answer> =>
    ask(
      'POST',
      '/api/v1/products/sunday-teapot/stock',
      { 'content-type': 'application/json', ...headers },
      '{"delta":1}',
    );
  /** The status of a socket's handshake: 101 where it opens. */
  const handshake = (headers: Record<string, string>): Promise<number> =>
    new Promise((resolve) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, { headers });
      const done = (status: number): void => {
        socket.terminate();
        resolve(status);
      };
      socket.once('open', () => {
        done(101);
      });
      socket.once('unexpected-response', (_, { statusCode }) => {
        done(statusCode ?? 0);
      });
      socket.on('error', () => {
        done(0);
      });
    });

  beforeAll(async () => {
    host = await startHost();
    port = await freePort();
    vite = spawn(join(root, 'node_modules/.bin/vite'), ['--host', '127.0.0.1', '--port', String(port)], {
      cwd: join(root, 'web'),
      env: { ...process.env, VITRINE_ORIGIN: `http://127.0.0.1:${host.port}` },
      stdio: 'ignore',
    });
    await eventually(
      async () => ((await ask('GET', '/api/v1/health', { host: own() })).status === 200 ? true : undefined),
      'Vite is there',
      50_000,
    );
  });
  afterAll(async () => {
    vite.kill();
    await host.stop();
  });

  test('serves its own pages, and whoever is no browser', async () => {
    expect((await ask('GET', '/api/v1/orders?state=paid', ownHeaders())).status).toBe(200);
    expect((await restock({ ...ownHeaders(), 'sec-fetch-site': 'same-origin' })).status).toBe(200);
    expect((await restock({ host: `127.0.0.1:${port}` })).status).toBe(200);
    expect(await handshake(ownHeaders())).toBe(101);
  });

  test.each([
    { origin: 'http://evil.example' },
    { origin: 'null' },
    { origin: 'http://localhost:3000' },
    { origin: 'http://localhost' },
    { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { host: 'rebound.example' },
    { host: 'localhost.evil.example' },
    { host: '192.0.2.1', origin: 'http://192.0.2.1' },
    { host: 'rebound.example', origin: 'http://rebound.example' },
  ])('hands nothing on that another site asks: %j', async (headers) => {
    const answers = [
      await ask('GET', '/api/v1/orders?state=paid', { host: own(), ...headers }),
      await ask('OPTIONS', '/api/v1/orders', { host: own(), ...headers }),
      await ask('POST', '/api/v1/orders/any/erasure', { host: own(), ...headers }),
      await restock({ host: own(), ...headers }),
    ];
    for (const { status, allowed } of answers) {
      expect(status).toBe(403);
      expect(allowed).toBeUndefined();
    }
  });

  test.each([
    { origin: 'http://evil.example' },
    { origin: 'http://localhost:3000' },
    { host: 'rebound.example', origin: 'http://rebound.example' },
  ])('opens no socket for another site: %j', async (headers) => {
    expect(await handshake({ host: own(), ...headers })).not.toBe(101);
  });

  test('hides no proxy before it from the shop', async () => {
    for (const headers of [
      { 'x-forwarded-for': '203.0.113.9' },
      { via: '1.1 proxy' },
      { forwarded: 'for=203.0.113.9' },
    ]) {
      const { status, body } = await ask('GET', '/api/v1/orders?state=paid', { host: own(), ...headers });
      expect(status).toBe(403);
      expect(body).toContain('EDITOR_KEY_HASHES');
    }
  });
});
