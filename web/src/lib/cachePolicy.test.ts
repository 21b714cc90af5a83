import { describe, expect, it } from 'vitest';
import { type RequestTraits, cachePolicyOf } from './cachePolicy';

const ORIGIN = 'https://shop.test';
const asked = (path: string, change: Partial<RequestTraits> = {}) =>
  cachePolicyOf(
    { method: 'GET', url: new URL(path, ORIGIN), isNavigation: false, isAuthorized: false, ...change },
    ORIGIN,
  );

describe('the service worker', () => {
  it.each([
    '/api/v1/products?limit=24',
    '/api/v1/products?q=tea&sort=price',
    '/api/v1/products/sunday-teapot',
    '/api/v1/categories',
    '/api/v1/meta',
  ])('caches %s, which is public', (path) => expect(asked(path)).toBe('catalogue'));

  it.each([
    '/api/v1/baskets/b1',
    '/api/v1/baskets',
    '/api/v1/orders/o1',
    '/api/v1/orders',
    '/api/v1/orders/o1/payment',
    '/api/v1/changes?since=e1:0',
    '/api/v1/products/sunday-teapot/content',
    '/api/v1/studio/products',
    '/api/v1/health',
    '/api/v2/products',
    '/ws',
    '/assets/index-AAAA.js',
  ])('passes %s on to the network', (path) => expect(asked(path)).toBeNull());

  it.each(['/', '/c/kitchen?utm_source=x', '/p/sunday-teapot', '/basket', '/checkout', '/orders/o1', '/index.html'])(
    'answers the page %s with the shell',
    (path) => expect(asked(path, { isNavigation: true })).toBe('page'),
  );

  it.each(['/robots.txt', '/licenses/fonts.txt', '/api/v1/products', '/media/og.jpg'])(
    'leaves %s to the network where the browser goes there',
    (path) => expect(asked(path, { isNavigation: true })).toBeNull(),
  );

  it('caches pictures', () => expect(asked('/media/a-400.avif')).toBe('picture'));

  it('passes on what is not a GET, of another origin, or authorized', () => {
    expect(asked('/api/v1/products', { method: 'POST' })).toBeNull();
    expect(asked('/api/v1/products', { method: 'HEAD' })).toBeNull();
    expect(asked('/api/v1/products', { isAuthorized: true })).toBeNull();
    expect(asked('https://elsewhere.test/api/v1/products')).toBeNull();
  });
});
