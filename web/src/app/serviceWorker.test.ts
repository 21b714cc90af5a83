import { http, HttpResponse } from 'msw/http';
import { describe, expect, it, vi } from 'vitest';
import { server } from '@/test/server';
import { cacheWhatWasSeen } from './serviceWorker';

describe('what a page fetched before the service worker took control', () => {
  const own = location.origin;
  const seen = (...names: string[]) =>
    vi
      .spyOn(performance, 'getEntriesByType')
      .mockReturnValue(names.map((name) => ({ name }) as PerformanceResourceTiming));

  it('is fetched once more where the worker caches it', async () => {
    seen(
      `${own}/api/v1/products?limit=24`,
      `${own}/media/products/pot/abc-320.avif`,
      `${own}/api/v1/products?limit=24`,
      `${own}/api/v1/baskets/b1`,
      `${own}/api/v1/changes?since=e1:0`,
      `${own}/assets/index-B1xK9a_z.js`,
      'https://elsewhere.example/api/v1/products',
    );
    const asked: string[] = [];
    server.use(
      http.get('*', ({ request }) => {
        asked.push(request.url);
        return HttpResponse.json({});
      }),
    );
    await cacheWhatWasSeen();
    expect(asked).toEqual([`${own}/api/v1/products?limit=24`, `${own}/media/products/pot/abc-320.avif`]);
  });

  it('is no longer fetched after the first failure', async () => {
    seen(`${own}/api/v1/products`, `${own}/api/v1/categories`);
    let asked = 0;
    server.use(
      http.get('*', () => {
        asked++;
        return HttpResponse.error();
      }),
    );
    await cacheWhatWasSeen();
    expect(asked).toBe(1);
  });
});
