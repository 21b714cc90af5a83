import { act, screen, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw/http';
import { describe, expect, it } from 'vitest';
import type { Order } from '@/lib/api/shapes';
import { renderPage } from '@/test/render';
import { server } from '@/test/server';
import { anOrder } from '@/test/shop';
import { OrderPage } from './OrderPage';
import { stopsOf } from './timeline';

const minutes = (n: number) => new Date(Date.now() + n * 60_000).toISOString();
const fresh = anOrder({ placedAt: minutes(-1), holdUntil: minutes(9) });
const page = <OrderPage id={fresh.id} token="secret" countryName={(code) => `<${code}>`} again={() => <p>Again?</p>} />;

function serve(order: () => Order) {
  server.use(
    http.get('*/api/v1/orders/:id', ({ request }) =>
      request.headers.get('authorization') === 'Bearer secret'
        ? HttpResponse.json(order(), { headers: { etag: `"${order().rev}"` } })
        : new HttpResponse(null, { status: 404 }),
    ),
  );
}

const stops = () =>
  within(screen.getByRole('list', { name: 'Where the order is' }))
    .getAllByRole('listitem')
    .map((stop) =>
      stop.getAttribute('aria-current')
        ? `>${stop.firstElementChild?.nextElementSibling?.textContent}`
        : stop.className,
    );

describe('an order', () => {
  it('is held, with the time that is left', async () => {
    serve(() => fresh);
    await renderPage(page);
    expect(await screen.findByRole('heading', { level: 1, name: 'Held for you.' })).toBeVisible();
    expect(screen.getByRole('timer')).toHaveTextContent(/^[89]:\d\d$/);
    expect(screen.getByRole('heading', { name: /We hold your two pieces for you until/ })).toBeVisible();
    expect(screen.getByLabelText('Link to this order')).toHaveValue(`${location.origin}/orders/${fresh.id}#secret`);
    expect(stops()).toContain('>Paid');
  });

  it('moves by itself when its frame comes', async () => {
    let order = fresh;
    serve(() => order);
    const { world } = await renderPage(page);
    await screen.findByRole('heading', { level: 1, name: 'Held for you.' });
    const history = [...fresh.history, { at: minutes(0), from: 'awaiting-payment', to: 'paid', by: 'owner' } as const];
    order = { ...fresh, rev: 2, state: 'paid', history };
    act(() => world.stand().say({ type: 'order', id: fresh.id, rev: 2, state: 'paid' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Paid, thank you.' })).toBeVisible();
    expect(screen.queryByRole('timer')).toBeNull();
    expect(stops()).toContain('>Packed');
  });

  it('can be cancelled while it waits, and then be filled again', async () => {
    serve(() => fresh);
    const cancelled = { ...fresh, rev: 2, state: 'cancelled' as const };
    server.use(http.post('*/api/v1/orders/:id/cancel', () => HttpResponse.json(cancelled)));
    const { user } = await renderPage(page);
    await user.click(await screen.findByRole('button', { name: 'Cancel the order' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Cancelled.' })).toBeVisible();
    expect(screen.getByText('Again?')).toBeVisible();
  });

  it('says why it can no longer be cancelled', async () => {
    serve(() => fresh);
    server.use(
      http.post('*/api/v1/orders/:id/cancel', () =>
        HttpResponse.json(
          { type: '/problems/order-not-cancellable', title: 'Too late', status: 409, detail: 'The order is paid.' },
          { status: 409 },
        ),
      ),
    );
    const { user } = await renderPage(page);
    await user.click(await screen.findByRole('button', { name: 'Cancel the order' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('The order is paid.');
  });
});

describe('the timeline', () => {
  it('ends where the order ended', () => {
    const history: Order['history'] = [
      { at: '2026-11-22T10:00:00.000Z', from: null, to: 'awaiting-payment', by: 'customer' },
      { at: '2026-11-22T10:11:00.000Z', from: 'awaiting-payment', to: 'expired', by: 'system' },
    ];
    expect(stopsOf(anOrder({ state: 'expired', history })).map(({ name }) => name)).toEqual(['Placed', 'Run out']);
  });

  it('has five stops on the good way, and one that is waited for', () => {
    const all = stopsOf(anOrder());
    expect(all.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'Placed done',
      'Paid now',
      'Packed ahead',
      'Shipped ahead',
      'Delivered ahead',
    ]);
  });
});
