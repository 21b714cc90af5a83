import { act, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw/http';
import { describe, expect, it, vi } from 'vitest';
import type { Order } from '@/lib/api/shapes';
import { heldOrder, orderPage, serveOrder } from '@/test/orderPage';
import { renderPage } from '@/test/render';
import { server } from '@/test/server';

const fresh = heldOrder();
const page = orderPage(fresh);

const problem = (status: number, name: string, more: object = {}) =>
  HttpResponse.json({ type: `/problems/${name}`, title: name, status, ...more }, { status });

/** A shop whose payment answers what the test says, and whose order then stands as the test says. */
async function withPaymentForm(answer: () => Response | Promise<Response>, after: Partial<Order> = {}) {
  let order = fresh;
  const sent: unknown[] = [];
  serveOrder(() => order);
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

  it('says that it is simulated, and shows the order as paid after the shop’s answer', async () => {
    const { pay, sent } = await withPaymentForm(() => HttpResponse.json({ ...fresh, rev: 2, ...paid }), paid);
    expect(screen.getByText(/Its payment provider is a simulator/)).toBeVisible();
    expect(screen.getByRole('radio', { name: /A card that works/ })).toHaveFocus();
    await pay();
    expect(await screen.findByRole('heading', { level: 1, name: 'Paid, thank you.' })).toBeVisible();
    expect(sent).toEqual([{ method: 'simulator', instrument: 'ok' }]);
  });

  it('scrolls to the headline, focuses it and announces it once it is paid', async () => {
    const scrolled = vi.spyOn(window, 'scrollTo');
    const { pay } = await withPaymentForm(() => HttpResponse.json({ ...fresh, rev: 2, ...paid }), paid);
    const status = screen.getByRole('heading', { level: 1 }).closest('[role=status]');
    await pay();
    const headline = await screen.findByRole('heading', { level: 1, name: 'Paid, thank you.' });
    expect(headline).toHaveFocus();
    expect(scrolled).toHaveBeenCalledWith({ top: 0 });
    expect(headline.closest('[role=status]')).toBe(status);
  });

  it('focuses the headline when it is pending and again when it is settled', async () => {
    let order: Order = { ...fresh, rev: 2, ...pending };
    const { pay, world, user } = await withPaymentForm(() => HttpResponse.json(order, { status: 202 }), pending);
    await pay();
    expect(await screen.findByRole('heading', { level: 1, name: 'Payment being decided.' })).toHaveFocus();
    await user.tab();
    order = { ...fresh, rev: 3, ...paid };
    serveOrder(() => order);
    act(() => world.connect().push({ type: 'order', id: fresh.id, rev: 3, state: 'paid' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Paid, thank you.' })).toHaveFocus();
  });

  it('made in another browser neither scrolls nor moves the focus', async () => {
    let order = fresh;
    serveOrder(() => order);
    const { world } = await renderPage(page);
    const share = await screen.findByLabelText('Link to this order');
    share.focus();
    const scrolled = vi.spyOn(window, 'scrollTo');
    order = { ...fresh, rev: 2, ...paid };
    act(() => world.connect().push({ type: 'order', id: fresh.id, rev: 2, state: 'paid' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Paid, thank you.' })).toBeVisible();
    expect(share).toHaveFocus();
    expect(scrolled).not.toHaveBeenCalled();
  });

  it('is sent once by a double click', async () => {
    const answer = Promise.withResolvers<undefined>();
    const { user, sent } = await withPaymentForm(async () => {
      await answer.promise;
      return HttpResponse.json({ ...fresh, rev: 2, ...paid });
    }, paid);
    await user.dblClick(screen.getByRole('button', { name: /^Pay/ }));
    answer.resolve(undefined);
    expect(await screen.findByRole('heading', { level: 1, name: 'Paid, thank you.' })).toBeVisible();
    await fetch('/api/v1/meta');
    expect(sent).toHaveLength(1);
  });

  it('that was declined leaves the pieces held and can be tried again', async () => {
    const { user, pay, sent } = await withPaymentForm(() => problem(402, 'payment-declined'), declined);
    await user.click(screen.getByRole('radio', { name: /declined/ }));
    await pay();
    expect(await screen.findByText(/^The payment was declined. Nothing was charged/)).toBeVisible();
    expect(await screen.findByText(/The last payment was declined/)).toBeVisible();
    expect(screen.getByRole('timer')).toBeVisible();
    server.use(
      http.post('*/payment', async ({ request }) => {
        sent.push(await request.json());
        return HttpResponse.json({ ...fresh, rev: 3, ...paid });
      }),
    );
    await user.click(screen.getByRole('radio', { name: /works/ }));
    await pay();
    expect(await screen.findByRole('heading', { level: 1, name: 'Paid, thank you.' })).toBeVisible();
    expect(sent).toEqual([
      { method: 'simulator', instrument: 'declined' },
      { method: 'simulator', instrument: 'ok' },
    ]);
  });

  it('keeps its form open though the order is reported as pending before the answer comes', async () => {
    const answer = Promise.withResolvers<undefined>();
    const { pay, world } = await withPaymentForm(async () => {
      await answer.promise;
      return problem(402, 'payment-declined');
    });
    let order: Order = { ...fresh, rev: 2, ...pending };
    serveOrder(() => order);
    await pay();
    act(() => world.connect().push({ type: 'order', id: fresh.id, rev: 2, state: 'awaiting-payment' }));
    expect(await screen.findByText('being decided')).toBeVisible();
    expect(screen.getByRole('radio', { name: /works/ })).toBeVisible();
    expect(screen.queryByRole('heading', { name: 'Your payment is being decided' })).toBeNull();
    order = { ...fresh, rev: 3, ...declined };
    answer.resolve(undefined);
    expect(await screen.findByText(/^The payment was declined. Nothing was charged/)).toBeVisible();
    expect(screen.getByRole('radio', { name: /works/ })).toBeVisible();
  });

  it('that is pending says so, hides the countdown, and is settled when its frame arrives', async () => {
    let order: Order = { ...fresh, rev: 2, ...pending };
    const { pay, world } = await withPaymentForm(() => HttpResponse.json(order, { status: 202 }), pending);
    await pay();
    expect(await screen.findByRole('heading', { name: 'Your payment is being decided' })).toBeVisible();
    expect(screen.queryByRole('timer')).toBeNull();
    expect(screen.queryByRole('button', { name: 'Cancel the order' })).toBeNull();
    order = { ...fresh, rev: 3, ...paid };
    serveOrder(() => order);
    act(() => world.connect().push({ type: 'order', id: fresh.id, rev: 3, state: 'paid' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Paid, thank you.' })).toBeVisible();
  });

  it('whose answer was lost is found by fetching the order', async () => {
    const { pay } = await withPaymentForm(() => HttpResponse.error(), paid);
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
  ])('that ends in %s says what happened, and can be repeated', async (_, answer, words) => {
    const { pay } = await withPaymentForm(answer);
    await pay();
    const form = within(screen.getByRole('form', { name: 'Payment' }));
    expect(await within(form.getByRole('alert')).findByText(words)).toBeVisible();
    expect(form.getByRole('button', { name: /^Pay/ })).toBeEnabled();
  });

  it('whose answer arrives after a newer state does not replace that', async () => {
    const answer = Promise.withResolvers<undefined>();
    const { pay, world } = await withPaymentForm(async () => {
      await answer.promise;
      return HttpResponse.json({ ...fresh, rev: 2, ...paid });
    }, paid);
    await pay();
    serveOrder(() => ({ ...fresh, ...paid, rev: 3, state: 'packed' }));
    act(() => world.connect().push({ type: 'order', id: fresh.id, rev: 3, state: 'packed' }));
    const headline = await screen.findByRole('heading', { level: 1, name: 'Packed, with care.' });
    answer.resolve(undefined);
    await waitFor(() => expect(headline).toHaveFocus());
    expect(headline).toHaveTextContent('Packed, with care.');
  });

  it('cannot be begun in the last 30 seconds of the hold', async () => {
    serveOrder(() => ({ ...fresh, holdUntil: new Date(Date.now() + 20_000).toISOString() }));
    await renderPage(page);
    expect(await screen.findByRole('button', { name: /^Pay now/ })).toBeDisabled();
    expect(screen.getByText(/too little to begin a payment/)).toBeVisible();
  });

  it('is not offered where the shop takes no payments', async () => {
    serveOrder(() => fresh, { simulator: false });
    await renderPage(page);
    expect(await screen.findByText(/does not take payments here/)).toBeVisible();
    expect(screen.queryByRole('button', { name: /^Pay/ })).toBeNull();
  });

  it('can be put off, which returns the focus to the button that opened it', async () => {
    const { user } = await withPaymentForm(() => HttpResponse.error());
    await user.click(screen.getByRole('button', { name: 'Not now' }));
    await waitFor(() => expect(screen.getByRole('button', { name: /^Pay now/ })).toHaveFocus());
  });
});
