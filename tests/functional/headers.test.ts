// An answer of the API is data: a browser neither guesses another type for it, nor runs or loads anything of it.
import { describe, expect, test } from 'vitest';
import { exchange } from '../support/http.ts';
import { shop } from '../support/shop.ts';

const api = shop();
const json = { 'Content-Type': 'application/json' };

describe('every answer of the API', () => {
  test.each([
    ['a list', 'GET', '/api/v1/products', {}, 200],
    ['a head', 'HEAD', '/api/v1/products', {}, 200],
    ['a text that is sent back', 'GET', '/api/v1/products?q=%3Cscript%3Ealert(1)%3C/script%3E', {}, 200],
    ['a path that is none', 'GET', '/api/v1/%3Cimg%20src=x%3E', {}, 404],
    ['a method that is none', 'DELETE', '/api/v1/meta', {}, 405],
    ['a type that nobody takes', 'GET', '/api/v1/products', { Accept: 'text/html' }, 406],
    ['what is made', 'POST', '/api/v1/baskets', {}, 201],
    ['what a stranger asks for', 'GET', '/api/v1/orders/0123456789abcdef', json, 404],
  ] as const)('is taken for data, and nothing in it runs: %s', async (_, method, path, headers, status) => {
    const answer = await exchange(api.url, method, path, { headers });
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    });
  });

  test('has browsers come by TLS from then on, where it came by TLS itself', async () => {
    const { headers } = await exchange(api.url, 'GET', '/api/v1/meta', {});
    const byTls = api.url.startsWith('https://');
    expect(headers['strict-transport-security']).toBe(byTls ? 'max-age=63072000; includeSubDomains' : undefined);
  });
});
