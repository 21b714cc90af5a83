// The owner's routes where they are open to whoever sits at the shop's machine: what comes from elsewhere, by way of a proxy on that machine or
// of a browser on it, is no owner's.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { bearer, must, problem, remote, shop } from '../support/shop.ts';

const api = shop();

const forwarded: Record<string, string>[] = [
  { 'X-Forwarded-For': '203.0.113.9' },
  { 'X-Forwarded-For': '127.0.0.1' },
  { 'X-Forwarded-For': '' },
  { Forwarded: 'for=203.0.113.9;host=shop.example;proto=https' },
  { Via: '1.1 proxy' },
  { 'X-Real-IP': '203.0.113.9' },
  { 'X-Forwarded-Host': 'shop.example' },
  { 'X-Forwarded-Server': 'shop.example' },
  { 'X-Forwarded-Proto': 'https', 'X-Forwarded-For': '198.51.100.7, 203.0.113.9' },
  { 'CF-Connecting-IP': '203.0.113.9' },
  { 'True-Client-IP': '203.0.113.9' },
  { 'X-Original-Host': 'shop.example' },
];

const elsewhere: Record<string, string>[] = [
  { Origin: 'http://evil.example' },
  { Origin: 'null' },
  { Origin: 'http://localhost:3000' },
  { Origin: 'https://localhost' },
  { Origin: `${api.url}.evil.example` },
  { Origin: api.url.replace('http:', 'https:') },
  { Origin: api.url.replace('127.0.0.1', 'localhost') },
  { 'Sec-Fetch-Site': 'cross-site' },
  { 'Sec-Fetch-Site': 'same-site' },
  { 'Sec-Fetch-Site': 'cross-site', Origin: api.url },
];

describe.skipIf(remote)("the owner's routes of an open shop", () => {
  test.each(forwarded)('are not for what is forwarded: %j', async (headers) => {
    const { id } = await api.create();
    const refused = problem(403, 'forbidden', await api.call('GET', '/orders?state=paid', { headers }));
    expect(refused.detail).toContain('EDITOR_KEY_HASHES');
    for (const path of [`/products/${id}/content`, '/studio/products'])
      problem(403, 'forbidden', await api.call('GET', path, { headers }));
    problem(403, 'forbidden', await api.call('POST', `/products/${id}/stock`, { json: { delta: 1 }, headers }));
    expect((await api.studioProducts()).get(id)).toMatchObject({ available: 10 });
  });

  test.each(forwarded)(
    'leave shoppers what is theirs where it is forwarded, and no order of others: %j',
    async (headers) => {
      must(200, await api.call('GET', '/products?limit=1', { headers }));
      const order = await api.order({ [(await api.create()).id]: 1 });
      problem(404, 'not-found', await api.call('GET', `/orders/${order.id}`, { headers }));
      must(200, await api.getOrder(order, headers));
      must(201, await api.call('POST', '/baskets', { headers }));
    },
  );

  test.each(forwarded)('are not followed over a forwarded socket: %j', async (headers) => {
    await expect(api.live(headers)).rejects.toThrow('refused with 403');
  });

  test.each(elsewhere)('do nothing for a page of another site: %j', async (headers) => {
    const { id } = await api.create();
    const order = await api.order({ [id]: 1 });
    problem(403, 'forbidden', await api.call('POST', `/orders/${order.id}/erasure`, { headers }));
    problem(403, 'forbidden', await api.call('POST', `/products/${id}/stock`, { json: { delta: 1 }, headers }));
    problem(403, 'forbidden', await api.call('DELETE', `/products/${id}`, { headers }));
    problem(
      403,
      'forbidden',
      await api.call('POST', `/orders/${order.id}/cancel`, { headers: { ...bearer(order.token), ...headers } }),
    );
    expect(must(200, await api.getOrder(order))).toMatchObject({ state: 'awaiting-payment', rev: order.rev });
  });

  test('take their own pages, and whoever is no browser', async () => {
    const { id } = await api.create();
    for (const headers of [
      {},
      { Origin: api.url },
      { Origin: api.url, 'Sec-Fetch-Site': 'same-origin' },
      { 'Sec-Fetch-Site': 'none' },
    ]) {
      must(200, await api.call('POST', `/products/${id}/stock`, { json: { delta: 1 }, headers }));
    }
  });
});

test.each(['cross-site', 'same-site'])(
  'no shopper orders, and no basket is made, for a page that is %s',
  async (site) => {
    const headers = { 'Sec-Fetch-Site': site };
    problem(403, 'forbidden', await api.call('POST', '/baskets', { headers }));
    const basket = await api.fill({ [(await api.create()).id]: 1 });
    problem(
      403,
      'forbidden',
      await api.call('POST', '/orders', {
        json: api.checkoutOf(basket),
        headers: { ...bearer(basket.token), 'Idempotency-Key': randomUUID(), ...headers },
      }),
    );
  },
);
