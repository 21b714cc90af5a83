import { createMemoryHistory } from '@tanstack/react-router';
import { cleanup, screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw/http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renderShop } from '@/test/render';
import { server } from '@/test/server';
import { anOrder } from '@/test/shop';
import { restoreStorage, breakStorage } from '@/test/brokenStorage';

// Where what opens an order stands, once it has opened it.

const order = anOrder({ id: 'o7' });
const headline = () => screen.findByRole('heading', { level: 1, name: 'Held for you.' });

beforeEach(() => {
  server.use(
    http.get('*/api/v1/categories', () => HttpResponse.json({ items: [] })),
    http.get('*/api/v1/meta', () => HttpResponse.json({ switches: { simulator: true } })),
    http.get('*/api/v1/orders/:id', ({ request }) =>
      request.headers.get('authorization') === 'Bearer secret'
        ? HttpResponse.json(order, { headers: { etag: '"1"' } })
        : HttpResponse.json({ type: '/problems/not-found', title: 'Not found', status: 404 }, { status: 404 }),
    ),
  );
});
afterEach(restoreStorage);

describe('a link that opened an order', () => {
  it('leaves the address and the history, and still opens it after a reload', async () => {
    const history = createMemoryHistory({
      initialEntries: ['/orders', '/orders/o7?from=mail#secret'],
      initialIndex: 1,
    });
    renderShop('', history);
    await headline();
    await waitFor(() => expect(history.location.href).toBe('/orders/o7?from=mail'));
    expect(history.length).toBe(2);
    expect(screen.getByLabelText('Link to this order')).toHaveValue(`${location.origin}/orders/o7#secret`);
    cleanup();
    renderShop('/orders/o7');
    await headline();
  });

  it('stays in the address where this browser would not know it after a reload', async () => {
    breakStorage('full');
    const { router } = renderShop('/orders/o7#secret');
    await headline();
    expect(router.history.location.href).toBe('/orders/o7#secret');
  });

  it('stays in the address while it opens nothing, and opens nothing later', async () => {
    const { router } = renderShop('/orders/o7#wrong');
    await screen.findByRole('heading', { level: 1, name: 'This link opens no order' });
    expect(router.history.location.href).toBe('/orders/o7#wrong');
    cleanup();
    renderShop('/orders/o7');
    await screen.findByText(/The part after the # is missing/);
  });
});
