import { describe, expect, test } from 'vitest';
import { must, type NewOrder, type Order, pointers, problem, shop } from '../support/shop.ts';

const api = shop();

async function placed(): Promise<{ productId: string; order: NewOrder }> {
  const { id } = await api.create({ available: 10 });
  return { productId: id, order: await api.order({ [id]: 2 }) };
}
async function paid(): Promise<{ productId: string; order: NewOrder }> {
  const made = await placed();
  must(200, await api.pay(made.order));
  return made;
}
const stockOf = async (id: string) => (await api.studioProducts()).get(id);
const now = async (order: NewOrder): Promise<Order> => must(200, await api.getOrder(order));

/** An order on its way: the states it goes through after payment. */
async function at(...states: string[]): Promise<{ productId: string; order: NewOrder }> {
  const made = await paid();
  for (const state of states) must(200, await api.move(made.order, state));
  return made;
}

describe('the owner', () => {
  test('moves a paid order along to its door', async () => {
    const { productId, order } = await at('packed', 'shipped', 'delivered');
    const { history, state } = await now(order);
    expect(state).toBe('delivered');
    expect(history.map(({ to, by }) => [to, by])).toEqual([
      ['awaiting-payment', 'customer'],
      ['paid', 'customer'],
      ['packed', 'owner'],
      ['shipped', 'owner'],
      ['delivered', 'owner'],
    ]);
    expect(await stockOf(productId)).toMatchObject({ available: 8, reserved: 0, sold: 2 });
  });

  test('sees a transfer arrive', async () => {
    const { productId, order } = await placed();
    const answer = await api.move(order, 'paid', `"${order.rev}"`);
    const moved = must<Order>(200, answer);
    expect(moved).toMatchObject({ state: 'paid', payment: { state: 'paid', method: 'transfer' } });
    expect(moved.history.at(-1)).toMatchObject({ from: 'awaiting-payment', to: 'paid', by: 'owner' });
    expect(answer.headers.etag).toBe(`"${moved.rev}"`);
    expect(await stockOf(productId)).toMatchObject({ available: 8, reserved: 0, sold: 2 });
    expect(must<Order>(200, await api.pay(order)), 'it needs no other payment').toEqual(moved);
  });

  test.each(['paid', 'packed'])('pays back an order that is %s, and its stock returns', async (state) => {
    const { productId, order } = await at(...(state === 'packed' ? ['packed'] : []));
    const shown = await api.product(productId);
    const refunded = must<Order>(200, await api.move(order, 'refunded'));
    expect(refunded).toMatchObject({ state: 'refunded', payment: { state: 'refunded' } });
    expect(await stockOf(productId)).toMatchObject({ available: 10, reserved: 0, sold: 0, received: 10 });
    expect((await api.product(productId)).rev).toBe(shown.rev + 1);
  });

  test('pays back what came by transfer without a provider', async () => {
    const { productId, order } = await placed();
    must(200, await api.move(order, 'paid'));
    expect(must<Order>(200, await api.move(order, 'refunded'))).toMatchObject({
      state: 'refunded',
      payment: { state: 'refunded', method: 'transfer' },
    });
    expect(await stockOf(productId)).toMatchObject({ available: 10, sold: 0 });
  });

  const forbidden: [string, string[], string[]][] = [
    ['paid', [], ['paid', 'shipped', 'delivered']],
    ['packed', ['packed'], ['paid', 'packed', 'delivered']],
    ['shipped', ['packed', 'shipped'], ['paid', 'packed', 'shipped', 'refunded']],
    ['delivered', ['packed', 'shipped', 'delivered'], ['paid', 'packed', 'shipped', 'delivered', 'refunded']],
    ['refunded', ['refunded'], ['paid', 'packed', 'shipped', 'delivered', 'refunded']],
  ];
  test.each(forbidden)('cannot take an order that is %s where the table does not lead', async (state, way, wishes) => {
    const { productId, order } = await at(...way);
    const before = await now(order);
    const stock = await stockOf(productId);
    for (const to of wishes) {
      expect(problem(409, 'transition-forbidden', await api.move(order, to))).toMatchObject({ state });
    }
    expect(await now(order)).toEqual(before);
    expect(await stockOf(productId)).toEqual(stock);
  });

  test('cannot pack what is not paid, nor move what is cancelled', async () => {
    const { order } = await placed();
    for (const to of ['packed', 'shipped', 'delivered', 'refunded']) {
      problem(409, 'transition-forbidden', await api.move(order, to));
    }
    must(200, await api.cancel(order));
    for (const to of ['paid', 'packed', 'refunded']) problem(409, 'transition-forbidden', await api.move(order, to));
  });

  test('moves an order only as it was seen', async () => {
    const { order } = await paid();
    const seen = await now(order);
    problem(412, 'precondition-failed', await api.move(order, 'packed', `"${order.rev}"`));
    problem(412, 'precondition-failed', await api.move(order, 'packed', 'nonsense'));
    must(200, await api.move(order, 'packed', `W/"${seen.rev}", "1000"`));
    problem(412, 'precondition-failed', await api.move(order, 'packed', `"${seen.rev}"`));
  });

  test('has to say which order was seen', async () => {
    const { order } = await paid();
    problem(
      428,
      'precondition-required',
      await api.own('POST', `/orders/${order.id}/transitions`, { json: { to: 'packed' } }),
    );
    expect((await now(order)).state).toBe('paid');
  });

  test.each([
    ['/to', {}],
    ['/to', { to: 'lost' }],
    ['/to', { to: 'expired' }],
    ['/to', { to: 'cancelled' }],
    ['/to', { to: 'awaiting-payment' }],
    ['/to', { to: ['packed'] }],
    ['/note', { to: 'packed', note: 'x' }],
  ])('has to say where to: %s is wrong (case %#)', async (pointer, json) => {
    const { order } = await paid();
    const answer = await api.own('POST', `/orders/${order.id}/transitions`, { json, headers: { 'If-Match': '*' } });
    expect(pointers(problem(422, 'invalid-content', answer))).toEqual([pointer]);
  });

  test('finds no order that is not there', async () => {
    problem(404, 'not-found', await api.move({ id: 'nothing-here' }, 'packed'));
    problem(404, 'not-found', await api.move({ id: 'NOTHING' }, 'packed'));
  });
});

describe('transition races', () => {
  test('ten refunds at once pay back once and return the stock once', async () => {
    const { productId, order } = await paid();
    const answers = await Promise.all(Array.from({ length: 10 }, () => api.move(order, 'refunded')));
    for (const answer of answers) expect([200, 202, 409]).toContain(answer.status);
    expect(answers.some(({ status }) => status === 200)).toBe(true);
    expect((await now(order)).history.filter(({ to }) => to === 'refunded')).toHaveLength(1);
    expect(await stockOf(productId)).toMatchObject({ available: 10, reserved: 0, sold: 0, received: 10 });
  });

  test('of packing and refunding what both saw, one wins', async () => {
    for (let round = 0; round < 5; ++round) {
      const { productId, order } = await paid();
      const { rev } = await now(order);
      const answers = await Promise.all([
        api.move(order, 'refunded', `"${rev}"`),
        api.move(order, 'packed', `"${rev}"`),
      ]);
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      const { state } = await now(order);
      expect(await stockOf(productId)).toMatchObject(state === 'refunded' ? { sold: 0 } : { sold: 2, available: 8 });
    }
  });

  test('of paying, cancelling and a transfer at once, one wins, and the stock knows which', async () => {
    for (let round = 0; round < 8; ++round) {
      const { productId, order } = await placed();
      const [payment, cancelling, transfer] = await Promise.all([
        api.pay(order),
        api.cancel(order),
        api.move(order, 'paid', `"${order.rev}"`),
      ]);
      expect([200, 202, 409]).toContain(payment.status);
      const { state, payment: how } = await now(order);
      expect(state === 'cancelled').toBe(cancelling.status === 200);
      expect(how.method === 'transfer').toBe(transfer.status === 200);
      expect(await stockOf(productId)).toMatchObject(
        state === 'cancelled' ? { available: 10, reserved: 0, sold: 0 } : { available: 8, reserved: 0, sold: 2 },
      );
    }
  });
});
