import { screen } from '@testing-library/react';
import { http, HttpResponse } from 'msw/http';
import { afterEach, describe, expect, it } from 'vitest';
import { placeOrder } from '@/features/checkout/placeOrder';
import { NoResponse } from '@/lib/api/problem';
import type { Checkout } from '@/lib/api/shapes';
import { renderShop } from '@/test/render';
import { server } from '@/test/server';
import { anOrder, eur } from '@/test/shop';
import { restoreStorage, breakStorage } from '@/test/brokenStorage';
import { checkoutPorts, recoverOrder } from './recovery';

afterEach(() => {
  checkoutPorts.attempts.write(null);
  restoreStorage();
});

describe('a checkout whose answer was lost', () => {
  it.each(['fine', 'full', 'blocked', 'missing', 'cleared'] as const)(
    'is finished and its order’s link shown where storage is %s',
    async (storage) => {
      if (storage !== 'fine' && storage !== 'cleared') breakStorage(storage);
      const id = `order-${storage}`;
      const body: Checkout = {
        basketId: `b-${storage}`,
        basketRev: 3,
        customer: anOrder().customer,
        expectedTotal: eur(9800),
      };
      const keys: (string | null)[] = [];
      server.use(
        http.get('*/api/v1/categories', () => HttpResponse.json({ items: [] })),
        http.get('*/api/v1/orders/:id', () => HttpResponse.json(anOrder({ id }))),
        http.post('*/api/v1/orders', ({ request }) => {
          keys.push(request.headers.get('idempotency-key'));
          if (keys.length === 1) return HttpResponse.error();
          return HttpResponse.json({ ...anOrder({ id }), token: `token-${storage}` }, { status: 201 });
        }),
      );
      await expect(placeOrder(body, 'basket-token', checkoutPorts)).rejects.toBeInstanceOf(NoResponse);
      if (storage === 'cleared') localStorage.clear();
      await recoverOrder();
      if (storage === 'cleared') localStorage.clear();
      expect(keys).toHaveLength(2);
      expect(keys[1]).toBe(keys[0]);
      renderShop('/orders');
      const links = await screen.findAllByRole('link', { name: /^(Held for you|An order)$/ });
      expect(links[0]).toHaveAttribute('href', `/orders/${id}#token-${storage}`);
    },
  );
});
