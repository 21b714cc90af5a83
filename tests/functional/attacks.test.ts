// What an attacker of shops tries (Warszawski and Bailis, "ACIDRain", 2017), each by name. Tokens: tokens.test.ts; refunds and
// transitions: transitions.test.ts; expired orders: sweeper.test.ts; selling what is not there: oversell.test.ts.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { bearer, euros, must, type NewOrder, type Order, pointers, problem, shop } from '../support/shop.ts';

const api = shop();

describe('an attacker', () => {
  test('cannot spend a basket twice, however many send it at once under however many keys', async () => {
    const { id } = await api.create({ available: 50 });
    const basket = await api.fill({ [id]: 2 });
    const keys = Array.from({ length: 5 }, () => randomUUID());
    const answers = await Promise.all([...keys, ...keys, ...keys].map((key) => api.checkout(basket, {}, key)));

    const orders = answers.filter(({ status }) => status === 201).map((answer) => must<NewOrder>(201, answer).id);
    expect(new Set(orders).size).toBe(1);
    for (const answer of answers.filter(({ status }) => status !== 201)) problem(409, 'basket-closed', answer);
    expect((await api.studioProducts()).get(id)).toMatchObject({ available: 48, reserved: 2 });
  });

  test('cannot add to a basket between its price and its payment', async () => {
    const { id } = await api.create({ available: 50 });
    const dear = await api.create({ available: 50, price: euros(900_000) });
    for (let round = 0; round < 5; ++round) {
      const basket = await api.fill({ [id]: 1 });
      const [answer] = await Promise.all([api.checkout(basket), api.setLine(basket, dear.id, 1)]);
      if (answer.status !== 201) continue;
      const order = must<NewOrder>(201, answer);
      expect(order.total).toEqual(basket.total);
      expect(order.lines.map(({ productId }) => productId)).toEqual([id]);
    }
    expect((await api.studioProducts()).get(dear.id)).toMatchObject({ reserved: 0, available: 50 });
  });

  test('is charged what the order says, and nobody more than they agreed to, while prices change', async () => {
    const { id } = await api.create({ available: 500, price: euros(1000) });
    let edited = 1000;
    const prices = new Set([edited]);
    const editing = (async () => {
      for (let step = 0; step < 15; ++step) {
        edited = 1000 + ((step * 7) % 5) * 100;
        prices.add(edited);
        await api.edit(id, { price: euros(edited) });
      }
    })();
    const buying = Array.from({ length: 25 }, async () => {
      const basket = await api.fill({ [id]: 3 });
      const answer = await api.checkout(basket);
      if (answer.status !== 201) return void problem(409, 'price-changed', answer);
      const { lines, total } = must<NewOrder>(201, answer);
      expect(total.amount).toBeLessThanOrEqual(basket.total.amount);
      expect(prices).toContain(lines[0]?.unitPrice.amount);
      expect(total.amount).toBe(3 * (lines[0]?.unitPrice.amount ?? 0));
    });
    await Promise.all([editing, ...buying]);
  });

  test.each([-1, -99, 100, 2 ** 31, 2 ** 53, -(2 ** 63), 1e300, 0.5, '1', [1], true, null])(
    'cannot put %j of a thing into a basket',
    async (quantity) => {
      const { id } = await api.create();
      const basket = await api.newBasket();
      const answer = await api.call('PUT', `/baskets/${basket.id}/lines/${id}`, {
        json: { quantity },
        headers: bearer(basket.token),
      });
      expect(pointers(problem(422, 'invalid-content', answer))).toEqual(['/quantity']);
      expect(
        must(200, await api.call('GET', `/baskets/${basket.id}`, { headers: bearer(basket.token) })),
      ).toMatchObject({
        lines: [],
        total: euros(0),
      });
    },
  );

  test('cannot order nothing by taking everything out again', async () => {
    const { id } = await api.create();
    const basket = await api.fill({ [id]: 2 });
    must(200, await api.setLine(basket, id, 0));
    problem(422, 'basket-empty', await api.checkout(basket, { basketRev: basket.rev + 1 }));
  });

  test.each([
    [-1, 422],
    [0, 409],
    [1, 409],
    [2 ** 53, 422],
    [495_000_000_001, 422],
  ])('cannot make the total %i', async (amount, status) => {
    const { id } = await api.create();
    const answer = await api.checkout(await api.fill({ [id]: 1 }), { expectedTotal: euros(amount) });
    problem(status, status === 409 ? 'price-changed' : 'invalid-content', answer);
    expect((await api.studioProducts()).get(id)).toMatchObject({ reserved: 0 });
  });

  test('cannot overflow a total: the greatest order there is adds up to the cent', async () => {
    const ids = await Promise.all(
      Array.from({ length: 50 }, async () => (await api.create({ price: euros(100_000_000), available: 495 })).id),
    );
    const order = await api.order(Object.fromEntries(ids.map((id) => [id, 99])));
    expect(order.total).toEqual(euros(495_000_000_000));
    expect(must<Order>(200, await api.pay(order)).total).toEqual(order.total);
  }, 60_000);

  test("cannot replay another's key: it says nothing about their order", async () => {
    const { id } = await api.create({ available: 50 });
    const key = randomUUID();
    const victim = must<NewOrder>(201, await api.checkout(await api.fill({ [id]: 1 }), {}, key));
    const mine = await api.fill({ [id]: 1 });
    const answer = await api.checkout(mine, {}, key);
    expect(answer.headers['idempotency-replayed']).toBeUndefined();
    const order = must<NewOrder>(201, answer);
    expect(order.id).not.toBe(victim.id);
    expect(order.token).not.toBe(victim.token);
  });

  test("cannot order another's basket under their key", async () => {
    const { id } = await api.create({ available: 50 });
    const key = randomUUID();
    const theirs = await api.fill({ [id]: 1 });
    must(201, await api.checkout(theirs, {}, key));
    const mine = await api.newBasket();
    problem(404, 'not-found', await api.checkout({ ...theirs, token: mine.token }, {}, key));
  });

  test('cannot pay for a cheap order and be sent a dear one', async () => {
    const cheap = await api.order({ [(await api.create({ price: euros(1) })).id]: 1 });
    const dear = await api.order({ [(await api.create({ price: euros(900_000) })).id]: 1 });
    problem(404, 'not-found', await api.pay({ id: dear.id, token: cheap.token }));
    must(200, await api.pay(cheap));
    expect(must(200, await api.getOrder(dear))).toMatchObject({ payment: { state: 'none' } });
    problem(409, 'transition-forbidden', await api.move(dear, 'packed'));
  });

  test('cannot be paid back twice by cancelling and refunding at once', async () => {
    const { id } = await api.create({ available: 10 });
    const order = await api.order({ [id]: 2 });
    must(200, await api.pay(order));
    await Promise.all([api.cancel(order), api.move(order, 'refunded'), api.cancel(order), api.move(order, 'refunded')]);
    expect(must(200, await api.getOrder(order))).toMatchObject({ state: 'refunded' });
    expect((await api.studioProducts()).get(id)).toMatchObject({ available: 10, reserved: 0, sold: 0, received: 10 });
  });
});
