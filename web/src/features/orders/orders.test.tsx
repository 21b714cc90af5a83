import { act, screen, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw/http';
import { describe, expect, it } from 'vitest';
import type { Order } from '@/lib/api/shapes';
import { heldOrder, minutes, orderPage, serveOrder } from '@/test/orderPage';
import { renderPage } from '@/test/render';
import { server } from '@/test/server';
import { anOrder } from '@/test/shop';
import { BrokenLinkPage } from './BrokenLinkPage';
import { OrderPage } from './OrderPage';
import { type FetchedOrder, newerOrder } from './queries';

const fresh = heldOrder();
const page = orderPage(fresh);

/** A shop that cancels whatever order it is asked to; what it was asked. */
function serveCancel(): string[] {
  const sent: string[] = [];
  server.use(
    http.post<{ id: string }>('*/api/v1/orders/:id/cancel', ({ request, params: { id } }) => {
      sent.push(`${request.headers.get('authorization')} cancels ${id}`);
      return HttpResponse.json({ ...fresh, rev: 2, state: 'cancelled' });
    }),
  );
  return sent;
}

/** Each step of the timeline with its state; the one that is marked as current for screen readers begins with >. */
const steps = () =>
  within(screen.getByRole('list', { name: 'Where the order is' }))
    .getAllByRole('listitem')
    .map((step) => {
      const state = ['done', 'now', 'ahead'].find((each) => step.classList.contains(each));
      return `${step.getAttribute('aria-current') === 'step' ? '>' : ''}${step.querySelector('.name')?.textContent} ${state}`;
    });

describe('an order', () => {
  it('shows the time that its hold has left', async () => {
    serveOrder(() => fresh);
    await renderPage(page);
    expect(await screen.findByRole('heading', { level: 1, name: 'Held for you.' })).toBeVisible();
    expect(screen.getByRole('timer')).toHaveTextContent(/^[89]:\d\d$/);
    expect(screen.getByRole('heading', { name: /We hold your two pieces for you until/ })).toBeVisible();
    expect(screen.getByLabelText('Link to this order')).toHaveValue(`${location.origin}/orders/${fresh.id}#secret`);
    expect(steps()).toEqual(['Placed done', '>Paid now', 'Packed ahead', 'Shipped ahead', 'Delivered ahead']);
  });

  it('is refreshed when its frame arrives', async () => {
    let order = fresh;
    serveOrder(() => order);
    const { world } = await renderPage(page);
    await screen.findByRole('heading', { level: 1, name: 'Held for you.' });
    const history = [...fresh.history, { at: minutes(0), from: 'awaiting-payment', to: 'paid', by: 'owner' } as const];
    order = { ...fresh, rev: 2, state: 'paid', history };
    act(() => world.connect().push({ type: 'order', id: fresh.id, rev: 2, state: 'paid' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Paid, thank you.' })).toBeVisible();
    expect(screen.queryByRole('timer')).toBeNull();
    expect(steps()).toEqual(['Placed done', 'Paid done', '>Packed now', 'Shipped ahead', 'Delivered ahead']);
  });

  it('offers cancellation outside the payment’s panel', async () => {
    serveOrder(() => fresh);
    const { user } = await renderPage(page);
    await user.click(await screen.findByRole('button', { name: /^Pay now/ }));
    const hold = screen.getByRole('region', { name: /^We hold your two pieces/ });
    expect(within(hold).queryByRole('button', { name: /cancel/i })).toBeNull();
    expect(screen.getByRole('button', { name: 'Cancel the order' })).toBeVisible();
  });

  it('can be cancelled while it awaits payment, and then be reordered', async () => {
    serveOrder(() => fresh);
    const sent = serveCancel();
    const { user } = await renderPage(page);
    await user.click(await screen.findByRole('button', { name: 'Cancel the order' }));
    await user.click(screen.getByRole('button', { name: 'Yes, cancel it' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Cancelled.' })).toHaveFocus();
    expect(screen.getByText('Again?')).toBeVisible();
    expect(sent).toEqual([`Bearer secret cancels ${fresh.id}`]);
  });

  it('is not cancelled by a double click on the question, nor when it is kept after all', async () => {
    serveOrder(() => fresh);
    const sent = serveCancel();
    const { user } = await renderPage(page);
    await user.dblClick(await screen.findByRole('button', { name: 'Cancel the order' }));
    // The second click falls on the first answer, which is the one that changes nothing.
    expect(screen.getByRole('heading', { name: 'Changed your mind?' })).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Cancel the order' }));
    const keep = screen.getByRole('button', { name: 'Keep the order' });
    expect(keep).toHaveFocus();
    expect(screen.getByRole('heading', { name: 'Cancel this order?' })).toBeVisible();
    await user.click(keep);
    expect(screen.getByRole('button', { name: 'Cancel the order' })).toHaveFocus();
    // Whatever was sent before this has arrived once it is answered.
    await fetch('/api/v1/meta');
    expect(sent).toEqual([]);
    expect(screen.getByRole('heading', { level: 1, name: 'Held for you.' })).toBeVisible();
  });

  it('is cancelled once by a double click on the confirmation', async () => {
    serveOrder(() => fresh);
    const sent = serveCancel();
    const { user } = await renderPage(page);
    await user.click(await screen.findByRole('button', { name: 'Cancel the order' }));
    await user.dblClick(screen.getByRole('button', { name: 'Yes, cancel it' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Cancelled.' })).toBeVisible();
    await fetch('/api/v1/meta');
    expect(sent).toHaveLength(1);
  });

  it('cannot be cancelled once its hold has expired', async () => {
    serveOrder(() => ({ ...fresh, holdUntil: minutes(-0.1) }));
    await renderPage(page);
    expect(await screen.findByRole('heading', { name: /^The time ran out at/ })).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Cancel the order' })).toBeNull();
  });

  it.each([
    ['', /after the # is missing/],
    ['half', /after the # is not whole/],
    ['x'.repeat(43), /do not belong together/],
  ])('opened with the token "%s" says what is wrong with the link and what to do', async (token, words) => {
    serveOrder(() => fresh);
    await renderPage(
      token === '' ? (
        <BrokenLinkPage token="" />
      ) : (
        <OrderPage
          id={fresh.id}
          token={token}
          onOpen={() => undefined}
          countryName={String}
          reorderPanel={() => <p />}
        />
      ),
    );
    expect(await screen.findByRole('heading', { level: 1, name: 'This link opens no order' })).toBeVisible();
    expect(screen.getByText(words)).toBeVisible();
    expect(screen.getByText(/copy the link again/)).toBeVisible();
    expect(screen.getByRole('link', { name: 'My orders' })).toHaveAttribute('href', '/orders');
    expect(document.title).toBe('This link opens no order, Vitrine');
  });

  it('says why it could not be cancelled, and is fetched again', async () => {
    let order: Order = fresh;
    serveOrder(() => order);
    server.use(
      http.post('*/api/v1/orders/:id/cancel', () => {
        order = { ...fresh, rev: 2, payment: { state: 'declined', method: 'simulator' } };
        return HttpResponse.json(
          { type: '/problems/order-not-cancellable', title: 'Too late', status: 409, detail: 'The order is paid.' },
          { status: 409 },
        );
      }),
    );
    const { user } = await renderPage(page);
    await user.click(await screen.findByRole('button', { name: 'Cancel the order' }));
    await user.click(screen.getByRole('button', { name: 'Yes, cancel it' }));
    expect(await within(screen.getByRole('alert')).findByText('The order is paid.')).toBeVisible();
    expect(screen.getByText(/The last payment was declined/)).toBeVisible();
  });
});

describe('the hold’s countdown', () => {
  const seconds = () => {
    const [minutes = 0, rest = 0] = (screen.getByRole('timer').textContent ?? '').split(':').map(Number);
    return minutes * 60 + rest;
  };

  it('follows the server’s clock where this machine’s is slow', async () => {
    const held = { ...fresh, holdUntil: minutes(9) };
    serveOrder(() => held, { date: () => new Date(Date.now() + 5 * 60_000) });
    await renderPage(page);
    await screen.findByRole('timer');
    expect(seconds()).toBeGreaterThan(220);
    expect(seconds()).toBeLessThanOrEqual(240);
  });

  it('follows the server’s clock where this machine’s is fast', async () => {
    const held = { ...fresh, holdUntil: minutes(9) };
    serveOrder(() => held, { date: () => new Date(Date.now() - 60_000) });
    await renderPage(page);
    await screen.findByRole('timer');
    expect(seconds()).toBeGreaterThan(580);
    expect(seconds()).toBeLessThanOrEqual(600);
  });

  it('says that the time is over, then shows the state that the shop reports', async () => {
    let order = { ...fresh, holdUntil: minutes(-0.1) };
    serveOrder(() => order);
    const { world } = await renderPage(page);
    expect(await screen.findByRole('heading', { name: /^The time ran out at/ })).toBeVisible();
    expect(screen.queryByRole('button', { name: /Pay|Cancel/ })).toBeNull();
    order = { ...order, rev: 2, state: 'expired' };
    act(() => world.connect().push({ type: 'order', id: fresh.id, rev: 2, state: 'expired' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Back on the shelf.' })).toBeVisible();
    expect(screen.getByText('Again?')).toBeVisible();
  });
});

describe('a refund', () => {
  it('is shown while it is pending and when it is done', async () => {
    const way: Partial<Order> = { state: 'paid', payment: { state: 'refunding', method: 'simulator' } };
    let order: Order = { ...fresh, ...way };
    serveOrder(() => order);
    const { world } = await renderPage(page);
    expect(await screen.findByRole('heading', { name: '€98.00 is on its way back to you' })).toBeVisible();
    order = { ...fresh, rev: 2, state: 'refunded', payment: { state: 'refunded', method: 'simulator' } };
    act(() => world.connect().push({ type: 'order', id: fresh.id, rev: 2, state: 'refunded' }));
    expect(await screen.findByRole('heading', { name: '€98.00 went back to you' })).toBeVisible();
  });
});

describe('an older answer that arrives late', () => {
  const fetched = (rev: number): FetchedOrder => ({ order: anOrder({ rev }), etag: `"${rev}"`, serverTime: null });

  it('does not replace a newer order', () => {
    expect(newerOrder(fetched(3), fetched(2))).toMatchObject({ order: { rev: 3 }, etag: '"3"' });
    expect(newerOrder(fetched(2), fetched(3))).toMatchObject({ order: { rev: 3 }, etag: '"3"' });
    expect(newerOrder(undefined, fetched(1))).toMatchObject({ order: { rev: 1 } });
  });

  it('still adds what it says about the server’s clock', () => {
    const serverTime = { latest: 1, at: { monotonic: 0, wall: 0 } };
    expect(newerOrder(fetched(3), { ...fetched(2), serverTime })).toEqual({ ...fetched(3), serverTime });
    expect(newerOrder({ ...fetched(3), serverTime }, fetched(4))).toEqual({ ...fetched(4), serverTime });
  });
});
