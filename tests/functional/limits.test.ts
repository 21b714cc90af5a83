// What no well-behaved client sends: it gets an answer or the door, soon, and nobody else notices.
import { describe, expect, test } from 'vitest';
import { within } from '../support/eventually.ts';
import { call, exchange } from '../support/http.ts';
import { RawConnection } from '../support/raw.ts';
import { bearer, euros, must, remote, shop } from '../support/shop.ts';

const api = shop();

/** What a bare connection is answered. */
async function said(text: string, milliseconds = 5_000): Promise<string> {
  const connection = await RawConnection.to(api.url);
  connection.send(text);
  const answer = await connection.until('\r\n\r\n', milliseconds);
  connection.close();
  return answer;
}

const get = (headers: readonly string[] = [], target = '/api/v1/meta'): string =>
  [`GET ${target} HTTP/1.1`, 'Host: localhost', ...headers, '', ''].join('\r\n');

describe.skipIf(remote)('the gateway', () => {
  test.each([
    ['a line that is no request', 'nonsense\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['a target that is no path', 'GET nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['two Content-Lengths', get(['Content-Length: 1', 'Content-Length: 2']), /^HTTP\/1\.1 400 /],
    ['Content-Length and chunks at once', get(['Content-Length: 5', 'Transfer-Encoding: chunked']), /^HTTP\/1\.1 400 /],
    ['a Content-Length that is no number', get(['Content-Length: many']), /^HTTP\/1\.1 400 /],
    ['a header name with a space', get(['Bad Header: x']), /^HTTP\/1\.1 400 /],
    ['headers without end', get([`X-Long: ${'x'.repeat(20_000)}`]), /^HTTP\/1\.1 431 /],
    ['a target without end', get([], `/api/v1/products?q=${'x'.repeat(20_000)}`), /^HTTP\/1\.1 4(14|31) /],
    ['another version', 'GET / HTTP/3.7\r\nHost: localhost\r\n\r\n', /^HTTP\/1\.1 (400|505) /],
  ])('refuses %s', async (_, request, status) => {
    expect(await said(request)).toMatch(status);
  });

  test('answers requests that come in one piece, in order', async () => {
    const connection = await RawConnection.to(api.url);
    connection.send(get() + get([], '/api/v1/nothing') + get(['Connection: close'], '/api/v1/health'));
    const answers = await connection.toEnd(10_000);
    expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 404', 'HTTP/1.1 200']);
  });

  test('answers a request that comes letter by letter', async () => {
    const connection = await RawConnection.to(api.url);
    for (const letter of get()) connection.send(letter);
    expect(await connection.until('\r\n\r\n', 5_000)).toMatch(/^HTTP\/1\.1 200 /);
    connection.close();
  });

  test('lets a client ask before it sends a body', async () => {
    const connection = await RawConnection.to(api.url);
    connection.send(
      'POST /api/v1/baskets HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n',
    );
    await connection.until('100 Continue\r\n\r\n', 5_000);
    connection.send('{}');
    expect(await connection.until('201 Created', 5_000)).toContain('201 Created');
    connection.close();
  });

  test('takes no more than 10 MiB', async () => {
    const body = Buffer.alloc(10 * 1024 * 1024 + 1, 0x20);
    const answer = await exchange(api.url, 'POST', '/api/v1/products', {
      body,
      headers: { 'Content-Type': 'application/json' },
    }).catch((error: unknown) => error as Error);
    if (answer instanceof Error) throw answer;
    expect(answer.status).toBe(413);
    expect(answer.body).toEqual({ message: 'Request Entity Too Large' });
  });

  test('answers 413 from the function below that', async () => {
    const answer = await call(api.url, 'POST', '/api/v1/products', {
      body: ' '.repeat(1_000_000),
      headers: { 'Content-Type': 'application/json' },
    });
    expect(answer.status).toBe(413);
    expect(answer.body).toMatchObject({ type: '/problems/payload-too-large' });
  });

  test('drops who begins a request and does not go on, and serves all others meanwhile', async () => {
    const halves = await Promise.all(
      Array.from({ length: 200 }, async (_, at) => {
        const connection = await RawConnection.to(api.url);
        connection.send(at % 2 === 0 ? 'GET /api/v1/meta HTTP/1.1\r\nHost: loc' : 'G');
        return connection;
      }),
    );
    for (let i = 0; i < 20; ++i)
      must(200, await within(2_000, 'an answer beside half-sent requests', api.call('GET', '/meta')));
    for (const answer of await Promise.all(halves.map((half) => half.toEnd(15_000)))) {
      expect(answer === '' || answer.startsWith('HTTP/1.1 408 ')).toBe(true);
    }
  });

  test('bears idle connections and sockets by the hundred', async () => {
    const idle = await Promise.all(Array.from({ length: 400 }, () => RawConnection.to(api.url)));
    const sockets = await Promise.all(Array.from({ length: 100 }, () => api.live()));
    const product = await api.create({ price: euros(100) });
    expect((await api.product(product.id)).price).toEqual(euros(100));
    for (const connection of idle) connection.close();
    await Promise.all(sockets.map((socket) => socket.close()));
  });

  test.each(['evil.example', 'localhost.evil.example', '192.168.0.1', '127.0.0.1.nip.io', '[::2]', ''])(
    'refuses the Host %s where editing is open',
    async (host) => {
      const refused = await said(`GET /api/v1/meta HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      expect(refused).toMatch(host === '' ? /^HTTP\/1\.1 (400|403) / : /^HTTP\/1\.1 403 /);
      const site = await said(`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      expect(site).toMatch(host === '' ? /^HTTP\/1\.1 (400|403) / : /^HTTP\/1\.1 403 /);
    },
  );

  test.each(['localhost', 'localhost:1234', 'LOCALHOST', '127.0.0.1', '[::1]', '[::1]:80'])(
    'takes the Host %s',
    async (host) => {
      expect(await said(`GET /api/v1/meta HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)).toMatch(
        /^HTTP\/1\.1 200 /,
      );
    },
  );

  test('refuses a request without Host', async () => {
    expect(await said('GET /api/v1/meta HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1\.1 40[03] /);
  });

  test("replaces a caller's own origin secret", async () => {
    must(200, await api.call('GET', '/meta', { headers: { 'x-origin-secret': 'guessed' } }));
  });

  test('says nothing about a token in its answers to strangers', async () => {
    const answer = await api.call('GET', '/baskets/nothing-here', { headers: bearer('A'.repeat(43)) });
    expect(answer.text).not.toContain('AAAA');
  });
});
