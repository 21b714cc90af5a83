// If-Match on everything that has an ETag and can be written: what is no longer what was seen is left alone (RFC 9110, 13.1.1).
import { describe, expect, test } from 'vitest';
import { bearer, must, type NewBasket, type NewOrder, problem, shop, type Order } from '../support/shop.ts';

const api = shop();

interface Thing {
  /** Its ETag now. */
  etag: () => Promise<string>;
  write: (headers: Record<string, string>) => Promise<{ status: number; text: string }>;
  /** Something else changes it. */
  change: () => Promise<unknown>;
  done: number;
}

async function basketOf(units: number): Promise<{ basket: NewBasket; id: string }> {
  const { id } = await api.create({ available: 100 });
  return { basket: await api.fill({ [id]: units }), id };
}
const lineOf = async (method: 'PUT' | 'DELETE'): Promise<Thing> => {
  const { basket, id } = await basketOf(2);
  const headers = bearer(basket.token);
  return {
    etag: async () => (await api.call('GET', `/baskets/${basket.id}`, { headers })).headers.etag ?? '',
    write: async (more) =>
      await api.call(method, `/baskets/${basket.id}/lines/${id}`, {
        headers: { ...headers, ...more },
        ...(method === 'PUT' ? { json: { quantity: 5 } } : {}),
      }),
    change: async () => must(200, await api.setLine(basket, id, 3)),
    done: 200,
  };
};
const orderOf = async (
  write: (order: NewOrder, headers: Record<string, string>) => ReturnType<Thing['write']>,
  done: number,
): Promise<Thing> => {
  const order = await api.order({ [(await api.create()).id]: 1 });
  return {
    etag: async () => (await api.getOrder(order)).headers.etag ?? '',
    write: async (headers) => await write(order, headers),
    change: async () => must<Order>(200, await api.pay(order)),
    done,
  };
};
const productOf = async (
  write: (id: string, headers: Record<string, string>) => ReturnType<Thing['write']>,
  done: number,
): Promise<Thing> => {
  const { id } = await api.create();
  return {
    etag: async () => (await api.call('GET', `/products/${id}`)).headers.etag ?? '',
    write: async (headers) => await write(id, headers),
    change: async () => must(200, await api.adjust(id, { delta: 3 })),
    done,
  };
};

const things: [string, () => Promise<Thing>][] = [
  ['PUT of a line', async () => await lineOf('PUT')],
  ['DELETE of a line', async () => await lineOf('DELETE')],
  [
    'POST of a payment',
    async () =>
      await orderOf(
        async ({ id, token }, headers) =>
          await api.call('POST', `/orders/${id}/payment`, {
            json: { method: 'simulator', instrument: 'ok' },
            headers: { ...bearer(token), ...headers },
          }),
        200,
      ),
  ],
  [
    'POST of a cancel',
    async () =>
      await orderOf(
        async ({ id, token }, headers) =>
          await api.call('POST', `/orders/${id}/cancel`, { headers: { ...bearer(token), ...headers } }),
        200,
      ),
  ],
  [
    'POST of an erasure',
    async () =>
      await orderOf(async ({ id }, headers) => await api.own('POST', `/orders/${id}/erasure`, { headers }), 204),
  ],
  [
    'POST of a transition',
    async () =>
      await orderOf(
        async ({ id }, headers) =>
          await api.own('POST', `/orders/${id}/transitions`, { json: { to: 'paid' }, headers }),
        200,
      ),
  ],
  [
    'DELETE of a product',
    async () => await productOf(async (id, headers) => await api.own('DELETE', `/products/${id}`, { headers }), 204),
  ],
  [
    'POST of stock',
    async () =>
      await productOf(
        async (id, headers) => await api.own('POST', `/products/${id}/stock`, { json: { delta: 1 }, headers }),
        200,
      ),
  ],
];

describe.each(things)('If-Match on %s', (_, make) => {
  test('that names what is there lets the write through', async () => {
    const thing = await make();
    expect(await thing.write({ 'If-Match': `"other", ${await thing.etag()}` })).toMatchObject({ status: thing.done });
  });

  test('of anything that is there lets it through', async () => {
    const thing = await make();
    expect(await thing.write({ 'If-Match': '*' })).toMatchObject({ status: thing.done });
  });

  test('that names what was there before is 412, and changes nothing', async () => {
    const thing = await make();
    const seen = await thing.etag();
    await thing.change();
    const now = await thing.etag();
    expect(now).not.toBe(seen);
    problem(412, 'precondition-failed', (await thing.write({ 'If-Match': seen })) as Parameters<typeof problem>[2]);
    expect(await thing.etag()).toBe(now);
  });

  test.each(['"nothing"', 'W/"x"', '7', '""', '"99"', '"1'])('that is %s is 412', async (tag) => {
    const thing = await make();
    const before = await thing.etag();
    problem(412, 'precondition-failed', (await thing.write({ 'If-Match': tag })) as Parameters<typeof problem>[2]);
    expect(await thing.etag()).toBe(before);
  });
});

test('a price that changed under a basket makes its ETag another, and a write that saw the old one is 412', async () => {
  const { basket, id } = await basketOf(1);
  const headers = bearer(basket.token);
  const seen = (await api.call('GET', `/baskets/${basket.id}`, { headers })).headers.etag ?? '';
  await api.edit(id, { price: { amount: 1, currency: 'EUR' } });
  const answer = await api.call('PUT', `/baskets/${basket.id}/lines/${id}`, {
    headers: { ...headers, 'If-Match': seen },
    json: { quantity: 2 },
  });
  problem(412, 'precondition-failed', answer);
});

test('a basket that is not there is not found, whatever If-Match says', async () => {
  const answer = await api.call('PUT', '/baskets/nothing/lines/teapot', {
    headers: { ...bearer('x'), 'If-Match': '*' },
    json: { quantity: 1 },
  });
  problem(404, 'not-found', answer);
});
