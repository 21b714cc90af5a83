import { describe, expect, it } from 'vitest';
import { anOrder } from '@/test/shop';
import { ownOrder, ownOrderOfBasket, ownOrders, rememberOrder } from './own';

const save = (id: string, basketId = `basket of ${id}`) =>
  rememberOrder({ ...anOrder({ id }), token: `token of ${id}` }, basketId);

describe('the orders of this browser', () => {
  it('are listed newest first, each once, with what opens it and nothing about the customer', () => {
    for (const id of ['a', 'b', 'a']) save(id);
    const { number, placedAt } = anOrder();
    expect(ownOrders()).toEqual([
      { id: 'a', token: 'token of a', number, placedAt, basketId: 'basket of a' },
      { id: 'b', token: 'token of b', number, placedAt, basketId: 'basket of b' },
    ]);
  });

  it('are found by their id and by the basket they were', () => {
    save('a');
    save('b');
    expect(ownOrder('a')?.token).toBe('token of a');
    expect(ownOrder('c')).toBeUndefined();
    expect(ownOrderOfBasket('basket of b')?.id).toBe('b');
    expect(ownOrderOfBasket('basket of c')).toBeUndefined();
  });

  it('are the last hundred', () => {
    for (let n = 0; n <= 100; n++) save(`o${n}`);
    expect(ownOrders()).toHaveLength(100);
    expect(ownOrder('o0')).toBeUndefined();
    expect(ownOrder('o1')).toBeDefined();
  });

  it.each(['{', '{}', '[null]', '[{"id":"a"}]'])('are none where the storage holds %s', (text) => {
    localStorage.setItem('vitrine.orders', text);
    expect(ownOrders()).toEqual([]);
  });
});
