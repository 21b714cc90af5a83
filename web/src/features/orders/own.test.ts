import { describe, expect, it } from 'vitest';
import { anOrder } from '@/test/shop';
import { findSavedOrder, savedOrderOfBasket, savedOrders, saveOrder } from './savedOrders';

const save = (id: string, basketId = `basket of ${id}`) =>
  saveOrder({ ...anOrder({ id }), token: `token of ${id}` }, basketId);

describe('the orders of this browser', () => {
  it('are listed newest first, each once, with what opens it and nothing about the customer', () => {
    for (const id of ['a', 'b', 'a']) save(id);
    const { number, placedAt } = anOrder();
    expect(savedOrders()).toEqual([
      { id: 'a', token: 'token of a', number, placedAt, basketId: 'basket of a' },
      { id: 'b', token: 'token of b', number, placedAt, basketId: 'basket of b' },
    ]);
  });

  it('are found by their id and by the basket they were', () => {
    save('a');
    save('b');
    expect(findSavedOrder('a')?.token).toBe('token of a');
    expect(findSavedOrder('c')).toBeUndefined();
    expect(savedOrderOfBasket('basket of b')?.id).toBe('b');
    expect(savedOrderOfBasket('basket of c')).toBeUndefined();
  });

  it('are the last hundred', () => {
    for (let n = 0; n <= 100; n++) save(`o${n}`);
    expect(savedOrders()).toHaveLength(100);
    expect(findSavedOrder('o0')).toBeUndefined();
    expect(findSavedOrder('o1')).toBeDefined();
  });

  it.each(['{', '{}', '[null]', '[{"id":"a"}]'])('are none where the storage holds %s', (text) => {
    localStorage.setItem('vitrine.orders', text);
    expect(savedOrders()).toEqual([]);
  });
});
