import { createHmac, randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  type Basket,
  bearer,
  type Checkout,
  customer,
  euros,
  must,
  type NewOrder,
  type Order,
  pointers,
  problem,
  shop,
} from '../support/shop.ts';

const api = shop();

describe('checkout', () => {
  test('places the order as the basket stands, and holds the stock', async () => {
    const first = await api.create({ price: euros(1299), available: 10 });
    const second = await api.create({ price: euros(5), available: 10 });
    const basket = await api.fill({ [first.id]: 2, [second.id]: 1 });
    const answer = await api.checkout(basket);
    const order = must<NewOrder>(201, answer);

    expect(order).toMatchObject({
      state: 'awaiting-payment',
      customer,
      total: euros(2603),
      payment: { state: 'none' },
      lines: [
        { productId: first.id, name: first.name, quantity: 2, unitPrice: euros(1299), lineTotal: euros(2598) },
        { productId: second.id, name: second.name, quantity: 1, unitPrice: euros(5), lineTotal: euros(5) },
      ],
    });
    expect(order.history).toEqual([{ at: order.placedAt, from: null, to: 'awaiting-payment', by: 'customer' }]);
    expect(answer.headers.location).toBe(`/api/v1/orders/${order.id}`);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers['idempotency-replayed']).toBeUndefined();
    expect((await api.product(first.id)).available).toBe(8);
    expect((await api.studioProducts()).get(first.id)).toMatchObject({
      available: 8,
      reserved: 2,
      sold: 0,
      received: 10,
    });
  });

  test('holds for ten minutes', async () => {
    const { id } = await api.create();
    const { placedAt, holdUntil } = await api.order({ [id]: 1 });
    expect(Date.parse(holdUntil) - Date.parse(placedAt)).toBe(600_000);
  });

  test('keeps what was sold as it was, whatever happens to the product', async () => {
    const { id, name } = await api.create({ price: euros(1000) });
    const order = await api.order({ [id]: 1 });
    await api.edit(id, { name: 'Renamed', price: euros(9999) });

    const now = must<Order>(200, await api.getOrder(order));
    expect(now.lines[0]).toMatchObject({ name, unitPrice: euros(1000) });
  });

  test('gives the order a token made of the basket token and the key', async () => {
    const { id } = await api.create();
    const basket = await api.fill({ [id]: 1 });
    const key = randomUUID();
    const { token } = must<NewOrder>(201, await api.checkout(basket, {}, key));
    expect(token).toBe(createHmac('sha256', basket.token).update(`order:${key}`).digest('base64url'));
  });

  test('needs no basketRev', async () => {
    const { id } = await api.create();
    const basket = await api.fill({ [id]: 1 });
    const { basketId, customer: who, expectedTotal } = api.checkoutOf(basket);
    const answer = await api.call('POST', '/orders', {
      json: { basketId, customer: who, expectedTotal },
      headers: { ...bearer(basket.token), 'Idempotency-Key': randomUUID() },
    });
    expect(answer.status).toBe(201);
  });

  test('takes 50 lines at once', async () => {
    const ids = await Promise.all(Array.from({ length: 50 }, async () => (await api.create({ available: 99 })).id));
    const order = await api.order(Object.fromEntries(ids.map((id) => [id, 2])));
    expect(order.lines).toHaveLength(50);
    expect(order.total).toEqual(euros(100_000));
  });
});

describe('a checkout sent again', () => {
  test('with the same key and body returns the same order, and takes no stock', async () => {
    const { id } = await api.create({ available: 10 });
    const basket = await api.fill({ [id]: 2 });
    const key = randomUUID();
    const first = must<NewOrder>(201, await api.checkout(basket, {}, key));
    const again = await api.checkout(basket, {}, key);

    expect(must(201, again)).toEqual(first);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect((await api.product(id)).available).toBe(8);
  });

  test('returns the order as it is now', async () => {
    const { id } = await api.create();
    const basket = await api.fill({ [id]: 1 });
    const key = randomUUID();
    const order = must<NewOrder>(201, await api.checkout(basket, {}, key));
    must(200, await api.cancel(order));

    expect(must<NewOrder>(201, await api.checkout(basket, {}, key))).toMatchObject({
      id: order.id,
      token: order.token,
      state: 'cancelled',
    });
  });

  test('says the same body in other bytes and is the same', async () => {
    const { id } = await api.create();
    const basket = await api.fill({ [id]: 1 });
    const key = randomUUID();
    const first = must<NewOrder>(201, await api.checkout(basket, {}, key));
    const turned = Object.fromEntries(Object.entries(api.checkoutOf(basket)).reverse());
    const again = await api.call('POST', '/orders', {
      body: JSON.stringify(turned, null, 2),
      headers: { ...bearer(basket.token), 'Idempotency-Key': key, 'Content-Type': 'application/json' },
    });
    expect(must<NewOrder>(201, again).id).toBe(first.id);
  });

  test('with the same key and another body is refused', async () => {
    const { id } = await api.create();
    const basket = await api.fill({ [id]: 1 });
    const key = randomUUID();
    must(201, await api.checkout(basket, {}, key));

    problem(
      422,
      'idempotency-key-reused',
      await api.checkout(basket, { customer: { ...customer, name: 'Another' } }, key),
    );
  });

  test('with another key finds the basket closed', async () => {
    const { id } = await api.create();
    const basket = await api.fill({ [id]: 1 });
    must(201, await api.checkout(basket));

    problem(409, 'basket-closed', await api.checkout(basket));
  });

  test('ten times at once places one order', async () => {
    const { id } = await api.create({ available: 50 });
    const basket = await api.fill({ [id]: 3 });
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 10 }, () => api.checkout(basket, {}, key)));

    expect(new Set(answers.map((answer) => must<NewOrder>(201, answer).id)).size).toBe(1);
    expect(answers.filter((answer) => answer.headers['idempotency-replayed'] === undefined)).toHaveLength(1);
    expect((await api.product(id)).available).toBe(47);
  });

  test('ten times at once with ten keys places one order', async () => {
    const { id } = await api.create({ available: 50 });
    const basket = await api.fill({ [id]: 3 });
    const answers = await Promise.all(Array.from({ length: 10 }, () => api.checkout(basket)));

    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 201)) problem(409, 'basket-closed', answer);
    expect((await api.product(id)).available).toBe(47);
  });

  test('may use in its own basket a key that another basket used', async () => {
    const { id } = await api.create();
    const key = randomUUID();
    const [one, two] = [await api.fill({ [id]: 1 }), await api.fill({ [id]: 2 })];

    const first = must<NewOrder>(201, await api.checkout(one, {}, key));
    const second = must<NewOrder>(201, await api.checkout(two, {}, key));
    expect(second.id).not.toBe(first.id);
  });
});

describe('a checkout that cannot be', () => {
  test('names every short line, and what it wants and what there is', async () => {
    const enough = await api.create({ available: 9 });
    const few = await api.create({ available: 1 });
    const none = await api.create({ available: 0 });
    const basket = await api.fill({ [enough.id]: 3, [few.id]: 2, [none.id]: 1 });

    const { lines } = problem(409, 'insufficient-stock', await api.checkout(basket));
    expect(lines).toEqual([
      { productId: few.id, wanted: 2, available: 1 },
      { productId: none.id, wanted: 1, available: 0 },
    ]);
    expect((await api.product(enough.id)).available).toBe(9);
    expect(
      must<Basket>(200, await api.call('GET', `/baskets/${basket.id}`, { headers: bearer(basket.token) })).state,
    ).toBe('open');
  });

  test('counts a product that has left the shop as none available', async () => {
    const { id } = await api.create({ available: 9 });
    const basket = await api.fill({ [id]: 2 });
    must(204, await api.own('DELETE', `/products/${id}`));
    expect(problem(409, 'insufficient-stock', await api.checkout(basket)).lines).toEqual([
      { productId: id, wanted: 2, available: 0 },
    ]);
  });

  test('leaves its key free', async () => {
    const { id } = await api.create({ available: 1 });
    const basket = await api.fill({ [id]: 2 });
    const key = randomUUID();
    problem(409, 'insufficient-stock', await api.checkout(basket, {}, key));
    const fewer = must<Basket>(200, await api.setLine(basket, id, 1));

    must(201, await api.checkout({ ...fewer, token: basket.token }, {}, key));
  });

  test('is told a total that rose, with old and new price per line', async () => {
    const dearer = await api.create({ price: euros(1000) });
    const same = await api.create({ price: euros(500) });
    const basket = await api.fill({ [dearer.id]: 2, [same.id]: 1 });
    await api.edit(dearer.id, { price: euros(1100) });

    const found = problem(409, 'price-changed', await api.checkout(basket));
    expect(found).toMatchObject({
      total: euros(2700),
      lines: [{ productId: dearer.id, from: euros(1000), to: euros(1100) }],
    });
    expect((await api.product(dearer.id)).available).toBe(10);
    const order = must<NewOrder>(201, await api.checkout(basket, { expectedTotal: euros(2700) }));
    expect(order.total).toEqual(euros(2700));
  });

  test('is told a total that was expected too low', async () => {
    const { id } = await api.create({ price: euros(1000) });
    const basket = await api.fill({ [id]: 1 });
    expect(problem(409, 'price-changed', await api.checkout(basket, { expectedTotal: euros(999) }))).toMatchObject({
      total: euros(1000),
      lines: [],
    });
  });

  test('is charged less where the total fell', async () => {
    const { id } = await api.create({ price: euros(1000) });
    const basket = await api.fill({ [id]: 1 });
    await api.edit(id, { price: euros(700) });
    expect(must<NewOrder>(201, await api.checkout(basket)).total).toEqual(euros(700));
  });

  test('finds the basket changed since the rev it saw', async () => {
    const { id } = await api.create();
    const basket = await api.fill({ [id]: 1 });
    must(200, await api.setLine(basket, id, 2));
    problem(409, 'basket-changed', await api.checkout(basket));
    problem(409, 'basket-changed', await api.checkout(basket, { basketRev: basket.rev + 7 }));
  });

  test('has something to order', async () => {
    problem(422, 'basket-empty', await api.checkout(await api.newBasket()));
  });

  test('needs an Idempotency-Key that can be one', async () => {
    const { id } = await api.create();
    const basket = await api.fill({ [id]: 1 });
    const json = api.checkoutOf(basket);
    problem(400, 'idempotency-key-missing', await api.call('POST', '/orders', { json, headers: bearer(basket.token) }));
    for (const key of ['a'.repeat(129), 'two words', 'é']) {
      problem(400, 'idempotency-key-invalid', await api.checkout(basket, {}, key));
    }
    must(201, await api.checkout(basket, {}, '!'.repeat(128)));
  });

  const address = customer.address;
  const american = { line1: '1 Infinite Row', city: 'Cupertino', state: 'CA', postcode: '95014', country: 'US' };

  test.each([
    [american, { stateName: 'California' }],
    [{ line1: '1 Chome', state: '13', postcode: '154-0023', country: 'JP' }, { stateName: 'Tokyo' }],
    [{ line1: '1 Row', city: 'Westport', country: 'IE' }, {}],
    [{ line1: '1 Row', city: 'Westport', state: 'MO', postcode: 'F28 D290', country: 'IE' }, { stateName: 'Co. Mayo' }],
  ])('takes an address as its country has them, and answers with it (case %#)', async (given, named) => {
    const { id } = await api.create();
    const basket = await api.fill({ [id]: 1 });
    const order = must<NewOrder>(201, await api.checkout(basket, { customer: { ...customer, address: given } }));
    expect(order.customer.address).toEqual({ ...given, ...named });
    expect(must<Order>(200, await api.getOrder(order)).customer.address).toEqual({ ...given, ...named });
  });

  const wrong: [string, Partial<Record<keyof Checkout, unknown>>][] = [
    ['/basketId', { basketId: undefined }],
    ['/basketId', { basketId: 'Not An Id' }],
    ['/basketRev', { basketRev: 0 }],
    ['/basketRev', { basketRev: '1' }],
    ['/customer', { customer: undefined }],
    ['/customer/name', { customer: { ...customer, name: ' ' } }],
    ['/customer/name', { customer: { ...customer, name: 'x'.repeat(121) } }],
    ['/customer/email', { customer: { ...customer, email: 'nobody' } }],
    ['/customer/email', { customer: { ...customer, email: 'a b@example.com' } }],
    ['/customer/email', { customer: { ...customer, email: 'a@b@c' } }],
    ['/customer/email', { customer: { ...customer, email: '@' } }],
    ['/customer/email', { customer: { ...customer, email: 'a@b' } }],
    ['/customer/email', { customer: { ...customer, email: 'ada@example,com' } }],
    ['/customer/email', { customer: { ...customer, email: 'ada\u200b@example.com' } }],
    ['/customer/name', { customer: { ...customer, name: 'Ada\u200b' } }],
    ['/customer/name', { customer: { ...customer, name: '\u3164' } }],
    ['/customer/email', { customer: { ...customer, email: `${'x'.repeat(250)}@b.cd` } }],
    ['/customer/phone', { customer: { ...customer, phone: '1' } }],
    ['/customer/address', { customer: { ...customer, address: 'here' } }],
    ['/customer/address/line1', { customer: { ...customer, address: { ...address, line1: '' } } }],
    ['/customer/address/line2', { customer: { ...customer, address: { ...address, line2: 'x'.repeat(121) } } }],
    ['/customer/address/city', { customer: { ...customer, address: { ...address, city: 'x'.repeat(81) } } }],
    ['/customer/address/postcode', { customer: { ...customer, address: { ...address, postcode: 'x'.repeat(17) } } }],
    ['/customer/address/city', { customer: { ...customer, address: { ...address, city: 'Test\u00adville' } } }],
    ['/customer/address/postcode', { customer: { ...customer, address: { ...address, postcode: '12345' } } }],
    ['/customer/address/state', { customer: { ...customer, address: { ...address, state: 'CA' } } }],
    ['/customer/address/state', { customer: { ...customer, address: { ...american, state: 'California' } } }],
    ['/customer/address/state', { customer: { ...customer, address: { ...american, state: undefined } } }],
    ['/customer/address/city', { customer: { ...customer, address: { ...address, city: undefined } } }],
    ['/customer/address/country', { customer: { ...customer, address: { ...address, country: 'AQ' } } }],
    ['/customer/address/country', { customer: { ...customer, address: { ...address, country: 'gb' } } }],
    ['/customer/address/country', { customer: { ...customer, address: { ...address, country: 'GBR' } } }],
    ['/customer/address/planet', { customer: { ...customer, address: { ...address, planet: 'Earth' } } }],
    ['/expectedTotal', { expectedTotal: undefined }],
    ['/expectedTotal', { expectedTotal: 1000 }],
    ['/expectedTotal/amount', { expectedTotal: euros(-1) }],
    ['/expectedTotal/amount', { expectedTotal: euros(495_000_000_001) }],
    ['/expectedTotal/currency', { expectedTotal: { amount: 1000, currency: 'USD' } }],
    ['/coupon', { coupon: 'FREE' } as Partial<Record<keyof Checkout, unknown>>],
  ];
  test.each(wrong)('with %s wrong is refused by that name (case %#)', async (pointer, fields) => {
    const { id } = await api.create();
    const basket = await api.fill({ [id]: 1 });
    const answer = await api.checkout(basket, fields as Partial<Checkout>);
    expect(pointers(problem(422, 'invalid-content', answer))).toEqual([pointer]);
  });

  test('with many fields wrong is told all of them', async () => {
    const { id } = await api.create();
    const basket = await api.fill({ [id]: 1 });
    const answer = await api.checkout(basket, {
      customer: { name: '', email: '', address: { line1: '', city: '', postcode: '', country: '' } },
      expectedTotal: { amount: -1, currency: '' },
    });
    expect(pointers(problem(422, 'invalid-content', answer))).toEqual([
      '/customer/address/city',
      '/customer/address/country',
      '/customer/address/line1',
      '/customer/address/postcode',
      '/customer/email',
      '/customer/name',
      '/expectedTotal/amount',
      '/expectedTotal/currency',
    ]);
  });
});
