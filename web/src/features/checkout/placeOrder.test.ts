import { http, HttpResponse } from 'msw/http';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { NoResponse } from '@/lib/api/problem';
import type { Checkout } from '@/lib/api/shapes';
import { stored } from '@/lib/storage';
import { server } from '@/test/server';
import { anOrder, eur } from '@/test/shop';
import { type CheckoutPorts, isCheckoutAttempt, isRecent } from './attempt';
import { finishOrder, placeOrder } from './placeOrder';

const attempts = stored('vitrine.checkout', isCheckoutAttempt);
const { customer } = anOrder();
const body: Checkout = { basketId: 'b1', basketRev: 3, customer, expectedTotal: eur(9800) };
const placed = { ...anOrder(), token: 'order-token' };

let sent: { key: string | null; body: Checkout }[];
let answers: (() => Response | Promise<Response>)[];

const refuse = (status: number, name: string) => () =>
  HttpResponse.json(
    { type: `/problems/${name}`, title: name, status, detail: name, instance: 'urn:trace:0' },
    { status },
  );
const accept = () => HttpResponse.json(placed, { status: 201 });
const noAnswer = () => HttpResponse.error();

let drawn = 0;
let clock = 0;
let kept: string[];
const ports: CheckoutPorts = {
  attempts,
  saveOrder: ({ id }, basketId) =>
    void kept.push(`${basketId} is ${id}, ${attempts.read() ? 'in doubt' : 'forgotten'}`),
  savedOrder: (basketId) => (basketId === 'b-ordered' ? { id: 'theirs', token: 't' } : undefined),
  withLock: (step) => Promise.resolve(step()),
  newIdempotencyKey: () => `key-${++drawn}`,
  now: () => ++clock,
};
const place = (changed: Partial<Checkout> = {}) => placeOrder({ ...body, ...changed }, 'basket-token', ports);

beforeEach(() => {
  drawn = 0;
  clock = 0;
  kept = [];
  sent = [];
  answers = [];
  server.use(
    http.post<never, Checkout>('*/api/v1/orders', async ({ request }) => {
      sent.push({ key: request.headers.get('idempotency-key'), body: await request.json() });
      const next = answers.shift();
      if (!next) throw new Error('Unexpected order.');
      return next();
    }),
  );
});

describe('placing an order', () => {
  it('stores its key before the first send', async () => {
    server.use(
      http.post('*/api/v1/orders', ({ request }) => {
        expect(attempts.read()).toMatchObject({ key: request.headers.get('idempotency-key'), inDoubt: true });
        return accept();
      }),
    );
    await expect(place()).resolves.toMatchObject({ id: placed.id, token: 'order-token' });
    expect(attempts.read()).toBeNull();
  });

  it('repeats the same request with the same key after no answer', async () => {
    answers = [noAnswer, accept];
    await expect(place()).rejects.toBeInstanceOf(NoResponse);
    await expect(place()).resolves.toMatchObject({ id: placed.id });
    expect(sent.map(({ key }) => key)).toEqual(['key-1', 'key-1']);
  });

  it('sends an attempt in doubt again as it was, though the form changed since', async () => {
    answers = [noAnswer, accept];
    await expect(place()).rejects.toBeInstanceOf(NoResponse);
    await place({ customer: { ...customer, name: 'Someone Else' } });
    expect(sent).toHaveLength(2);
    expect(sent[1]?.body.customer.name).toBe('Ada Example');
  });

  it('sends the new form once the attempt in doubt was refused', async () => {
    answers = [noAnswer, refuse(409, 'price-changed'), accept];
    await expect(place()).rejects.toBeInstanceOf(NoResponse);
    await place({ expectedTotal: eur(9900) });
    expect(sent.map(({ body: { expectedTotal } }) => expectedTotal.amount)).toEqual([9800, 9800, 9900]);
    expect(new Set(sent.map(({ key }) => key)).size).toBe(1);
  });

  it('reuses its key after a refusal', async () => {
    answers = [refuse(409, 'insufficient-stock'), accept];
    await expect(place()).rejects.toMatchObject({ status: 409 });
    await place({ expectedTotal: eur(4900) });
    expect(sent.map(({ key }) => key)).toEqual(['key-1', 'key-1']);
    expect(sent).toHaveLength(2);
  });

  it('stays in doubt after a 5xx', async () => {
    answers = [refuse(503, 'unavailable')];
    await expect(place()).rejects.toMatchObject({ status: 503 });
    expect(attempts.read()).toMatchObject({ inDoubt: true });
  });

  it('makes a new key for another basket', async () => {
    answers = [noAnswer, accept];
    await expect(place()).rejects.toBeInstanceOf(NoResponse);
    await place({ basketId: 'b2' });
    expect(sent.map(({ key }) => key)).toEqual(['key-1', 'key-2']);
  });

  it('can be finished from what was stored alone', async () => {
    answers = [noAnswer, accept];
    await expect(place()).rejects.toBeInstanceOf(NoResponse);
    await expect(finishOrder(ports)).resolves.toMatchObject({ id: placed.id });
    expect(sent[1]).toEqual(sent[0]);
    await expect(finishOrder(ports)).resolves.toBeNull();
  });

  it('is finished without an order where the shop refuses it', async () => {
    answers = [noAnswer, refuse(409, 'basket-closed')];
    await expect(place()).rejects.toBeInstanceOf(NoResponse);
    await expect(finishOrder(ports)).rejects.toMatchObject({ status: 409 });
    expect(attempts.read()).toMatchObject({ inDoubt: false });
    await expect(finishOrder(ports)).resolves.toBeNull();
  });

  it('saves the order’s token before the attempt is removed', async () => {
    answers = [accept];
    await place();
    expect(kept).toEqual([`b1 is ${placed.id}, in doubt`]);
    expect(attempts.read()).toBeNull();
  });

  it('repeats the request that another tab has sent and that is not answered yet', async () => {
    const answer = Promise.withResolvers<Response>();
    answers = [() => answer.promise, accept];
    const first = place();
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    await expect(place({ customer: { ...customer, name: 'Someone Else' } })).resolves.toMatchObject({ id: placed.id });
    answer.resolve(accept());
    await first;
    expect(sent[1]).toEqual(sent[0]);
  });

  it('returns the order that another tab made of the basket, without a request', async () => {
    await expect(place({ basketId: 'b-ordered' })).resolves.toEqual({ id: 'theirs', token: 't' });
    expect(sent).toEqual([]);
  });

  it('does not touch an attempt that another tab began after it', async () => {
    const answer = Promise.withResolvers<Response>();
    answers = [() => answer.promise, noAnswer];
    const first = place();
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    attempts.write(null);
    await expect(place({ basketId: 'b2' })).rejects.toBeInstanceOf(NoResponse);
    answer.resolve(accept());
    await first;
    expect(attempts.read()).toMatchObject({ body: { basketId: 'b2' }, inDoubt: true });
  });

  it('gives up with the refusal where other tabs begin attempts again and again', async () => {
    const again = () => {
      attempts.write({ key: 'theirs', token: 'basket-token', body, begunAt: ++clock, inDoubt: true });
      return refuse(409, 'price-changed')();
    };
    attempts.write({ key: 'theirs', token: 'basket-token', body, begunAt: 0, inDoubt: true });
    answers = [again, again, again, again];
    await expect(place()).rejects.toMatchObject({ status: 409 });
    expect(answers).toEqual([]);
  });

  it('is finished by itself only for ten minutes after the button was pressed', async () => {
    answers = [noAnswer];
    await expect(place()).rejects.toBeInstanceOf(NoResponse);
    const attempt = attempts.read();
    if (!attempt) throw new Error('Nothing was stored.');
    expect(isRecent(attempt, attempt.begunAt + 9 * 60_000)).toBe(true);
    expect(isRecent(attempt, attempt.begunAt + 11 * 60_000)).toBe(false);
    expect(isRecent({ ...attempt, inDoubt: false }, attempt.begunAt)).toBe(false);
  });
});
