import { describe, expect, test } from 'vitest';
import { exchange } from '../support/http.ts';
import { bearer, shop } from '../support/shop.ts';

const api = shop();

describe('HEAD', () => {
  test.each([
    '/products?limit=2',
    '/categories',
    '/meta',
    '/health',
    '/studio/products?limit=1',
    '/orders?state=paid',
    '/products?limit=none',
    '/products/nothing-of-this-name',
  ])('of %s is what GET is, without its body', async (path) => {
    const get = await api.own('GET', path);
    const head = await exchange(api.url, 'HEAD', `/api/v1${path}`);
    expect(head.status).toBe(get.status);
    expect(head.text).toBe('');
    for (const name of ['content-type', 'cache-control', 'vary', 'etag'])
      expect(head.headers[name], name).toBe(get.headers[name]);
  });

  test('of a basket and of an order needs their tokens', async () => {
    const basket = await api.fill({ [(await api.create()).id]: 1 });
    const path = `/api/v1/baskets/${basket.id}`;
    expect((await exchange(api.url, 'HEAD', path)).status).toBe(404);
    const opened = await exchange(api.url, 'HEAD', path, { headers: bearer(basket.token) });
    expect(opened.status).toBe(200);
    expect(opened.headers.etag).toMatch(/^"\d+-\d+"$/);
  });
});
