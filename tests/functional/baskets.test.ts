import { describe, expect, test } from 'vitest';
import { type Basket, bearer, euros, must, type NewBasket, pointers, problem, shop } from '../support/shop.ts';

const api = shop();

describe('a basket', () => {
  test('starts empty and open, with a token that is shown once', async () => {
    const answer = await api.call('POST', '/baskets');
    const { token, ...basket } = must<NewBasket>(201, answer);

    expect(basket).toMatchObject({ state: 'open', lines: [], count: 0, total: euros(0) });
    expect(answer.headers.location).toBe(`/api/v1/baskets/${basket.id}`);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(must(200, await api.call('GET', `/baskets/${basket.id}`, { headers: bearer(token) }))).toEqual(basket);
  });

  test('is made with an empty object too, and with nothing else', async () => {
    must(201, await api.call('POST', '/baskets', { json: {} }));
    expect(
      pointers(problem(422, 'invalid-content', await api.call('POST', '/baskets', { json: { lines: [] } }))),
    ).toEqual(['/lines']);
  });

  test('lives for 30 days', async () => {
    const { expiresAt } = await api.newBasket();
    const days = (Date.parse(expiresAt) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(29.9);
    expect(days).toBeLessThan(30.1);
  });

  test('has no two with one id or one token', async () => {
    const made = await Promise.all(Array.from({ length: 20 }, () => api.newBasket()));
    expect(new Set(made.map(({ id }) => id)).size).toBe(20);
    expect(new Set(made.map(({ token }) => token)).size).toBe(20);
  });

  test('adds up its lines at current prices, in the order they were added', async () => {
    const first = await api.create({ price: euros(1299) });
    const second = await api.create({ price: euros(5) });
    const basket = await api.fill({ [second.id]: 3, [first.id]: 2 });

    expect(
      basket.lines.map(({ product, quantity, unitPrice, lineTotal, notices }) => [
        product.id,
        quantity,
        unitPrice,
        lineTotal,
        notices,
      ]),
    ).toEqual([
      [second.id, 3, euros(5), euros(15), []],
      [first.id, 2, euros(1299), euros(2598), []],
    ]);
    expect(basket.count).toBe(5);
    expect(basket.total).toEqual(euros(2613));
  });

  test('sets a quantity rather than adding to it', async () => {
    const { id } = await api.create();
    const basket = await api.fill({ [id]: 3 });
    expect(must<Basket>(200, await api.setLine(basket, id, 2)).lines[0]?.quantity).toBe(2);
  });

  test('keeps its order of lines when one changes', async () => {
    const ids = await Promise.all([1, 2, 3].map(async () => (await api.create()).id));
    const basket = await api.fill(Object.fromEntries(ids.map((id) => [id, 1])));
    const changed = must<Basket>(200, await api.setLine(basket, ids[0] ?? '', 5));
    expect(changed.lines.map(({ product }) => product.id)).toEqual(ids);
  });

  test('has a rev and an ETag that change with it', async () => {
    const { id } = await api.create();
    const empty = await api.newBasket();
    const filled = await api.setLine(empty, id, 1);
    const basket = must<Basket>(200, filled);

    expect(basket.rev).toBeGreaterThan(empty.rev);
    expect(filled.headers.etag).toMatch(new RegExp(`^"${basket.rev}-`));
    const same = await api.call('GET', `/baskets/${basket.id}`, {
      headers: { ...bearer(empty.token), 'If-None-Match': filled.headers.etag ?? '' },
    });
    expect(same.status).toBe(304);
  });

  test('has another ETag once a price in it is another', async () => {
    const { id } = await api.create();
    const basket = await api.fill({ [id]: 1 });
    const before = await api.call('GET', `/baskets/${basket.id}`, { headers: bearer(basket.token) });
    await api.edit(id, { price: euros(1500) });

    const after = await api.call('GET', `/baskets/${basket.id}`, {
      headers: { ...bearer(basket.token), 'If-None-Match': before.headers.etag ?? '' },
    });
    expect(must<Basket>(200, after).total).toEqual(euros(1500));
  });

  test.each([
    ['a quantity of 0', async (basket: NewBasket, id: string) => api.setLine(basket, id, 0)],
    [
      'DELETE',
      async (basket: NewBasket, id: string) =>
        api.call('DELETE', `/baskets/${basket.id}/lines/${id}`, { headers: bearer(basket.token) }),
    ],
  ])('loses a line by %s, and does not mind where there is none', async (_, remove) => {
    const { id } = await api.create();
    const basket = await api.fill({ [id]: 3 });

    expect(must(200, await remove(basket, id))).toMatchObject({ lines: [], count: 0, total: euros(0) });
    expect(must(200, await remove(basket, id))).toMatchObject({ lines: [] });
    expect(must(200, await remove(basket, 'no-such-product'))).toMatchObject({ lines: [] });
  });

  test('takes more than is available, and says so', async () => {
    const { id } = await api.create({ available: 2 });
    const basket = await api.fill({ [id]: 5 });
    expect(basket.lines[0]).toMatchObject({ quantity: 5, notices: [{ type: 'insufficient-stock', available: 2 }] });
  });

  test('says when a price changed, until the line is set again', async () => {
    const { id } = await api.create({ price: euros(1000) });
    const basket = await api.fill({ [id]: 2 });
    await api.edit(id, { price: euros(1100) });

    const changed = must<Basket>(
      200,
      await api.call('GET', `/baskets/${basket.id}`, { headers: bearer(basket.token) }),
    );
    expect(changed.lines[0]).toMatchObject({
      unitPrice: euros(1100),
      lineTotal: euros(2200),
      notices: [{ type: 'price-changed', from: euros(1000), to: euros(1100) }],
    });
    expect(must<Basket>(200, await api.setLine(basket, id, 2)).lines[0]?.notices).toEqual([]);
  });

  test('says when a product has left the shop, and lets it be removed', async () => {
    const { id } = await api.create();
    const basket = await api.fill({ [id]: 2 });
    must(204, await api.own('DELETE', `/products/${id}`));

    const left = must<Basket>(200, await api.call('GET', `/baskets/${basket.id}`, { headers: bearer(basket.token) }));
    expect(left.lines[0]?.notices).toContainEqual({ type: 'unavailable' });
    problem(404, 'not-found', await api.setLine(basket, id, 1));
    expect(must<Basket>(200, await api.setLine(basket, id, 0)).lines).toEqual([]);
  });

  test('takes no product that is not there', async () => {
    const basket = await api.newBasket();
    problem(404, 'not-found', await api.setLine(basket, 'no-such-product', 1));
    problem(404, 'not-found', await api.setLine(basket, 'NOT-AN-ID', 1));
  });

  test.each([
    ['/quantity', { quantity: 100 }],
    ['/quantity', { quantity: -1 }],
    ['/quantity', { quantity: 1.5 }],
    ['/quantity', { quantity: '1' }],
    ['/quantity', { quantity: null }],
    ['/quantity', { quantity: 1e300 }],
    ['/quantity', {}],
    ['/unitPrice', { quantity: 1, unitPrice: euros(1) }],
  ])('refuses a line with %s wrong (case %#)', async (pointer, json) => {
    const { id } = await api.create();
    const basket = await api.newBasket();
    const answer = await api.call('PUT', `/baskets/${basket.id}/lines/${id}`, { json, headers: bearer(basket.token) });
    expect(pointers(problem(422, 'invalid-content', answer))).toEqual([pointer]);
  });

  test('holds 50 products, 99 of each, and not one more', async () => {
    const ids = await Promise.all(Array.from({ length: 51 }, async () => (await api.create()).id));
    const basket = await api.fill(Object.fromEntries(ids.slice(0, 50).map((id) => [id, 99])));
    expect(basket).toMatchObject({ count: 4950, total: euros(4_950_000) });

    problem(422, 'basket-full', await api.setLine(basket, ids[50] ?? '', 1));
    must(200, await api.setLine(basket, ids[0] ?? '', 98));
    must(200, await api.setLine(basket, ids[1] ?? '', 0));
    expect(must<Basket>(200, await api.setLine(basket, ids[50] ?? '', 1)).lines).toHaveLength(50);
  });

  test('loses none of many lines set at once', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, async () => (await api.create()).id));
    const basket = await api.newBasket();
    await Promise.all(ids.map(async (id) => must(200, await api.setLine(basket, id, 2))));

    const whole = must<Basket>(200, await api.call('GET', `/baskets/${basket.id}`, { headers: bearer(basket.token) }));
    expect(whole.lines.map(({ product }) => product.id).sort()).toEqual([...ids].sort());
  });

  test('is closed by its order: readable, and changed no more', async () => {
    const { id } = await api.create();
    const basket = await api.fill({ [id]: 1 });
    must(201, await api.checkout(basket));

    problem(409, 'basket-closed', await api.setLine(basket, id, 2));
    problem(
      409,
      'basket-closed',
      await api.call('DELETE', `/baskets/${basket.id}/lines/${id}`, { headers: bearer(basket.token) }),
    );
    expect(
      must<Basket>(200, await api.call('GET', `/baskets/${basket.id}`, { headers: bearer(basket.token) })),
    ).toMatchObject({
      state: 'closed',
      lines: [{ quantity: 1 }],
    });
  });
});
