import { expect, test } from 'vitest';
import { must, type NewBasket, type NewOrder, problem, shop } from '../support/shop.ts';

const api = shop();

test(
  '500 checkouts at once for 20 units give exactly 20 orders and 480 honest refusals',
  { timeout: 90_000 },
  async () => {
    const { id } = await api.create({ available: 20 });
    const baskets: NewBasket[] = [];
    for (let made = 0; made < 500; made += 50) {
      baskets.push(...(await Promise.all(Array.from({ length: 50 }, () => api.fill({ [id]: 1 })))));
    }

    const answers = await Promise.all(baskets.map((basket) => api.checkout(basket)));

    const placed = answers.filter(({ status }) => status === 201).map((answer) => must<NewOrder>(201, answer));
    const refused = answers.filter(({ status }) => status !== 201);
    for (const answer of refused) {
      expect(problem(409, 'insufficient-stock', answer).lines).toEqual([{ productId: id, wanted: 1, available: 0 }]);
    }
    expect(placed).toHaveLength(20);
    expect(refused).toHaveLength(480);
    expect(new Set(placed.map((order) => order.id)).size).toBe(20);
    expect((await api.studioProducts()).get(id)).toMatchObject({ available: 0, reserved: 20, sold: 0, received: 20 });
  },
);

test('orders and cancellations at once keep the sum of stock, product by product', { timeout: 90_000 }, async () => {
  const ids = await Promise.all([1, 2, 3].map(async () => (await api.create({ available: 30 })).id));
  const lines = Object.fromEntries(ids.map((id) => [id, 1]));
  await Promise.all(
    Array.from({ length: 60 }, async (_, at) => {
      const answer = await api.checkout(await api.fill(lines));
      if (answer.status === 201) {
        if (at % 2 === 0) must(200, await api.cancel(must<NewOrder>(201, answer)));
      } else problem(409, 'insufficient-stock', answer);
      if (at % 10 === 0) must(200, await api.adjust(ids[at % 3] ?? '', { delta: 1 }));
    }),
  );

  const all = await api.studioProducts();
  for (const id of ids) {
    const { available, reserved, sold, received } = all.get(id) ?? (await api.create());
    expect({ id, sum: available + reserved + sold }).toEqual({ id, sum: received });
    expect(Math.min(available, reserved, sold)).toBeGreaterThanOrEqual(0);
    expect(received).toBe(32);
  }
});
