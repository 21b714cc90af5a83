import { act, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw/http';
import { describe, expect, it, vi } from 'vitest';
import type { Order } from '@/lib/api/shapes';
import { renderPage } from '@/test/render';
import { server } from '@/test/server';
import { anOrder } from '@/test/shop';
import { BrokenLinkPage } from './BrokenLinkPage';
import { OrderPage } from './OrderPage';
import { type FetchedOrder, newerOf } from './queries';

const minutes = (n: number) => new Date(Date.now() + n * 60_000).toISOString();
const fresh = anOrder({ placedAt: minutes(-1), holdUntil: minutes(9) });
const page = (
  <OrderPage
    id={fresh.id}
    token="secret"
    onOpen={() => undefined}
    countryName={(code) => `<${code}>`}
    again={() => <p>Again?</p>}
  />
);

const meta = (simulator: boolean) =>
  http.get('*/api/v1/meta', () => HttpResponse.json({ switches: { simulator, editorOpen: true } }));

function serve(order: () => Order, { simulator = true, date = () => new Date() } = {}) {
  server.use(
    meta(simulator),
    http.get('*/api/v1/orders/:id', ({ request }) =>
      request.headers.get('authorization') === 'Bearer secret'
        ? HttpResponse.json(order(), { headers: { etag: `"${order().rev}"`, date: date().toUTCString() } })
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

  it('keeps the way out away from the payment', async () => {
    serve(() => fresh);
    const { user } = await renderPage(page);
    await user.click(await screen.findByRole('button', { name: /^Pay now/ }));
    const hold = screen.getByRole('region', { name: /^We hold your two pieces/ });
    expect(within(hold).queryByRole('button', { name: /cancel/i })).toBeNull();
    expect(screen.getByRole('button', { name: 'Cancel the order' })).toBeVisible();
  });

  it('can be cancelled while it waits, and then be filled again', async () => {
    serve(() => fresh);
    const cancelled = { ...fresh, rev: 2, state: 'cancelled' as const };
    server.use(http.post('*/api/v1/orders/:id/cancel', () => HttpResponse.json(cancelled)));
    const { user } = await renderPage(page);
    await user.click(await screen.findByRole('button', { name: 'Cancel the order' }));
    await user.click(screen.getByRole('button', { name: 'Yes, cancel it' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Cancelled.' })).toHaveFocus();
    expect(screen.getByText('Again?')).toBeVisible();
  });

  it('is not cancelled by a double click, nor by one who keeps it after all', async () => {
    serve(() => fresh);
    const sent: unknown[] = [];
    server.use(http.post('*/api/v1/orders/:id/cancel', () => HttpResponse.json(sent.push('cancel'))));
    const { user } = await renderPage(page);
    await user.click(await screen.findByRole('button', { name: 'Cancel the order' }));
    const keep = screen.getByRole('button', { name: 'Keep the order' });
    expect(keep).toHaveFocus();
    expect(screen.getByRole('heading', { name: 'Cancel this order?' })).toBeVisible();
    await user.click(keep);
    expect(screen.getByRole('button', { name: 'Cancel the order' })).toHaveFocus();
    expect(sent).toEqual([]);
  });

  it('cannot be cancelled once its time ran out', async () => {
    serve(() => ({ ...fresh, holdUntil: minutes(-0.1) }));
    await renderPage(page);
    expect(await screen.findByRole('heading', { name: /^The time ran out at/ })).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Cancel the order' })).toBeNull();
  });

  it.each([
    ['', /after the # is missing/],
    ['half', /after the # is not whole/],
    ['x'.repeat(43), /do not belong together/],
  ])('whose link is broken by "%s" says what may have happened and what to do', async (token, words) => {
    serve(() => fresh);
    await renderPage(
      token === '' ? (
        <BrokenLinkPage token="" />
      ) : (
        <OrderPage id={fresh.id} token={token} onOpen={() => undefined} countryName={String} again={() => <p />} />
      ),
    );
    expect(await screen.findByRole('heading', { level: 1, name: 'This link opens no order' })).toBeVisible();
    expect(screen.getByText(words)).toBeVisible();
    expect(screen.getByText(/copy the link again/)).toBeVisible();
    expect(screen.getByRole('link', { name: 'My orders' })).toHaveAttribute('href', '/orders');
    expect(document.title).toBe('This link opens no order, Vitrine');
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
    await user.click(screen.getByRole('button', { name: 'Yes, cancel it' }));
    expect(await within(screen.getByRole('alert')).findByText('The order is paid.')).toBeVisible();
  });
});

const problem = (status: number, name: string, more: object = {}) =>
  HttpResponse.json({ type: `/problems/${name}`, title: name, status, ...more }, { status });

/** A shop whose payment answers what the test says, and whose order then stands as the test says. */
async function atTheTill(answer: () => Response | Promise<Response>, after: Partial<Order> = {}) {
  let order = fresh;
  const sent: unknown[] = [];
  serve(() => order);
  server.use(
    http.post('*/api/v1/orders/:id/payment', async ({ request }) => {
      sent.push(await request.json());
      order = { ...fresh, rev: 2, ...after };
      return answer();
    }),
  );
  const rendered = await renderPage(page);
  await rendered.user.click(await screen.findByRole('button', { name: /^Pay now/ }));
  const pay = () => rendered.user.click(screen.getByRole('button', { name: /^Pay/ }));
  return { ...rendered, sent, pay };
}

describe('a payment', () => {
  const paid: Partial<Order> = { state: 'paid', payment: { state: 'paid', method: 'simulator' } };
  const pending: Partial<Order> = { payment: { state: 'pending', method: 'simulator' } };
  const declined: Partial<Order> = { payment: { state: 'declined', method: 'simulator' } };

  it('is told to be a simulated one, and is paid by the shop’s answer', async () => {
    const { pay, sent } = await atTheTill(() => HttpResponse.json({ ...fresh, rev: 2, ...paid }), paid);
    expect(screen.getByText(/Its payment provider is a simulator/)).toBeVisible();
    expect(screen.getByRole('radio', { name: /A card that works/ })).toHaveFocus();
    await pay();
    expect(await screen.findByRole('heading', { level: 1, name: 'Paid, thank you.' })).toBeVisible();
    expect(sent).toEqual([{ method: 'simulator', instrument: 'ok' }]);
  });

  it('brings the page that says it is paid before whoever paid, and has it read out', async () => {
    const scrolled = vi.spyOn(window, 'scrollTo');
    const { pay } = await atTheTill(() => HttpResponse.json({ ...fresh, rev: 2, ...paid }), paid);
    const status = screen.getByRole('heading', { level: 1 }).closest('[role=status]');
    await pay();
    const headline = await screen.findByRole('heading', { level: 1, name: 'Paid, thank you.' });
    expect(headline).toHaveFocus();
    expect(scrolled).toHaveBeenCalledWith({ top: 0 });
    expect(headline.closest('[role=status]')).toBe(status);
  });

  it('brings both before whoever paid: that it is being decided, and how it ended', async () => {
    let order: Order = { ...fresh, rev: 2, ...pending };
    const { pay, world, user } = await atTheTill(() => HttpResponse.json(order, { status: 202 }), pending);
    await pay();
    expect(await screen.findByRole('heading', { level: 1, name: 'Payment being decided.' })).toHaveFocus();
    await user.tab();
    order = { ...fresh, rev: 3, ...paid };
    serve(() => order);
    act(() => world.stand().say({ type: 'order', id: fresh.id, rev: 3, state: 'paid' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Paid, thank you.' })).toHaveFocus();
  });

  it('that somebody else made moves nothing under the eyes of whoever reads', async () => {
    let order = fresh;
    serve(() => order);
    const { world } = await renderPage(page);
    const share = await screen.findByLabelText('Link to this order');
    share.focus();
    order = { ...fresh, rev: 2, ...paid };
    act(() => world.stand().say({ type: 'order', id: fresh.id, rev: 2, state: 'paid' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Paid, thank you.' })).toBeVisible();
    expect(share).toHaveFocus();
  });

  it('is sent once by a double click', async () => {
    const answer = Promise.withResolvers<undefined>();
    const { user, sent } = await atTheTill(async () => {
      await answer.promise;
      return HttpResponse.json({ ...fresh, rev: 2, ...paid });
    }, paid);
    await user.dblClick(screen.getByRole('button', { name: /^Pay/ }));
    answer.resolve(undefined);
    expect(await screen.findByRole('heading', { level: 1, name: 'Paid, thank you.' })).toBeVisible();
    expect(sent).toHaveLength(1);
  });

  it('that was declined leaves the pieces held and can be tried again', async () => {
    const { user, pay, sent } = await atTheTill(() => problem(402, 'payment-declined'), declined);
    await user.click(screen.getByRole('radio', { name: /declined/ }));
    await pay();
    expect(await screen.findByText(/^The payment was declined. Nothing was charged/)).toBeVisible();
    expect(await screen.findByText(/The last payment was declined/)).toBeVisible();
    expect(screen.getByRole('timer')).toBeVisible();
    server.use(http.post('*/payment', () => HttpResponse.json({ ...fresh, rev: 3, ...paid })));
    await user.click(screen.getByRole('radio', { name: /works/ }));
    await pay();
    expect(await screen.findByRole('heading', { level: 1, name: 'Paid, thank you.' })).toBeVisible();
    expect(sent).toEqual([{ method: 'simulator', instrument: 'declined' }]);
  });

  it('keeps its till open though the order is told to be pending before the answer comes', async () => {
    const answer = Promise.withResolvers<undefined>();
    const { pay, world } = await atTheTill(async () => {
      await answer.promise;
      return problem(402, 'payment-declined');
    });
    let order: Order = { ...fresh, rev: 2, ...pending };
    serve(() => order);
    await pay();
    act(() => world.stand().say({ type: 'order', id: fresh.id, rev: 2, state: 'awaiting-payment' }));
    expect(await screen.findByText('being decided')).toBeVisible();
    expect(screen.getByRole('radio', { name: /works/ })).toBeVisible();
    expect(screen.queryByRole('heading', { name: 'Your payment is being decided' })).toBeNull();
    order = { ...fresh, rev: 3, ...declined };
    answer.resolve(undefined);
    expect(await screen.findByText(/^The payment was declined. Nothing was charged/)).toBeVisible();
    expect(screen.getByRole('radio', { name: /works/ })).toBeVisible();
  });

  it('that is not decided says so, stops the clock, and is settled by its frame', async () => {
    let order: Order = { ...fresh, rev: 2, ...pending };
    const { pay, world } = await atTheTill(() => HttpResponse.json(order, { status: 202 }), pending);
    await pay();
    expect(await screen.findByRole('heading', { name: 'Your payment is being decided' })).toBeVisible();
    expect(screen.queryByRole('timer')).toBeNull();
    expect(screen.queryByRole('button', { name: 'Cancel the order' })).toBeNull();
    order = { ...fresh, rev: 3, ...paid };
    serve(() => order);
    act(() => world.stand().say({ type: 'order', id: fresh.id, rev: 3, state: 'paid' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Paid, thank you.' })).toBeVisible();
  });

  it('whose answer was lost is found by asking for the order', async () => {
    const { pay } = await atTheTill(() => HttpResponse.error(), paid);
    await pay();
    expect(await screen.findByRole('heading', { level: 1, name: 'Paid, thank you.' })).toBeVisible();
  });

  it.each([
    ['no answer', () => HttpResponse.error(), /may or may not have arrived/],
    ['402', () => problem(402, 'payment-declined'), /declined. Nothing was charged/],
    ['409 hold-expired', () => problem(409, 'hold-expired'), /Too little time was left to pay/],
    ['409 order-not-payable', () => problem(409, 'order-not-payable'), /The order moved on/],
    ['409 payment-in-progress', () => problem(409, 'payment-in-progress'), /is being decided already/],
    ['422', () => problem(422, 'invalid-content'), /does not take payments here/],
    ['503', () => problem(503, 'unavailable', { detail: 'Busy.' }), /could not say how the payment went/],
    [
      'a gateway’s 429',
      () => HttpResponse.json({ message: 'Too Many Requests' }, { status: 429 }),
      /wait a few seconds/,
    ],
    ['a gateway’s 500', () => HttpResponse.json({ message: 'Internal' }, { status: 500 }), /charges nothing twice/],
    ['a page of a proxy', () => new HttpResponse('<h1>Bad gateway</h1>', { status: 502 }), /charges nothing twice/],
  ])('that ends in %s is told in words', async (_, answer, words) => {
    const { pay } = await atTheTill(answer);
    await pay();
    expect(await screen.findByText(words)).toBeVisible();
  });

  it('cannot be begun in the last half minute', async () => {
    serve(() => ({ ...fresh, holdUntil: new Date(Date.now() + 20_000).toISOString() }));
    await renderPage(page);
    expect(await screen.findByRole('button', { name: /^Pay now/ })).toBeDisabled();
    expect(screen.getByText(/too little to begin a payment/)).toBeVisible();
  });

  it('is not offered where the shop takes none', async () => {
    serve(() => fresh, { simulator: false });
    await renderPage(page);
    expect(await screen.findByText(/does not take payments here/)).toBeVisible();
    expect(screen.queryByRole('button', { name: /^Pay/ })).toBeNull();
  });

  it('can be left for later, and the button one came from has the focus again', async () => {
    const { user } = await atTheTill(() => HttpResponse.error());
    await user.click(screen.getByRole('button', { name: 'Not now' }));
    await waitFor(() => expect(screen.getByRole('button', { name: /^Pay now/ })).toHaveFocus());
  });
});

describe('the hold’s clock', () => {
  const seconds = () => {
    const [minutes = 0, rest = 0] = (screen.getByRole('timer').textContent ?? '').split(':').map(Number);
    return minutes * 60 + rest;
  };

  it('runs by the shop’s time where this machine’s is slow', async () => {
    const held = { ...fresh, holdUntil: minutes(9) };
    serve(() => held, { date: () => new Date(Date.now() + 5 * 60_000) });
    await renderPage(page);
    await screen.findByRole('timer');
    expect(seconds()).toBeGreaterThan(220);
    expect(seconds()).toBeLessThanOrEqual(240);
  });

  it('runs by the shop’s time where this machine’s is fast', async () => {
    const held = { ...fresh, holdUntil: minutes(9) };
    serve(() => held, { date: () => new Date(Date.now() - 60_000) });
    await renderPage(page);
    await screen.findByRole('timer');
    expect(seconds()).toBeGreaterThan(580);
  });

  it('says that the time is over, and waits for the shop to say what then', async () => {
    let order = { ...fresh, holdUntil: minutes(-0.1) };
    serve(() => order);
    const { world } = await renderPage(page);
    expect(await screen.findByRole('heading', { name: /^The time ran out at/ })).toBeVisible();
    expect(screen.queryByRole('button', { name: /Pay|Cancel/ })).toBeNull();
    order = { ...order, rev: 2, state: 'expired' };
    act(() => world.stand().say({ type: 'order', id: fresh.id, rev: 2, state: 'expired' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Back on the shelf.' })).toBeVisible();
    expect(screen.getByText('Again?')).toBeVisible();
  });
});

describe('money that goes back', () => {
  it('is told while it is on its way, and when it is there', async () => {
    const way: Partial<Order> = { state: 'paid', payment: { state: 'refunding', method: 'simulator' } };
    let order: Order = { ...fresh, ...way };
    serve(() => order);
    const { world } = await renderPage(page);
    expect(await screen.findByRole('heading', { name: '€98.00 is on its way back to you' })).toBeVisible();
    order = { ...fresh, rev: 2, state: 'refunded', payment: { state: 'refunded', method: 'simulator' } };
    act(() => world.stand().say({ type: 'order', id: fresh.id, rev: 2, state: 'refunded' }));
    expect(await screen.findByRole('heading', { name: '€98.00 went back to you' })).toBeVisible();
  });
});

describe('an answer that is overtaken', () => {
  const fetched = (rev: number): FetchedOrder => ({ order: anOrder({ rev }), etag: `"${rev}"`, sighting: null });

  it('does not take the order back', () => {
    expect(newerOf(fetched(3), fetched(2))).toMatchObject({ order: { rev: 3 }, etag: '"3"' });
    expect(newerOf(fetched(2), fetched(3))).toMatchObject({ order: { rev: 3 }, etag: '"3"' });
    expect(newerOf(undefined, fetched(1))).toMatchObject({ order: { rev: 1 } });
  });
});
