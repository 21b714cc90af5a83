import { act, screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw/http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FROM_CACHE_HEADER } from '@/lib/cachePolicy';
import { renderShop } from '@/test/render';
import { server } from '@/test/server';
import { aCard, eur } from '@/test/shop';

// What the service worker kept, where nothing answers.

const teapot = aCard();
const facets = { categories: [{ slug: 'kitchen', name: 'Kitchen', count: 1 }] };
let isOffline: boolean;
let price: number;

beforeEach(() => {
  isOffline = true;
  price = 5_500;
  const answer = (body: (card: typeof teapot) => object) => () =>
    isOffline
      ? HttpResponse.json(body(teapot), { headers: { [FROM_CACHE_HEADER]: 'true' } })
      : HttpResponse.json(body({ ...teapot, rev: 2, price: eur(price) }));
  server.use(
    http.get('*/api/v1/categories', () => HttpResponse.json({ items: facets.categories })),
    http.get(
      '*/api/v1/products',
      answer((card) => ({ items: [card], total: 1, facets, nextCursor: null, feed: isOffline ? 'e1:3' : 'e1:9' })),
    ),
    http.get(
      '*/api/v1/products/:id',
      answer((card) => ({ ...card, description: 'Pours.', images: [], status: 'active' })),
    ),
    http.get('*/api/v1/baskets/:id', () => HttpResponse.error()),
  );
});

afterEach(() => vi.useRealTimers());

describe('what the service worker cached', () => {
  it.each(['/c/kitchen', '/p/copper-teapot'])(
    'shows on %s offline, and is fetched again once the connection is back',
    async (path) => {
      const { world, live } = renderShop(path);
      // The page is further than what was kept, and nothing tells what lies between.
      live.feed.start({ epoch: 'e1', seq: 9 });
      world.reachable = false;
      expect(await screen.findAllByText('€49.00')).not.toHaveLength(0);
      isOffline = false;
      world.reachable = true;
      world.log.length = 9;
      await act(async () => void world.connect());
      // Sooner than what is kept is asked for anyway.
      await waitFor(() => expect(screen.getAllByText('€55.00')).not.toHaveLength(0), { timeout: 6_000 });
      expect(screen.queryByText('€49.00')).toBeNull();
    },
  );

  it.each(['/basket', '/checkout'])('does not include the basket: %s says that it is out of reach', async (path) => {
    localStorage.setItem('vitrine.basket', JSON.stringify({ id: 'b1', token: 't', rev: 1 }));
    const { live } = renderShop(path);
    act(() => live.networkLost());
    expect(await screen.findByRole('heading', { level: 1, name: 'Your basket is out of reach' })).toBeVisible();
    expect(screen.queryByText(/pieces in the basket/)).toBeNull();
  });

  it('does not include the basket’s count: the header says that it is not known yet', async () => {
    localStorage.setItem('vitrine.basket', JSON.stringify({ id: 'b1', token: 't', rev: 1 }));
    renderShop('/c/kitchen');
    expect(await screen.findByText('not known yet')).toBeVisible();
  });
});
