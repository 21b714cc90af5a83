import { describe, expect, test } from 'vitest';
import { euros, must, problem, type Product, shop } from '../support/shop.ts';

const api = shop();

describe('one product', () => {
  test('comes with its text, its pictures and its rev as ETag', async () => {
    const [card] = (await api.list('category=kitchen&limit=1')).items;
    const answer = await api.call('GET', `/products/${card?.id ?? ''}`);
    const product = must<Product>(200, answer);

    expect(product).toMatchObject({ kind: 'product', id: card?.id, name: card?.name, status: 'active' });
    expect(product.description).not.toBe('');
    expect(product.images.length).toBeGreaterThanOrEqual(2);
    expect(product.images[0]).toEqual(product.image);
    expect(new Set(product.image?.sources.map(({ width }) => width))).toEqual(new Set([320, 640, 960, 1280]));
    expect(answer.headers.etag).toBe(`"${product.rev}"`);
  });

  test('is never kept by a cache without asking', async () => {
    const { id } = await api.create();
    expect((await api.call('GET', `/products/${id}`)).headers['cache-control']).toMatch(/no-cache|no-store/);
  });

  test('shows a change at once', async () => {
    const { id } = await api.create({ available: 10 });
    for (let available = 11; available <= 20; ++available) {
      must(200, await api.adjust(id, { delta: 1 }));
      expect((await api.product(id)).available).toBe(available);
    }
  });

  test('has a rev that grows with what the public sees', async () => {
    const { id, rev } = await api.create();
    must(200, await api.adjust(id, { delta: 1 }));
    const restocked = await api.product(id);
    await api.edit(id, { price: euros(1234) });
    const repriced = await api.product(id);

    expect(restocked.rev).toBeGreaterThan(rev);
    expect(repriced.rev).toBeGreaterThan(restocked.rev);
  });

  test.each([
    ['its ETag', (etag: string) => etag],
    ['its ETag among others', (etag: string) => `"0", ${etag}, "x"`],
    ['its ETag made weak', (etag: string) => `W/${etag}`],
    ['a star', () => '*'],
  ])('is not sent again to who has %s', async (_, header) => {
    const { id } = await api.create();
    const etag = (await api.call('GET', `/products/${id}`)).headers.etag ?? '';
    const again = await api.call('GET', `/products/${id}`, { headers: { 'If-None-Match': header(etag) } });

    expect(again.status).toBe(304);
    expect(again.headers.etag).toBe(etag);
    expect(again.text).toBe('');
  });

  test('is sent again to who has an older one', async () => {
    const { id } = await api.create();
    const etag = (await api.call('GET', `/products/${id}`)).headers.etag ?? '';
    must(200, await api.adjust(id, { delta: 1 }));

    must(200, await api.call('GET', `/products/${id}`, { headers: { 'If-None-Match': etag } }));
  });

  test('is sent to who says nonsense in If-None-Match', async () => {
    const { id } = await api.create();
    must(200, await api.call('GET', `/products/${id}`, { headers: { 'If-None-Match': 'nonsense' } }));
  });

  test.each(['no-such-product', 'NOT-AN-ID', '-', 'a'.repeat(65), '%2e%2e', '%00', 'a%2Fb', '🫖'])(
    'that could not be or is not there is not found: %s',
    async (id) => {
      problem(404, 'not-found', await api.call('GET', `/products/${id === '🫖' ? encodeURIComponent(id) : id}`));
    },
  );

  test('is not found once it is archived', async () => {
    const { id } = await api.create();
    must(204, await api.own('DELETE', `/products/${id}`));

    problem(404, 'not-found', await api.call('GET', `/products/${id}`));
  });
});
