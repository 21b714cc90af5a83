import { http, HttpResponse } from 'msw/http';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { NoAnswer } from '@/lib/api/problem';
import type { Checkout } from '@/lib/api/shapes';
import { stored } from '@/lib/storage';
import { server } from '@/test/server';
import { anOrder, eur } from '@/test/shop';
import { type Desk, isAttempt, isFresh } from './attempt';
import { finishOrder, placeOrder } from './placing';

const storage = stored('vitrine.checkout', isAttempt);
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
const desk: Desk = {
  storage,
  keep: ({ id }, basketId) => void kept.push(`${basketId} is ${id}, ${storage.read() ? 'in doubt' : 'forgotten'}`),
  kept: (basketId) => (basketId === 'b-ordered' ? { id: 'theirs', token: 't' } : undefined),
  exclusively: (step) => Promise.resolve(step()),
  drawKey: () => `key-${++drawn}`,
  now: () => ++clock,
};
const place = (changed: Partial<Checkout> = {}) => placeOrder({ ...body, ...changed }, 'basket-token', desk);

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
        expect(storage.read()).toMatchObject({ key: request.headers.get('idempotency-key'), inDoubt: true });
        return accept();
      }),
    );
    await expect(place()).resolves.toMatchObject({ id: placed.id, token: 'order-token' });
    expect(storage.read()).toBeNull();
  });

  it('repeats the same request with the same key after no answer', async () => {
    answers = [noAnswer, accept];
    await expect(place()).rejects.toBeInstanceOf(NoAnswer);
    await expect(place()).resolves.toMatchObject({ id: placed.id });
    expect(sent.map(({ key }) => key)).toEqual(['key-1', 'key-1']);
  });

  it('asks for what is in doubt as it was sent, though the form changed since', async () => {
    answers = [noAnswer, accept];
    await expect(place()).rejects.toBeInstanceOf(NoAnswer);
    await place({ customer: { ...customer, name: 'Someone Else' } });
    expect(sent).toHaveLength(2);
    expect(sent[1]?.body.customer.name).toBe('Ada Example');
  });

  it('sends the new form once what was in doubt turns out refused', async () => {
    answers = [noAnswer, refuse(409, 'price-changed'), accept];
    await expect(place()).rejects.toBeInstanceOf(NoAnswer);
    await place({ expectedTotal: eur(9900) });
    expect(sent.map(({ body: { expectedTotal } }) => expectedTotal.amount)).toEqual([9800, 9800, 9900]);
    expect(new Set(sent.map(({ key }) => key)).size).toBe(1);
  });

  it('keeps its key after a refusal, which left it free', async () => {
    answers = [refuse(409, 'insufficient-stock'), accept];
    await expect(place()).rejects.toMatchObject({ status: 409 });
    await place({ expectedTotal: eur(4900) });
    expect(sent.map(({ key }) => key)).toEqual(['key-1', 'key-1']);
    expect(sent).toHaveLength(2);
  });

  it('stays in doubt when the shop failed or was busy', async () => {
    answers = [refuse(503, 'unavailable')];
    await expect(place()).rejects.toMatchObject({ status: 503 });
    expect(storage.read()).toMatchObject({ inDoubt: true });
  });

  it('draws a new key for another basket', async () => {
    answers = [noAnswer, accept];
    await expect(place()).rejects.toBeInstanceOf(NoAnswer);
    await place({ basketId: 'b2' });
    expect(sent.map(({ key }) => key)).toEqual(['key-1', 'key-2']);
  });

  it('can be finished with what was stored alone', async () => {
    answers = [noAnswer, accept];
    await expect(place()).rejects.toBeInstanceOf(NoAnswer);
    await expect(finishOrder(desk)).resolves.toMatchObject({ id: placed.id });
    expect(sent[1]).toEqual(sent[0]);
    await expect(finishOrder(desk)).resolves.toBeNull();
  });

  it('is finished as none where the shop refuses it', async () => {
    answers = [noAnswer, refuse(409, 'basket-closed')];
    await expect(place()).rejects.toBeInstanceOf(NoAnswer);
    await expect(finishOrder(desk)).rejects.toMatchObject({ status: 409 });
    expect(storage.read()).toMatchObject({ inDoubt: false });
    await expect(finishOrder(desk)).resolves.toBeNull();
  });

  it('keeps what opens the order before the attempt is forgotten', async () => {
    answers = [accept];
    await place();
    expect(kept).toEqual([`b1 is ${placed.id}, in doubt`]);
    expect(storage.read()).toBeNull();
  });

  it('joins what another tab has sent and not heard of yet', async () => {
    const answer = Promise.withResolvers<Response>();
    answers = [() => answer.promise, accept];
    const first = place();
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    await expect(place({ customer: { ...customer, name: 'Someone Else' } })).resolves.toMatchObject({ id: placed.id });
    answer.resolve(accept());
    await first;
    expect(sent[1]).toEqual(sent[0]);
  });

  it('is the order that another tab made of the basket, without asking', async () => {
    await expect(place({ basketId: 'b-ordered' })).resolves.toEqual({ id: 'theirs', token: 't' });
    expect(sent).toEqual([]);
  });

  it('leaves alone what another tab began after it', async () => {
    const answer = Promise.withResolvers<Response>();
    answers = [() => answer.promise, noAnswer];
    const first = place();
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    storage.write(null);
    await expect(place({ basketId: 'b2' })).rejects.toBeInstanceOf(NoAnswer);
    answer.resolve(accept());
    await first;
    expect(storage.read()).toMatchObject({ body: { basketId: 'b2' }, inDoubt: true });
  });

  it('ends by telling the refusal where other tabs begin again and again', async () => {
    const again = () => {
      storage.write({ key: 'theirs', token: 'basket-token', body, begunAt: ++clock, inDoubt: true });
      return refuse(409, 'price-changed')();
    };
    storage.write({ key: 'theirs', token: 'basket-token', body, begunAt: 0, inDoubt: true });
    answers = [again, again, again, again];
    await expect(place()).rejects.toMatchObject({ status: 409 });
    expect(answers).toEqual([]);
  });

  it('is finished without asking only while somebody still waits for it', async () => {
    answers = [noAnswer];
    await expect(place()).rejects.toBeInstanceOf(NoAnswer);
    const attempt = storage.read();
    if (!attempt) throw new Error('Nothing was stored.');
    expect(isFresh(attempt, attempt.begunAt + 9 * 60_000)).toBe(true);
    expect(isFresh(attempt, attempt.begunAt + 11 * 60_000)).toBe(false);
    expect(isFresh({ ...attempt, inDoubt: false }, attempt.begunAt)).toBe(false);
  });
});
