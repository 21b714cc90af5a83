import { QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, RouterProvider } from '@tanstack/react-router';
import { act, cleanup, render } from '@testing-library/react';
import fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { BasketProvider } from '@/features/basket/BasketProvider';
import { BasketStore } from '@/features/basket/store';
import { storedHandle } from '@/features/basket/handle';
import { LiveProvider } from '@/features/live/LiveProvider';
import { browserPorts } from '@/features/live/browserPorts';
import { orderHeadline } from '@/features/orders/timeline';
import { LiveClient } from '@/lib/live/client';
import { BASKET, FakeShop, IDS, ORDER } from '@/test/fakeShop';
import { eur } from '@/test/shop';
import { createQueryClient } from './queryClient';
import { makeRouter } from './router';

// Whatever happens to the network, the tab and the feed while pages come and go: after quiet, every page shows what the tables hold.

const PRODUCT = IDS[0];
const PAGES = ['/', '/c/kitchen', '/search', `/p/${PRODUCT}`, '/basket', '/checkout', '/orders', `/orders/${ORDER.id}`];

type Step =
  | { do: 'price' | 'stock'; id: string; to: number }
  | { do: 'basket' | 'order' | 'forget' | 'hide' | 'show' | 'offline' | 'online' }
  | { do: 'epoch'; revsStartAnew: boolean }
  | { do: 'go'; page: string }
  | { do: 'frame'; fate: 'arrives' | 'twice' | 'lost'; which: number }
  | { do: 'answer'; fate: 'arrives' | 'fails'; which: number }
  | { do: 'socket'; fate: 'opens' | 'answers' | 'drops' }
  | { do: 'pass'; ms: number };

let shop: FakeShop;
let live: LiveClient;
let router: ReturnType<typeof makeRouter>;
let visibility: DocumentVisibilityState;

const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

beforeAll(async () => {
  // Pages are loaded when they are first seen; that takes real time, which the tests below have none of.
  await Promise.all([
    import('@/features/catalogue/HomePage'),
    import('./routes/lists'),
    import('./routes/product'),
    import('@/features/basket/BasketPage'),
    import('./routes/checkout'),
    import('@/features/orders/OrdersPage'),
    import('./routes/order'),
    import('@/features/checkout/placeOrder'),
  ]);
});

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => visibility);
  vi.stubGlobal('fetch', (...args: Parameters<FakeShop['fetch']>) => shop.fetch(...args));
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

async function enter(page: string, fresh: boolean): Promise<void> {
  visibility = 'visible';
  localStorage.setItem('vitrine.basket', JSON.stringify(BASKET));
  localStorage.setItem('vitrine.orders', JSON.stringify([ORDER]));
  shop = new FakeShop(fresh);
  live = new LiveClient({ ...browserPorts, openSocket: shop.openSocket, random: () => 0.5 });
  router = makeRouter(createMemoryHistory({ initialEntries: [page] }));
  render(
    <QueryClientProvider client={createQueryClient(live)}>
      <LiveProvider client={live}>
        <BasketProvider store={new BasketStore(storedHandle())}>
          <RouterProvider router={router} />
        </BasketProvider>
      </LiveProvider>
    </QueryClientProvider>,
  );
  await pass(10);
}

const show = (state: DocumentVisibilityState) => {
  visibility = state;
  document.dispatchEvent(new Event('visibilitychange'));
};

function begin(step: Step): void {
  switch (step.do) {
    case 'price':
      return shop.change(step.id, { price: eur(1_000 + step.to) });
    case 'stock':
      return shop.change(step.id, { available: step.to });
    case 'basket':
      return shop.changeBasket();
    case 'order':
      return shop.moveOrder();
    case 'epoch':
      // Who never had a position cannot tell a shop restored from a backup from the one that answered before.
      return shop.beginEpoch(step.revsStartAnew && live.feed.position !== null);
    case 'forget':
      return shop.trimLog();
    case 'go':
      return void router.navigate({ to: step.page as '/' });
    case 'frame':
      return shop.deliverMessage(step.fate, step.which);
    case 'answer':
      return shop.deliverResponse(step.fate, step.which);
    case 'socket':
      return shop.socket(step.fate);
    case 'hide':
      return show('hidden');
    case 'show':
      return show('visible');
    case 'offline':
    case 'online':
      return void window.dispatchEvent(new Event(step.do));
    case 'pass':
      return;
  }
}

async function take(step: Step): Promise<void> {
  await act(async () => begin(step));
  await pass(step.do === 'pass' ? step.ms : 1);
}

/** The network heals, the tab is looked at again, and the slowest clock runs out. */
async function calm(): Promise<void> {
  show('visible');
  for (let tick = 0; tick < 30; tick++) {
    await act(async () => shop.arriveAll());
    await pass(5_000);
  }
}

const pathOf = (href: string | null) => new URL(href ?? '', 'http://shop.test').pathname;
const text = (element: Element | null | undefined) => element?.textContent ?? '';

/** What the page says of each product: the figure on its price, in minor units, and what it says of its stock. */
function catalogueSays(): [id: string, price: number, soldOut: boolean][] {
  return [...document.querySelectorAll('main .card:not(.skeleton)')].map((card) => [
    pathOf(card.querySelector('a')?.getAttribute('href') ?? '').replace('/p/', ''),
    Number(card.querySelector('data')?.getAttribute('value')),
    text(card.querySelector('.note')).includes('Sold out'),
  ]);
}

function basketSays(): { each: string; sum: number; total: number } {
  return {
    each: text(document.querySelector('main .each')).trim(),
    sum: Number(document.querySelector('main .lines data')?.getAttribute('value')),
    total: Number(document.querySelector('main .totals .grand data')?.getAttribute('value')),
  };
}

function assertPageIsTrue(page: string): void {
  const product = shop.products.get(PRODUCT);
  if (!product) throw new Error('The product is gone.');
  const [amount, sum] = [product.price.amount, product.price.amount * shop.quantity];
  const euros = `€${(amount / 100).toFixed(2)}`;
  if (['/', '/c/kitchen', '/search'].includes(page)) {
    const table = [...shop.products.values()].map(({ id, price, available }) => [id, price.amount, available === 0]);
    expect(catalogueSays().sort()).toEqual(table.sort());
    const changed = [...document.querySelectorAll('.recent-changes .name')].map(({ textContent }) => textContent);
    expect(changed).toEqual(page === '/' ? shop.changed.map(({ name }) => name) : []);
  } else if (page.startsWith('/p/')) {
    expect(Number(document.querySelector('.money data')?.getAttribute('value'))).toBe(amount);
    const stock = ['Sold out, for now', 'The last one', '2 left', '3 left'][product.available];
    expect(text(document.querySelector('.stock'))).toBe(stock ?? `${product.available} in the shop`);
  } else if (page === '/basket') {
    const says = basketSays();
    expect({ ...says, each: says.each.endsWith(`${euros} each`) }).toEqual({ each: true, sum, total: sum });
  } else if (page === '/checkout') {
    expect(basketSays()).toEqual({ each: `${shop.quantity} × ${euros}`, sum, total: sum });
  } else if (page === '/orders') {
    expect(text(document.querySelector('main .lines .name'))).toBe(orderHeadline(shop.order).replace(/\.$/, ''));
  } else {
    expect(text(document.querySelector('h1'))).toBe(orderHeadline(shop.order));
  }
}

/** The page one is at, as it is; then every other, as the cache has kept it. */
async function assertShopIsTrue(): Promise<void> {
  assertPageIsTrue(router.state.location.pathname);
  for (const page of PAGES) {
    await take({ do: 'go', page });
    await pass(1_000);
    assertPageIsTrue(page);
  }
}

const id = fc.constantFrom(...IDS);
const which = fc.nat(10);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('price' as const), id, to: fc.nat(500) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('stock' as const), id, to: fc.nat(5) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('basket' as const, 'order' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('epoch' as const), revsStartAnew: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('forget' as const) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('go' as const), page: fc.constantFrom(...PAGES) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('frame' as const),
      fate: fc.constantFrom('arrives' as const, 'arrives' as const, 'twice' as const, 'lost' as const),
      which,
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('answer' as const),
      fate: fc.constantFrom('arrives' as const, 'arrives' as const, 'arrives' as const, 'fails' as const),
      which,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('socket' as const),
      fate: fc.constantFrom('opens' as const, 'answers' as const, 'answers' as const, 'drops' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('hide' as const, 'show' as const, 'offline' as const, 'online' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.constantFrom(300, 2_000, 12_000, 65_000) }),
  },
);

describe('the shop', () => {
  it.each(PAGES)('shows the first and the second change of a new shop at once on %s', async (page) => {
    await enter(page, true);
    await act(async () => shop.arriveAll());
    await act(async () => shop.arriveAll());
    for (const amount of [1_100, 1_200]) {
      await take({ do: 'price', id: PRODUCT, to: amount - 1_000 });
      await take({ do: 'order' });
      while (shop.hasPendingMessages) await take({ do: 'frame', fate: 'arrives', which: 0 });
      await pass(1_000);
      assertPageIsTrue(page);
    }
  });

  it('refreshes a basket that was read before a change and arrives after it', async () => {
    await enter('/basket', false);
    await act(async () => shop.arriveAll());
    await pass(1_000);
    const newValue = localStorage.getItem('vitrine.basket');
    const hear = (value: string | null) =>
      window.dispatchEvent(new StorageEvent('storage', { key: 'vitrine.basket', newValue: value }));
    await act(async () => hear(null));
    shop.respondsAtOnce = false;
    await act(async () => hear(newValue));
    await take({ do: 'price', id: PRODUCT, to: 300 });
    await take({ do: 'frame', fate: 'arrives', which: 0 });
    await take({ do: 'answer', fate: 'arrives', which: 0 });
    await pass(1_000);
    await take({ do: 'answer', fate: 'arrives', which: 0 });
    assertPageIsTrue('/basket');
  });

  it('asks again for a product that could not be brought up to date', async () => {
    const path = `/products/${PRODUCT}`;
    await enter(`/p/${PRODUCT}`, false);
    await act(async () => shop.arriveAll());
    await pass(1_000);
    shop.respondsAtOnce = false;
    await take({ do: 'socket', fate: 'drops' });
    await pass(1_000);
    await take({ do: 'socket', fate: 'opens' });
    await take({ do: 'socket', fate: 'answers' });
    for (let attempt = 0; attempt < 3; attempt++) {
      await take({ do: 'answer', fate: 'fails', which: shop.pendingUrls.indexOf(`/api/v1${path}`) });
      await pass(4_000);
    }
    expect(shop.pendingUrls).not.toContain(`/api/v1${path}`);
    await pass(10_000);
    expect(shop.pendingUrls).toContain(`/api/v1${path}`);
  });

  it('shows what the tables hold after any sequence of network faults', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc
        .asyncProperty(
          fc.constantFrom(...PAGES),
          fc.boolean(),
          fc.boolean(),
          fc.array(step, { maxLength: 40 }),
          async (page, fresh, prompt, steps) => {
            await enter(page, fresh);
            if (prompt) await act(async () => shop.arriveAll());
            shop.respondsAtOnce = false;
            for (const each of steps) await take(each);
            await calm();
            await assertShopIsTrue();
          },
        )
        .afterEach(() => {
          cleanup();
          localStorage.clear();
          vi.clearAllTimers();
        }),
      { numRuns: Number(process.env['SHOP_RUNS'] ?? 30) },
    );
  });
});
