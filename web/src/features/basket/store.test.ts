import { http, HttpResponse } from 'msw/http';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { BasketLine } from '@/lib/api/shapes';
import { server } from '@/test/server';
import { aBasket, aCard, aLine } from '@/test/shop';
import { BasketStore } from './store';
import { storedHandle } from './handle';

const teapot = aCard();
const mug = aCard({ id: 'mug', name: 'Mug', price: { amount: 1800, currency: 'EUR' } });
const cards = { [teapot.id]: teapot, [mug.id]: mug };
const API = '*/api/v1';

const problem = (status: number, name: string, detail = name) =>
  HttpResponse.json({ type: `/problems/${name}`, title: name, status, detail, instance: 'urn:trace:0' }, { status });

let store: BasketStore;
let sent: string[];
/** The shop's own basket. */
let lines: Map<string, BasketLine>;
let rev: number;
let opened: number;

const make = () => new BasketStore(storedHandle());
const shown = () => store.view.get().lines.map(({ card, quantity }) => `${quantity} ${card.name}`);
const etag = () => `"${rev}-${[...lines.values()].reduce((sum, { product }) => sum + product.rev, 0)}"`;
const answer = () => aBasket({ rev, lines: [...lines.values()] });

beforeEach(() => {
  sent = [];
  lines = new Map();
  rev = 1;
  opened = 0;
  server.use(
    http.post(`${API}/baskets`, () => {
      opened++;
      return HttpResponse.json({ ...answer(), token: 'secret' }, { status: 201 });
    }),
    http.get(`${API}/baskets/:id`, ({ request }) => {
      if (request.headers.get('if-none-match') === etag()) return new HttpResponse(null, { status: 304 });
      return HttpResponse.json(answer(), { headers: { etag: etag() } });
    }),
    http.put<{ id: string; product: string }, { quantity: number }>(
      `${API}/baskets/:id/lines/:product`,
      async ({ params, request }) => {
        const { quantity } = await request.json();
        sent.push(`${quantity} ${params.product}`);
        const product = cards[params.product];
        if (!product) return problem(404, 'not-found');
        if (quantity > 0) lines.set(params.product, aLine({ product, quantity }));
        else lines.delete(params.product);
        rev++;
        return HttpResponse.json(answer(), { headers: { etag: etag() } });
      },
    ),
  );
  store = make();
});

describe('the basket', () => {
  it('is created with the first line, and shows it before the shop has answered', async () => {
    store.add(teapot, 2);
    expect(shown()).toEqual(['2 Copper teapot']);
    expect(store.view.get()).toMatchObject({ count: 2, total: { amount: 9800 }, pending: true });
    await store.settled();
    expect(opened).toBe(1);
    expect(store.view.get().pending).toBe(false);
    expect(store.view.get().lines[0]?.pending).toBe(false);
  });

  it('adds to the quantity it holds', async () => {
    store.add(teapot, 2);
    await store.settled();
    store.add(teapot, 1);
    expect(shown()).toEqual(['3 Copper teapot']);
    await store.settled();
    expect(sent).toEqual(['2 copper-teapot', '3 copper-teapot']);
  });

  it('sends only the last of several waiting changes of a line', async () => {
    store.set(teapot, 1);
    store.set(teapot, 2);
    store.set(teapot, 3);
    await store.settled();
    expect(shown()).toEqual(['3 Copper teapot']);
    expect(sent.at(-1)).toBe('3 copper-teapot');
    expect(sent.length).toBeLessThan(3);
  });

  it('rolls a refused line back alone, with the reason', async () => {
    server.use(http.put(`${API}/baskets/:id/lines/mug`, () => problem(422, 'basket-full')));
    store.set(teapot, 1);
    store.set(mug, 1);
    expect(shown()).toEqual(['1 Copper teapot', '1 Mug']);
    await store.settled();
    expect(shown()).toEqual(['1 Copper teapot']);
    expect(store.view.get().failures.get('mug')).toMatch(/full/);
  });

  it('rolls back to the quantity before when a change gets no answer', async () => {
    store.set(teapot, 2);
    await store.settled();
    server.use(http.put(`${API}/baskets/:id/lines/:product`, () => HttpResponse.error()));
    store.set(teapot, 5);
    expect(shown()).toEqual(['5 Copper teapot']);
    await store.settled();
    expect(shown()).toEqual(['2 Copper teapot']);
    expect(store.view.get().lines[0]?.failure).toMatch(/did not answer/);
  });

  it('is created again when the shop no longer knows it', async () => {
    store.set(teapot, 1);
    await store.settled();
    lines.clear();
    let lost = true;
    server.use(
      http.put(`${API}/baskets/:id/lines/:product`, () => (lost ? problem(404, 'not-found') : undefined)),
      http.get(`${API}/baskets/:id`, () => {
        if (!lost) return undefined;
        lost = false;
        return problem(404, 'not-found');
      }),
    );
    store.set(mug, 1);
    await store.settled();
    expect(opened).toBe(2);
    expect(shown()).toEqual(['1 Mug']);
  });

  it('is the same after a reload', async () => {
    store.set(teapot, 2);
    await store.settled();
    store = make();
    expect(store.view.get().ready).toBe(false);
    await store.refresh();
    expect(shown()).toEqual(['2 Copper teapot']);
  });

  it('sends If-None-Match, and takes a changed price of a line', async () => {
    store.set(teapot, 1);
    await store.settled();
    await store.refresh();
    expect(store.view.get().total?.amount).toBe(4900);
    const dearer = { ...teapot, rev: 2, price: { amount: 5200, currency: 'EUR' } };
    lines.set(teapot.id, aLine({ product: dearer }));
    await store.refresh();
    expect(store.view.get().total?.amount).toBe(5200);
  });

  it('follows another tab', async () => {
    const stop = store.start();
    const other = make();
    other.set(teapot, 2);
    await other.settled();
    const newValue = localStorage.getItem('vitrine.basket');
    window.dispatchEvent(new StorageEvent('storage', { key: 'vitrine.basket', newValue }));
    await expect.poll(shown).toEqual(['2 Copper teapot']);
    stop();
  });

  it('is forgotten once it was ordered', async () => {
    store.set(teapot, 1);
    await store.settled();
    rev++;
    server.use(http.get(`${API}/baskets/:id`, () => HttpResponse.json({ ...answer(), state: 'closed' })));
    await store.refresh();
    expect(shown()).toEqual([]);
    expect(localStorage.getItem('vitrine.basket')).toBeNull();
  });

  it('does not let an older answer undo a newer one', async () => {
    store.set(teapot, 1);
    await store.settled();
    const old = answer();
    const gate = Promise.withResolvers<undefined>();
    server.use(
      http.get(`${API}/baskets/:id`, async () => {
        await gate.promise;
        return HttpResponse.json(old);
      }),
    );
    const reading = store.refresh();
    store.set(mug, 1);
    await store.settled();
    gate.resolve(undefined);
    await reading;
    expect(shown()).toEqual(['1 Copper teapot', '1 Mug']);
  });

  it('is fetched again when a change is reported during a fetch', async () => {
    store.set(teapot, 1);
    await store.settled();
    const gate = Promise.withResolvers<undefined>();
    const old = answer();
    let asked = 0;
    server.use(
      http.get(`${API}/baskets/:id`, async () => {
        if (++asked > 1) return undefined;
        await gate.promise;
        return HttpResponse.json(old);
      }),
    );
    const first = store.refresh();
    await expect.poll(() => asked).toBe(1);
    lines.set(mug.id, aLine({ product: mug }));
    rev++;
    const second = store.refresh();
    gate.resolve(undefined);
    await Promise.all([first, second]);
    expect(shown()).toEqual(['1 Copper teapot', '1 Mug']);
  });

  it('is fetched until there is an answer', async () => {
    store.set(teapot, 1);
    await store.settled();
    server.use(http.get(`${API}/baskets/:id`, () => HttpResponse.error(), { once: true }));
    lines.set(mug.id, aLine({ product: mug }));
    rev++;
    await store.refresh();
    expect(shown()).toEqual(['1 Copper teapot']);
    await expect.poll(shown, { timeout: 10_000 }).toEqual(['1 Copper teapot', '1 Mug']);
  });

  it('is not fetched again once its page is gone', async () => {
    store.set(teapot, 1);
    await store.settled();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    let asked = 0;
    const gate = Promise.withResolvers<undefined>();
    server.use(
      http.get(`${API}/baskets/:id`, async () => {
        asked++;
        await gate.promise;
        return HttpResponse.error();
      }),
    );
    const stop = store.start();
    const read = store.refresh();
    await vi.waitFor(() => expect(asked).toBe(1));
    stop();
    gate.resolve(undefined);
    await read;
    const timers = vi.getTimerCount();
    vi.useRealTimers();
    expect(timers).toBe(0);
  });

  it('takes any revision once revisions were reset', async () => {
    store.set(teapot, 1);
    await store.settled();
    lines.set(teapot.id, aLine({ product: teapot, quantity: 4 }));
    rev = 1;
    await store.refreshAfterReset();
    expect(shown()).toEqual(['4 Copper teapot']);
  });

  it('takes the last answer where revisions are reset twice before the first answer arrives', async () => {
    store.set(teapot, 1);
    await store.settled();
    const before = answer();
    const gate = Promise.withResolvers<undefined>();
    server.use(
      http.get(
        `${API}/baskets/:id`,
        async () => {
          await gate.promise;
          return HttpResponse.json(before);
        },
        { once: true },
      ),
    );
    const first = store.refreshAfterReset();
    lines.set(teapot.id, aLine({ product: teapot, quantity: 4 }));
    rev = 1;
    const second = store.refreshAfterReset();
    gate.resolve(undefined);
    await Promise.all([first, second]);
    expect(shown()).toEqual(['4 Copper teapot']);
  });

  it('is created once by two tabs at once, and holds the lines of both', async () => {
    const other = make();
    store.add(teapot, 1);
    other.add(mug, 2);
    await Promise.all([store.settled(), other.settled()]);
    expect(opened).toBe(1);
    await Promise.all([store.refresh(), other.refresh()]);
    expect(shown()).toEqual(['1 Copper teapot', '2 Mug']);
    expect(other.handle?.id).toBe(store.handle?.id);
  });

  it('holds the sum where two tabs at once add the same product', async () => {
    const other = make();
    store.add(teapot, 1);
    other.add(teapot, 2);
    await Promise.all([store.settled(), other.settled()]);
    await store.refresh();
    expect(shown()).toEqual(['3 Copper teapot']);
  });

  it('keeps a newer basket of another tab when it forgets its own', async () => {
    store.set(teapot, 1);
    await store.settled();
    const newer = { id: 'b-newer', token: 'theirs', rev: 1 };
    localStorage.setItem('vitrine.basket', JSON.stringify(newer));
    store.forget();
    expect(JSON.parse(localStorage.getItem('vitrine.basket') ?? '')).toEqual(newer);
    expect(store.handle).toEqual(newer);
  });

  it('is not stored over a newer one by a late answer', async () => {
    store.set(teapot, 1);
    await store.settled();
    const gate = Promise.withResolvers<undefined>();
    server.use(
      http.put(`${API}/baskets/:id/lines/:product`, async () => {
        await gate.promise;
        rev++;
        return HttpResponse.json(answer());
      }),
    );
    store.set(teapot, 2);
    const newer = { id: 'b-newer', token: 'theirs', rev: 1 };
    localStorage.setItem('vitrine.basket', JSON.stringify(newer));
    gate.resolve(undefined);
    await store.settled();
    expect(JSON.parse(localStorage.getItem('vitrine.basket') ?? '')).toEqual(newer);
  });
});
