import { describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { bearer, must, type NewOrder, type Order, type OrderList, pointers, problem, shop } from '../support/shop.ts';

const api = shop();

async function placed(available = 10, quantity = 2): Promise<{ productId: string; order: NewOrder }> {
  const { id } = await api.create({ available });
  return { productId: id, order: await api.order({ [id]: quantity }) };
}

const ordersIn = async (query: string): Promise<OrderList> => must(200, await api.own('GET', `/orders?${query}`));

describe('an order', () => {
  test('is followed by its token, as it was placed', async () => {
    const { order } = await placed();
    const { token, ...whole } = order;
    const answer = await api.getOrder({ id: order.id, token });

    expect(must(200, answer)).toEqual(whole);
    expect(answer.headers.etag).toBe(`"${order.rev}"`);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test('is not sent again to who has it', async () => {
    const { order } = await placed();
    expect((await api.getOrder(order, { 'If-None-Match': `"${order.rev}"` })).status).toBe(304);
    must(200, await api.cancel(order));
    must(200, await api.getOrder(order, { 'If-None-Match': `"${order.rev}"` }));
  });

  test('has a number that is random', async () => {
    const numbers = await Promise.all(Array.from({ length: 5 }, async () => (await placed()).order.number));
    expect(new Set(numbers).size).toBe(5);
    expect(new Set(numbers.map((number) => number.slice(0, 6))).size).toBeGreaterThan(1);
  });
});

describe('cancelling', () => {
  test('returns the stock at once and writes history', async () => {
    const { productId, order } = await placed(20, 4);
    expect((await api.product(productId)).available).toBe(16);
    const answer = await api.cancel(order);
    const cancelled = must<Order>(200, answer);

    expect(cancelled.state).toBe('cancelled');
    expect(cancelled.rev).toBeGreaterThan(order.rev);
    expect(cancelled.history.slice(1)).toMatchObject([{ from: 'awaiting-payment', to: 'cancelled', by: 'customer' }]);
    expect(answer.headers.etag).toBe(`"${cancelled.rev}"`);
    expect((await api.studioProducts()).get(productId)).toMatchObject({
      available: 20,
      reserved: 0,
      sold: 0,
      received: 20,
    });
  });

  test('twice, or ten times at once, returns the stock once', async () => {
    const { productId, order } = await placed(20, 4);
    const answers = await Promise.all(Array.from({ length: 10 }, () => api.cancel(order)));
    must(200, await api.cancel(order));

    for (const answer of answers) expect(must<Order>(200, answer).state).toBe('cancelled');
    expect(must<Order>(200, await api.getOrder(order)).history).toHaveLength(2);
    expect((await api.product(productId)).available).toBe(20);
  });

  test('returns stock of a product that has left the shop', async () => {
    const { productId, order } = await placed(20, 4);
    must(204, await api.own('DELETE', `/products/${productId}`));
    must(200, await api.cancel(order));
    expect((await api.studioProducts()).get(productId)).toMatchObject({
      status: 'archived',
      available: 20,
      reserved: 0,
      received: 20,
    });
  });

  test('needs no body, and takes an empty object alone', async () => {
    const { order } = await placed();
    const send = async (json: unknown) =>
      api.call('POST', `/orders/${order.id}/cancel`, { json, headers: bearer(order.token) });
    expect(pointers(problem(422, 'invalid-content', await send({ reason: 'changed my mind' })))).toEqual(['/reason']);
    expect(must<Order>(200, await send({})).state).toBe('cancelled');
  });
});

describe("the owner's list of orders", () => {
  test('has one state, newest first', async () => {
    const orders = [(await placed()).order, (await placed()).order, (await placed()).order];
    const [first, second, third] = orders.map(({ id }) => id);
    const seen = await eventually(async () => {
      const { items } = await ordersIn('state=awaiting-payment&limit=100');
      const ids = items.map(({ id }) => id);
      return [first, second, third].every((id) => id !== undefined && ids.includes(id)) ? items : undefined;
    }, 'the orders are listed');

    const ids = seen.map(({ id }) => id);
    expect(ids.indexOf(third ?? '')).toBeLessThan(ids.indexOf(second ?? ''));
    expect(ids.indexOf(second ?? '')).toBeLessThan(ids.indexOf(first ?? ''));
    expect(seen.map(({ placedAt }) => placedAt)).toEqual(
      seen
        .map(({ placedAt }) => placedAt)
        .sort()
        .reverse(),
    );
    expect(new Set(seen.map(({ state }) => state))).toEqual(new Set(['awaiting-payment']));
  });

  test('moves an order to another state with it', async () => {
    const { order } = await placed();
    must(200, await api.cancel(order));
    const found = await eventually(
      async () => (await ordersIn('state=cancelled&limit=100')).items.find(({ id }) => id === order.id),
      'the cancelled order is listed',
    );
    expect(found.state).toBe('cancelled');
    expect((await ordersIn('state=awaiting-payment&limit=100')).items.map(({ id }) => id)).not.toContain(order.id);
  });

  test('is met once page by page', async () => {
    const made = [await placed(), await placed(), await placed(), await placed(), await placed()].map(
      ({ order }) => order.id,
    );
    for (const id of made) expect(id).toBeDefined();
    const seen: Order[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page: OrderList = await ordersIn(`state=awaiting-payment&limit=3${query}`);
      expect(page.items.length).toBeLessThanOrEqual(3);
      seen.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null && !made.every((id) => seen.some((order) => order.id === id)));

    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
    expect(seen.map(({ placedAt }) => placedAt)).toEqual(
      seen
        .map(({ placedAt }) => placedAt)
        .sort()
        .reverse(),
    );
    expect(made.every((id) => seen.some((order) => order.id === id))).toBe(true);
  });

  test.each(['paid', 'packed', 'shipped', 'delivered', 'expired', 'refunded'])('may be empty: %s', async (state) => {
    expect(Array.isArray((await ordersIn(`state=${state}`)).items)).toBe(true);
  });

  test.each([
    ['', '/state'],
    ['state=', '/state'],
    ['state=lost', '/state'],
    ['state=paid&limit=0', '/limit'],
    ['state=paid&limit=101', '/limit'],
    ['state=paid&since=1', '/since'],
  ])('refuses ?%s', async (query, pointer) => {
    expect(pointers(problem(400, 'invalid-parameter', await api.own('GET', `/orders?${query}`)))).toEqual([pointer]);
  });

  test('refuses a cursor of another state', async () => {
    await placed();
    await placed();
    const { nextCursor } = await eventually(async () => {
      const page = await ordersIn('state=awaiting-payment&limit=1');
      return page.nextCursor === null ? undefined : page;
    }, 'a second page');
    const cursor = encodeURIComponent(nextCursor ?? '');
    problem(400, 'invalid-cursor', await api.own('GET', `/orders?state=paid&limit=1&cursor=${cursor}`));
    problem(400, 'invalid-cursor', await api.own('GET', '/orders?state=paid&cursor=garbage'));
  });
});
