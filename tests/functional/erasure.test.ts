import { describe, expect, test } from 'vitest';
import { customer, must, type NewOrder, type Order, pointers, problem, shop } from '../support/shop.ts';

const api = shop();

const placed = async (): Promise<NewOrder> => api.order({ [(await api.create()).id]: 1 });
const erase = async (order: { id: string }, json?: unknown) =>
  api.own('POST', `/orders/${order.id}/erasure`, json === undefined ? {} : { json });
const now = async (order: NewOrder): Promise<Order> => must(200, await api.getOrder(order));
const nobody = { name: '', email: '', address: { line1: '', country: '' } };

describe('an erasure', () => {
  test('empties name, e-mail and address for everyone, and history says when', async () => {
    const order = await placed();
    must(200, await api.pay(order));
    const before = await now(order);
    must(204, await erase(order));

    const after = await now(order);
    expect(after.customer).toEqual(nobody);
    expect(after).toMatchObject({ state: 'paid', lines: before.lines, total: before.total, rev: before.rev + 1 });
    expect(after.history.slice(0, -1)).toEqual(before.history);
    expect(after.history.at(-1)).toMatchObject({ from: 'paid', to: 'paid', by: 'owner' });
    const asOwner = await api.own('GET', `/orders/${order.id}`);
    for (const value of [customer.name, customer.email, customer.address.line1]) {
      expect(asOwner.text).not.toContain(value);
    }
  });

  test('twice changes nothing more', async () => {
    const order = await placed();
    must(204, await erase(order));
    const erased = await now(order);
    must(204, await erase(order, {}));
    expect(await now(order)).toEqual(erased);
  });

  test('leaves an order that can still be paid, packed and refunded', async () => {
    const order = await placed();
    must(204, await erase(order));
    must(200, await api.pay(order));
    must(200, await api.move(order, 'packed'));
    expect(must<Order>(200, await api.move(order, 'refunded')).customer).toEqual(nobody);
  });

  test('of a payment that is being decided does not stop it', async () => {
    const order = await placed();
    must(202, await api.pay(order, 'timeout'));
    must(204, await erase(order));
    expect(await now(order)).toMatchObject({ customer: nobody, payment: { state: 'pending' } });
  });

  test('takes no fields, and finds no order that is not there', async () => {
    const order = await placed();
    expect(pointers(problem(422, 'invalid-content', await erase(order, { all: true })))).toEqual(['/all']);
    expect((await now(order)).customer).toEqual(customer);
    problem(404, 'not-found', await erase({ id: 'nothing-here' }));
  });
});
