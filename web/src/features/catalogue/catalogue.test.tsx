import { act, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw/http';
import { describe, expect, it, vi } from 'vitest';
import type { Card, Product } from '@/lib/api/shapes';
import { renderPage } from '@/test/render';
import { server } from '@/test/server';
import { aCard, eur } from '@/test/shop';
import { HomePage } from './HomePage';
import { ListPage } from './ListPage';
import { ProductPage } from './ProductPage';

const teapot = aCard();
const mug = aCard({ id: 'mug', name: 'Mug', price: eur(1800), available: 4 });

function list(items: Card[], more: Partial<{ total: number; nextCursor: string | null; feed: string }> = {}) {
  const facets = { categories: [{ slug: 'kitchen', name: 'Kitchen', count: items.length }] };
  return HttpResponse.json({ items, total: items.length, facets, nextCursor: null, feed: 'e1:0', ...more });
}

const saidAt = new Date().toUTCString();

/** All that is asked of it is said in one second, as far as its answers tell. */
const serve = (...items: Card[]) =>
  server.use(
    http.get('*/api/v1/categories', () =>
      HttpResponse.json({ items: [{ slug: 'kitchen', name: 'Kitchen', count: 2 }] }),
    ),
    http.get('*/api/v1/products', () => {
      const answer = list(items);
      answer.headers.set('date', saidAt);
      return answer;
    }),
  );

const tileOf = (name: string) => screen.getByRole('link', { name }).closest('li') as HTMLElement;

describe('a list', () => {
  it('shows each product with its price, and how few are left', async () => {
    serve(teapot, { ...mug, available: 1 });
    await renderPage(<ListPage filters={{ category: 'kitchen' }} onFilters={vi.fn()} />);
    expect(await screen.findByRole('link', { name: 'Copper teapot' })).toBeVisible();
    expect(within(tileOf('Copper teapot')).getByText('€49.00')).toBeVisible();
    expect(within(tileOf('Mug')).getByText('The last one')).toBeVisible();
    expect(screen.getByRole('heading', { level: 1, name: 'Kitchen' })).toBeVisible();
    expect(document.title).toBe('Kitchen, Vitrine');
  });

  it('updates price and stock in place when a change arrives', async () => {
    serve(teapot, mug);
    const { world } = await renderPage(<ListPage filters={{}} onFilters={vi.fn()} />);
    await screen.findByRole('link', { name: 'Mug' });
    act(() => {
      const socket = world.connect();
      socket.push(world.append({ ...mug, rev: 2, price: eur(1900), available: 0 }));
    });
    expect(within(tileOf('Mug')).getByText('€19.00')).toBeInTheDocument();
    expect(within(tileOf('Mug')).getByText('Sold out, for now')).toBeVisible();
    expect(screen.getAllByRole('link', { name: /Copper teapot|Mug/ }).map(({ textContent }) => textContent)).toEqual([
      'Copper teapot',
      'Mug',
    ]);
  });

  it('shows new products only on request', async () => {
    serve(teapot);
    const { world, user } = await renderPage(<ListPage filters={{ category: 'kitchen' }} onFilters={vi.fn()} />);
    await screen.findByRole('link', { name: 'Copper teapot' });
    const lamp = aCard({ id: 'lamp', name: 'Lamp', createdAt: new Date(Date.now() + 60_000).toISOString() });
    act(() => {
      const socket = world.connect();
      socket.push(world.append(lamp));
      socket.push(world.append({ ...lamp, id: 'spade', category: 'garden' }));
    });
    const pill = screen.getByRole('button', { name: '1 new' });
    expect(screen.queryByRole('link', { name: 'Lamp' })).toBeNull();
    serve(lamp, teapot);
    await user.click(pill);
    expect(await screen.findByRole('link', { name: 'Lamp' })).toBeVisible();
    await waitFor(() => expect(screen.queryByRole('button', { name: /new/ })).toBeNull());
  });

  it('does not count a change of a product on a later page as new', async () => {
    serve(teapot);
    const { world } = await renderPage(<ListPage filters={{}} onFilters={vi.fn()} />);
    await screen.findByRole('link', { name: 'Copper teapot' });
    act(() => {
      world.connect().push(world.append({ ...mug, rev: 4 }));
    });
    expect(screen.queryByRole('button', { name: /new/ })).toBeNull();
  });

  it('grows on request and repeats no product', async () => {
    serve();
    server.use(
      http.get('*/api/v1/products', ({ request }) =>
        new URL(request.url).searchParams.has('cursor')
          ? list([teapot, mug], { total: 2 })
          : list([teapot], { total: 2, nextCursor: 'next' }),
      ),
    );
    const { user } = await renderPage(<ListPage filters={{}} onFilters={vi.fn()} />);
    await user.click(await screen.findByRole('button', { name: 'Show more' }));
    expect(await screen.findByRole('link', { name: 'Mug' })).toBeVisible();
    expect(screen.getAllByRole('link', { name: 'Copper teapot' })).toHaveLength(1);
    expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull();
  });

  it('keeps categories without a match among its filters, with 0', async () => {
    serve(teapot);
    server.use(
      http.get('*/api/v1/categories', () =>
        HttpResponse.json({
          items: [
            { slug: 'garden', name: 'Garden', count: 4 },
            { slug: 'kitchen', name: 'Kitchen', count: 2 },
          ],
        }),
      ),
    );
    await renderPage(<ListPage filters={{ q: 'teapot' }} onFilters={vi.fn()} />);
    await screen.findByRole('link', { name: 'Copper teapot' });
    const rooms = await screen.findByRole('navigation', { name: 'Rooms' });
    await waitFor(() =>
      expect(
        within(rooms)
          .getAllByRole('link')
          .map(({ textContent }) => textContent),
      ).toEqual(['Everything 1', 'Garden 0', 'Kitchen 1']),
    );
  });

  it('says what to do when nothing was found', async () => {
    serve();
    const onFilters = vi.fn();
    const { user } = await renderPage(<ListPage filters={{ q: 'teepott krimson' }} onFilters={onFilters} />);
    expect(await screen.findByRole('heading', { name: 'No match for “teepott krimson”' })).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Clear the filters' }));
    expect(onFilters).toHaveBeenCalledWith({});
  });

  it('lets each filter be taken away by itself', async () => {
    serve(teapot);
    const onFilters = vi.fn();
    const { user } = await renderPage(
      <ListPage
        filters={{ category: 'kitchen', inStock: true, minPrice: 500, maxPrice: 9000 }}
        onFilters={onFilters}
      />,
    );
    await user.click(await screen.findByRole('button', { name: '€5 to €90, remove' }));
    expect(onFilters).toHaveBeenLastCalledWith({ category: 'kitchen', inStock: true });
    await user.click(screen.getByRole('button', { name: 'In stock', pressed: true }));
    expect(onFilters).toHaveBeenLastCalledWith({ category: 'kitchen', minPrice: 500, maxPrice: 9000 });
  });
});

describe('home', () => {
  const at = (minute: number) => `2026-11-22T10:${String(minute).padStart(2, '0')}:00.000Z`;

  /** What `sort=changed` holds, beside all there is. */
  function serveChanged(...changed: Card[]) {
    serve(teapot, mug);
    server.use(
      http.get('*/api/v1/products', ({ request }) =>
        new URL(request.url).searchParams.get('sort') === 'changed' ? list(changed) : list([teapot, mug]),
      ),
      http.get('*/api/v1/products/:id', () => HttpResponse.json({ ...teapot, description: 'Pours.', images: [] })),
    );
  }

  it('lists recent changes of the whole shop, newest first, and those that arrive before them', async () => {
    const lamp = { ...aCard({ id: 'lamp', name: 'Lamp', available: 0 }), changedAt: at(9) };
    const vase = {
      ...aCard({ id: 'vase', name: 'Vase', previousPrice: eur(5500), priceChangedAt: at(5) }),
      changedAt: at(5),
    };
    serveChanged(lamp, vase);
    const { world } = await renderPage(<HomePage />);
    const ledger = await screen.findByRole('region', { name: 'Just changed' });
    const lines = () => within(ledger).getAllByRole('listitem');
    expect(lines()[0]).toHaveTextContent('Lampsold out');
    expect(lines()[1]).toHaveTextContent('Vasenow €49.00, was €55.00');
    act(() => {
      world.connect().push(world.append({ ...mug, rev: 2, available: 3, changedAt: at(20) } as Card));
      world.last.push(world.append({ ...teapot, rev: 2, price: eur(4500), changedAt: at(21) } as Card));
      world.last.push(world.append({ ...vase, rev: 2, name: 'A renamed vase' } as Card));
    });
    expect(lines().map(({ textContent }) => textContent)).toEqual([
      expect.stringContaining('Copper teapotnow €45.00, was €49.00'),
      expect.stringContaining('Mug3 left'),
      expect.stringContaining('Lampsold out'),
      expect.stringContaining('A renamed vasenow €49.00, was €55.00'),
    ]);
    act(() => world.last.push(world.append({ kind: 'product', id: 'lamp', rev: 2, gone: true })));
    expect(within(ledger).queryByText('Lamp')).toBeNull();
    expect(await screen.findByText('Pours.')).toBeVisible();
  });

  it('lists no recent changes where nothing ever changed, and does with the first change', async () => {
    serveChanged();
    const { world } = await renderPage(<HomePage />);
    await screen.findByText('Pours.');
    expect(screen.queryByRole('region', { name: 'Just changed' })).toBeNull();
    act(() => world.connect().push(world.append({ ...mug, rev: 2, available: 0, changedAt: at(1) } as Card)));
    expect(screen.getByRole('region', { name: 'Just changed' })).toHaveTextContent('Mugsold out');
  });
});

describe('a product', () => {
  const product: Product = {
    ...teapot,
    description: 'Pours like it means it.',
    images: [],
    status: 'active',
    updatedAt: teapot.createdAt,
  };

  it('updates price and stock, and says when it is gone', async () => {
    serve(teapot);
    server.use(
      http.get('*/api/v1/products/copper-teapot', () => HttpResponse.json(product, { headers: { etag: '"1"' } })),
    );
    const buy = (card: Card, gone: boolean) => <p>{gone ? 'gone' : `${card.available} at ${card.price.amount}`}</p>;
    const { world } = await renderPage(<ProductPage id="copper-teapot" buy={buy} notFound={<p>none</p>} />);
    expect(await screen.findByText('12 at 4900')).toBeVisible();
    expect(JSON.parse(document.querySelector('script[type="application/ld+json"]')?.textContent ?? '')).toMatchObject({
      '@type': 'Product',
      offers: { price: '49.00', priceCurrency: 'EUR', availability: 'https://schema.org/InStock' },
    });
    act(() => {
      world.connect().push(world.append({ ...teapot, rev: 2, available: 11 }));
    });
    expect(screen.getByText('11 at 4900')).toBeVisible();
    act(() => world.last.push(world.append({ kind: 'product', id: teapot.id, rev: 3, gone: true })));
    expect(screen.getByText('gone')).toBeVisible();
  });
});
