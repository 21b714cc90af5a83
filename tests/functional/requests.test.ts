import { describe, expect, test } from 'vitest';
import { operations } from '../support/contract.ts';
import { call, exchange } from '../support/http.ts';
import { must, pointers, problem, shop } from '../support/shop.ts';

const api = shop();

const filled = (template: string): string => template.replace(/\{\w+\}/g, 'anything');
const paths = [...new Set(operations.map((operation) => operation.split(' ')[1] ?? ''))];
const methodsOf = (path: string): string[] =>
  operations.filter((operation) => operation.endsWith(` ${path}`)).map((operation) => operation.split(' ')[0] ?? '');
/** What can be got can be asked for its head. */
const allowed = (methods: readonly string[]): string[] =>
  methods.includes('GET') ? [...methods, 'HEAD'] : [...methods];

/** Operations that take a body, each with headers that lead to it. */
const withBody: [string, string, Record<string, string>][] = [
  ['POST', '/products', {}],
  ['PATCH', '/products/anything/content', { 'If-Match': '"c1"', 'Content-Type': 'application/merge-patch+json' }],
  ['POST', '/products/anything/stock', {}],
  ['PUT', '/baskets/anything/lines/anything', {}],
  ['POST', '/orders', { 'Idempotency-Key': 'a' }],
];
const json = { 'Content-Type': 'application/json' };

describe('an unknown route', () => {
  test.each(['/nothing', '/products/a/b/c', '/products/', '/Products', '/orders/a/ship', '/', '/products//content'])(
    'is not found: %s',
    async (path) => {
      for (const method of ['GET', 'POST', 'DELETE']) {
        problem(404, 'not-found', await api.call(method, path));
      }
    },
  );

  test.each(['/api', '/api/', '/api/v2/products', '/api/v1'])('is not found below /api either: %s', async (path) => {
    const answer = await call(api.url, 'GET', path);
    expect(answer.status === 404 || !path.startsWith('/api/')).toBe(true);
  });

  test.each(paths)('is told the methods of %s', async (path) => {
    const known = methodsOf(path);
    for (const method of ['GET', 'PUT', 'POST', 'PATCH', 'DELETE', 'OPTIONS'].filter(
      (candidate) => !known.includes(candidate),
    )) {
      const answer = await api.call(method, filled(path));
      problem(405, 'method-not-allowed', answer);
      expect(answer.headers.allow?.split(', ').sort()).toEqual(allowed(known).sort());
    }
  });
});

describe('a body', () => {
  const broken: [string, string | Buffer][] = [
    ['that ends early', '{"name": "x"'],
    ['with something behind it', '{} {}'],
    ['with single quotes', "{'name': 'x'}"],
    ['with a comma too many', '{"name": "x",}'],
    ['with NaN', '{"quantity": NaN}'],
    ['with half a surrogate pair', '{"name": "\\ud800"}'],
    ['with a bare control character', '{"name": "\u0001"}'],
    ['that is nothing', ''],
    ['nested without end', '['.repeat(30_000)],
  ];

  test.each(broken)('%s is not JSON, wherever it is sent', async (_, body) => {
    for (const [method, path, headers] of withBody) {
      problem(400, 'malformed-json', await api.own(method, path, { body, headers: { ...json, ...headers } }));
    }
    expect(withBody.length).toBeGreaterThan(0);
  });

  test('that is not UTF-8 is refused', async () => {
    const body = Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0x22, 0x7d]);
    for (const [method, path, headers] of withBody) {
      const answer = await api.own(method, path, { body, headers: { ...json, ...headers } });
      // API Gateway hands JSON on as text, with U+FFFD for what is none; other types come to the function as they were sent.
      if (method === 'PATCH') problem(400, 'malformed-json', answer);
      else expect([400, 422]).toContain(answer.status);
    }
  });

  test.each(['[]', '"text"', '7', 'null', 'true'])('that is %s and no object is refused whole', async (body) => {
    for (const [method, path, headers] of withBody) {
      expect(
        pointers(
          problem(422, 'invalid-content', await api.own(method, path, { body, headers: { ...json, ...headers } })),
        ),
      ).toEqual(['']);
    }
  });

  test('may nest no deeper than anyone needs', async () => {
    for (const body of [`${'['.repeat(2000)}${']'.repeat(2000)}`, `${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}`]) {
      const answer = await api.own('POST', '/products', { body, headers: json });
      expect([400, 422]).toContain(answer.status);
    }
  });

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/jsonx',
    'multipart/form-data; boundary=x',
    'application/xml',
    'nonsense',
  ])('of type %s is not taken', async (type) => {
    for (const [method, path, headers] of withBody) {
      problem(
        415,
        'unsupported-media-type',
        await api.own(method, path, { body: '{}', headers: { ...headers, 'Content-Type': type } }),
      );
    }
    expect(withBody.length).toBeGreaterThan(0);
  });

  test('without a type is not taken', async () => {
    problem(415, 'unsupported-media-type', await api.own('POST', '/products', { body: '{}' }));
  });

  test.each([
    'application/json',
    'APPLICATION/JSON',
    'application/json; charset=utf-8',
    'application/json;charset="UTF-8"',
  ])('of type %s is taken', async (type) => {
    must(201, await api.call('POST', '/baskets', { body: '{}', headers: { 'Content-Type': type } }));
  });

  test('may have 64 KiB and not a byte more', async () => {
    const sized = (bytes: number): string => JSON.stringify({ name: 'x'.repeat(bytes - '{"name":""}'.length) });
    for (const [method, path, headers] of withBody) {
      problem(
        422,
        'invalid-content',
        await api.own(method, path, { body: sized(65_536), headers: { ...json, ...headers } }),
      );
      problem(
        413,
        'payload-too-large',
        await api.own(method, path, { body: sized(65_537), headers: { ...json, ...headers } }),
      );
    }
    expect(withBody.length).toBeGreaterThan(0);
  });

  test('may come in chunks', async () => {
    must(201, await api.call('POST', '/baskets', { body: '{}', headers: { ...json, 'Transfer-Encoding': 'chunked' } }));
  });
});

describe('Accept', () => {
  test.each([
    '*/*',
    'application/*',
    'application/json',
    'text/html, application/json;q=0.5',
    'application/problem+json, */*;q=0.1',
    'APPLICATION/JSON',
  ])('may be %s', async (accept) => {
    must(200, await api.call('GET', '/meta', { headers: { Accept: accept } }));
  });

  test.each(['text/html', 'application/xml', 'image/*', 'application/json;q=0', 'text/csv, text/plain'])(
    'may not be %s',
    async (accept) => {
      for (const path of ['/meta', '/products', '/products/anything', '/orders/anything', '/baskets/anything']) {
        problem(406, 'not-acceptable', await api.call('GET', path, { headers: { Accept: accept } }));
      }
      expect(accept).not.toBe('');
    },
  );
});

describe('a trace', () => {
  const parent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

  test('is new for every request', async () => {
    const traces = await Promise.all(
      Array.from({ length: 5 }, async () => (await api.call('GET', '/meta')).headers['x-trace-id']),
    );
    expect(new Set(traces).size).toBe(5);
  });

  test('continues the one that the caller began, in answers and in problems', async () => {
    const headers = { traceparent: parent };
    const fine = await api.call('GET', '/meta', { headers });
    const wrong = await api.call('GET', '/products?limit=0', { headers });

    expect(fine.headers['x-trace-id']).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
    expect(problem(400, 'invalid-parameter', wrong).instance).toBe('urn:trace:4bf92f3577b34da6a3ce929d0e0e4736');
  });

  test.each([
    'nonsense',
    '00-00000000000000000000000000000000-00f067aa0ba902b7-01',
    '00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01',
    'ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    '00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01',
    '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7',
  ])('begins anew where the caller sent %s', async (traceparent) => {
    const answer = await api.call('GET', '/meta', { headers: { traceparent } });
    expect(answer.status).toBe(200);
    expect(answer.headers['x-trace-id']).not.toBe('4bf92f3577b34da6a3ce929d0e0e4736');
  });
});

describe('the service', () => {
  test('says that it lives, what it is and which switches are on', async () => {
    expect(must(200, await api.call('GET', '/health'))).toEqual({ status: 'ok' });
    expect(must(200, await api.call('GET', '/meta'))).toMatchObject({ currency: 'EUR' });
  });

  test('refuses unknown query parameters everywhere', async () => {
    for (const path of [
      '/products',
      '/categories',
      '/changes?since=a:1',
      '/studio/products',
      '/orders?state=paid',
      '/health',
      '/meta',
    ]) {
      const answer = await api.own('GET', `${path}${path.includes('?') ? '&' : '?'}colour=red`);
      expect(pointers(problem(400, 'invalid-parameter', answer)), path).toEqual(['/colour']);
    }
  });

  test('does not mind a percent sign that escapes nothing', async () => {
    for (const target of ['/api/v1/products/a%zz', '/api/v1/products?q=%zz', '/api/v1/products?q=%ff']) {
      const answer = await exchange(api.url, 'GET', target);
      expect([200, 400, 404], target).toContain(answer.status);
    }
  });
});
