import { describe, expect, test } from 'vitest';
import { bearer, must, type NewOrder, type Order, pointers, problem, shop } from '../support/shop.ts';

const api = shop();

async function placed(available = 10, quantity = 2): Promise<{ productId: string; order: NewOrder }> {
  const { id } = await api.create({ available });
  return { productId: id, order: await api.order({ [id]: quantity }) };
}
const stockOf = async (id: string) => (await api.studioProducts()).get(id);
const now = async (order: NewOrder): Promise<Order> => must(200, await api.getOrder(order));

describe('a payment', () => {
  test('that is charged makes the order paid and the hold a sale', async () => {
    const { productId, order } = await placed();
    const shown = await api.product(productId);
    const answer = await api.pay(order);
    const paid = must<Order>(200, answer);

    expect(paid).toMatchObject({ state: 'paid', payment: { state: 'paid', method: 'simulator' } });
    expect(paid.history.slice(1)).toMatchObject([{ from: 'awaiting-payment', to: 'paid', by: 'customer' }]);
    expect(answer.headers.etag).toBe(`"${paid.rev}"`);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(await now(order)).toEqual(paid);
    expect(await stockOf(productId)).toMatchObject({ available: 8, reserved: 0, sold: 2, received: 10 });
    expect((await api.product(productId)).rev, 'the public card stays as it is').toBe(shown.rev);
  });

  test('shows nothing of its key', async () => {
    const { order } = await placed();
    const paid = must<Order>(200, await api.pay(order));
    expect(Object.keys(paid.payment).sort()).toEqual(['method', 'state']);
  });

  test('that is declined leaves order and hold, and may be tried again', async () => {
    const { productId, order } = await placed();
    problem(402, 'payment-declined', await api.pay(order, 'declined'));
    expect(await now(order)).toMatchObject({ state: 'awaiting-payment', payment: { state: 'declined' } });
    expect(await stockOf(productId)).toMatchObject({ available: 8, reserved: 2, sold: 0 });
    expect(must<Order>(200, await api.pay(order)).state).toBe('paid');
  });

  test('that was declined leaves an order that can be cancelled', async () => {
    const { productId, order } = await placed();
    problem(402, 'payment-declined', await api.pay(order, 'declined'));
    expect(must<Order>(200, await api.cancel(order)).state).toBe('cancelled');
    expect(await stockOf(productId)).toMatchObject({ available: 10, reserved: 0 });
  });

  test('that is not answered is pending within ten seconds, and blocks everything else', async () => {
    const { productId, order } = await placed();
    const begun = performance.now();
    const pending = must<Order>(202, await api.pay(order, 'timeout'));
    expect(performance.now() - begun).toBeLessThan(10_000);
    expect(pending).toMatchObject({ state: 'awaiting-payment', payment: { state: 'pending', method: 'simulator' } });

    expect(must<Order>(202, await api.pay(order)), 'a second one waits for the first').toEqual(pending);
    expect(problem(409, 'payment-in-progress', await api.cancel(order))).toMatchObject({ state: 'awaiting-payment' });
    problem(409, 'payment-in-progress', await api.move(order, 'paid'));
    expect(await now(order)).toEqual(pending);
    expect(await stockOf(productId)).toMatchObject({ available: 8, reserved: 2, sold: 0 });
  });

  test('that is made already is answered with the order, wherever that is by now', async () => {
    const { order } = await placed();
    const paid = must<Order>(200, await api.pay(order));
    expect(must<Order>(200, await api.pay(order, 'declined'))).toEqual(paid);
    must(200, await api.move(order, 'packed'));
    expect(must<Order>(200, await api.pay(order)).state).toBe('packed');
  });

  test('ten times at once is one payment', async () => {
    const { productId, order } = await placed();
    const answers = await Promise.all(Array.from({ length: 10 }, () => api.pay(order)));
    for (const { status } of answers) expect([200, 202]).toContain(status);
    expect(answers.some(({ status }) => status === 200)).toBe(true);
    expect(await now(order)).toMatchObject({ state: 'paid', rev: 3 });
    expect(await stockOf(productId)).toMatchObject({ reserved: 0, sold: 2 });
  });

  test.each([
    ['cancelled', async (order: NewOrder) => must(200, await api.cancel(order))],
    [
      'refunded',
      async (order: NewOrder) => {
        must(200, await api.pay(order));
        must(200, await api.move(order, 'refunded'));
      },
    ],
  ])('of an order that is %s is refused', async (state, change) => {
    const { order } = await placed();
    await change(order);
    expect(problem(409, 'order-not-payable', await api.pay(order))).toMatchObject({ state });
  });

  test('is pushed to who follows the order', async () => {
    const { order } = await placed();
    const live = await api.live();
    await live.hello([], [{ order: order.id, token: order.token }]);
    const paid = must<Order>(200, await api.pay(order));
    const frame = await live.next('order', (seen) => seen.id === order.id && seen.rev === paid.rev);
    expect(frame).toMatchObject({ state: 'paid' });
    await live.close();
  });

  test.each([
    ['/method', { instrument: 'ok' }],
    ['/method', { method: 'gold', instrument: 'ok' }],
    ['/method', { method: 1, instrument: 'ok' }],
    ['/instrument', { method: 'simulator' }],
    ['/instrument', { method: 'simulator', instrument: 'free' }],
    ['/amount', { method: 'simulator', instrument: 'ok', amount: { amount: 1, currency: 'EUR' } }],
    ['', []],
  ])('with %s wrong is refused before anything is charged (case %#)', async (pointer, json) => {
    const { order } = await placed();
    const answer = await api.call('POST', `/orders/${order.id}/payment`, { json, headers: bearer(order.token) });
    expect(pointers(problem(422, 'invalid-content', answer))).toEqual([pointer]);
    expect((await now(order)).payment).toEqual({ state: 'none' });
  });

  test('needs a body of JSON', async () => {
    const { order } = await placed();
    const send = async (body: string, type: string) =>
      api.call('POST', `/orders/${order.id}/payment`, {
        body,
        headers: { ...bearer(order.token), 'Content-Type': type },
      });
    problem(400, 'malformed-json', await send('', 'application/json'));
    problem(400, 'malformed-json', await send('{"method":', 'application/json'));
    problem(415, 'unsupported-media-type', await send('{}', 'text/plain'));
  });
});
