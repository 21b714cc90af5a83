import { http, HttpResponse } from 'msw/http';
import { describe, expect, it, vi } from 'vitest';
import { server } from '@/test/server';
import { keepWhatWasSeen } from './keeping';

describe('what a page asked for before there was a worker', () => {
  const own = location.origin;
  const seen = (...names: string[]) =>
    vi
      .spyOn(performance, 'getEntriesByType')
      .mockReturnValue(names.map((name) => ({ name }) as PerformanceResourceTiming));

  it('is asked for again where the worker keeps it, once each', async () => {
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
    await keepWhatWasSeen();
    expect(asked).toEqual([`${own}/api/v1/products?limit=24`, `${own}/media/products/pot/abc-320.avif`]);
  });

  it('is left when nothing answers any more', async () => {
    seen(`${own}/api/v1/products`, `${own}/api/v1/categories`);
    let asked = 0;
    server.use(
      http.get('*', () => {
        asked++;
        return HttpResponse.error();
      }),
    );
    await keepWhatWasSeen();
    expect(asked).toBe(1);
  });
});
