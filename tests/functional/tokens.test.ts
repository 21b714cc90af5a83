import { beforeAll, describe, expect, test } from 'vitest';
import { bearer, must, type NewBasket, type NewOrder, problem, shop } from '../support/shop.ts';

const api = shop();

const bent = (token: string): string => `${token.startsWith('A') ? 'B' : 'A'}${token.slice(1)}`;

describe('tokens', () => {
  let productId = '';
  const baskets: NewBasket[] = [];
  const orders: NewOrder[] = [];

  beforeAll(async () => {
    productId = (await api.create({ available: 100 })).id;
    for (let i = 0; i < 3; ++i) {
      baskets.push(await api.fill({ [productId]: 1 }));
      orders.push(await api.order({ [productId]: 1 }));
    }
  });

  test('open their own basket and no other', async () => {
    for (const basket of baskets) {
      for (const { token } of baskets) {
        const answer = await api.call('GET', `/baskets/${basket.id}`, { headers: bearer(token) });
        if (token === basket.token) must(200, answer);
        else problem(404, 'not-found', answer);
      }
    }
    expect(baskets).toHaveLength(3);
  });

  test('open their own order and no other', async () => {
    for (const order of orders) {
      for (const { token } of [...orders, ...baskets]) {
        const answer = await api.getOrder({ id: order.id, token });
        if (token === order.token) must(200, answer);
        else problem(404, 'not-found', answer);
      }
    }
    expect(orders).toHaveLength(3);
  });

  test('pay for and cancel their own order and no other, and all refusals are alike', async () => {
    const refusals = new Set<string>();
    for (const order of orders) {
      for (const { token } of [...orders, ...baskets]) {
        if (token === order.token) continue;
        for (const answer of [await api.pay({ id: order.id, token }), await api.cancel({ id: order.id, token })]) {
          refusals.add(JSON.stringify({ ...problem(404, 'not-found', answer), instance: '' }));
        }
      }
      expect(must(200, await api.getOrder(order))).toMatchObject({ rev: 1, state: 'awaiting-payment' });
    }
    expect(refusals.size).toBe(1);
  });

  test('that are wrong are answered like things that are not there', async () => {
    const [basket] = baskets;
    const [order] = orders;
    if (basket === undefined || order === undefined) throw new Error('nothing was made');
    const stranger = bearer(bent(basket.token));
    const calls = (id: string, orderId: string): [string, string, unknown][] => [
      ['GET', `/baskets/${id}`, undefined],
      ['PUT', `/baskets/${id}/lines/${productId}`, { quantity: 1 }],
      ['DELETE', `/baskets/${id}/lines/${productId}`, undefined],
      ['GET', `/orders/${orderId}`, undefined],
      ['POST', `/orders/${orderId}/payment`, { method: 'simulator', instrument: 'ok' }],
      ['POST', `/orders/${orderId}/cancel`, undefined],
    ];
    const real = calls(basket.id, order.id);
    const imagined = calls('nothing-here', 'nothing-here');
    for (const [at, [method, path, json]] of real.entries()) {
      const [, nowhere] = imagined[at] ?? [];
      const refused = problem(404, 'not-found', await api.call(method, path, { json, headers: stranger }));
      const absent = problem(404, 'not-found', await api.call(method, nowhere ?? '', { json, headers: stranger }));
      expect({ ...refused, instance: '' }).toEqual({ ...absent, instance: '' });
    }
  });

  test.each([
    ['missing', undefined],
    ['empty', 'Bearer '],
    ['of another scheme', 'Basic dXNlcjpwYXNz'],
    ['no base64url', 'Bearer ä€'],
    ['far too long', `Bearer ${'A'.repeat(4000)}`],
  ])('that are %s open no basket', async (_, header) => {
    const [basket] = baskets;
    const headers: Record<string, string> =
      header === undefined ? {} : { Authorization: Buffer.from(header, 'utf8').toString('latin1') };
    problem(404, 'not-found', await api.call('GET', `/baskets/${basket?.id ?? ''}`, { headers }));
  });

  test('are asked of who orders', async () => {
    const basket = await api.fill({ [productId]: 1 });
    const other = await api.newBasket();
    problem(404, 'not-found', await api.checkout({ ...basket, token: bent(basket.token) }));
    problem(404, 'not-found', await api.checkout({ ...basket, token: other.token }));
    problem(
      404,
      'not-found',
      await api.call('POST', '/orders', { json: api.checkoutOf(basket), headers: { 'Idempotency-Key': 'a' } }),
    );
    must(201, await api.checkout(basket));
  });

  test('of the basket do not follow or cancel its order', async () => {
    const basket = await api.fill({ [productId]: 1 });
    const order = must<NewOrder>(201, await api.checkout(basket));
    problem(404, 'not-found', await api.getOrder({ id: order.id, token: basket.token }));
    problem(404, 'not-found', await api.pay({ id: order.id, token: basket.token }));
    problem(404, 'not-found', await api.cancel({ id: order.id, token: basket.token }));
    expect(must(200, await api.getOrder(order))).toMatchObject({ state: 'awaiting-payment' });
  });

  test('never stand in an answer but the one that made them', async () => {
    const basket = await api.fill({ [productId]: 1 });
    const order = must<NewOrder>(201, await api.checkout(basket));
    const later = [
      await api.call('GET', `/baskets/${basket.id}`, { headers: bearer(basket.token) }),
      await api.getOrder(order),
      await api.own('GET', '/orders?state=awaiting-payment&limit=100'),
      await api.cancel(order),
    ];
    for (const { text } of later) {
      expect(text).not.toContain(order.token);
      expect(text).not.toContain(basket.token);
    }
  });
});
