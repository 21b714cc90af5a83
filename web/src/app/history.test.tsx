import { createBrowserHistory } from '@tanstack/react-router';
import { act, screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw/http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { renderShop } from '@/test/render';
import { server } from '@/test/server';
import { aBasket, aCard, aLine } from '@/test/shop';

// What Back, Forward and a reload lead to.

const PAGES = 3;
const cardsOf = (page: number) =>
  Array.from({ length: 4 }, (_, i) => aCard({ id: `thing-${page}-${i}`, name: `Thing ${page} ${i}` }));

const filled = aBasket({ rev: 2, lines: [aLine({ product: aCard({ id: 'mug', name: 'The mug' }) })] });

beforeEach(() => {
  const facets = { categories: [{ slug: 'kitchen', name: 'Kitchen', count: 12 }] };
  server.use(
    http.get('*/api/v1/categories', () => HttpResponse.json({ items: facets.categories })),
    http.get('*/api/v1/products', ({ request }) => {
      const page = Number(new URL(request.url).searchParams.get('cursor') ?? 0);
      const nextCursor = page + 1 < PAGES ? String(page + 1) : null;
      return HttpResponse.json({ items: cardsOf(page), total: 12, facets, nextCursor, feed: 'e1:0' });
    }),
    http.get<{ id: string }>('*/api/v1/products/:id', ({ params: { id } }) =>
      HttpResponse.json({ ...aCard({ id, name: `The ${id}` }), description: 'It is.', images: [], status: 'active' }),
    ),
    http.post('*/api/v1/baskets', () => HttpResponse.json({ ...aBasket(), token: 't' }, { status: 201 })),
    http.put('*/api/v1/baskets/:id/lines/:product', () => HttpResponse.json(filled)),
    http.get('*/api/v1/baskets/:id', () => HttpResponse.json(filled)),
  );
});

const drawer = () => screen.queryByRole('dialog', { name: 'Basket' });
const at = (router: { state: { location: { pathname: string } } }) => router.state.location.pathname;

describe('the basket’s drawer', () => {
  async function open() {
    const shop = renderShop('/orders');
    await screen.findByRole('heading', { level: 1 });
    await act(async () => shop.router.navigate({ to: '/p/$id', params: { id: 'mug' } }));
    await shop.user.click(await screen.findByRole('button', { name: /^Add to basket/ }));
    await screen.findByRole('dialog', { name: 'Basket' });
    return shop;
  }

  it('is closed by Back first, and opened by Forward', async () => {
    const { router } = await open();
    await act(async () => router.history.back());
    await waitFor(() => expect(drawer()).toBeNull());
    expect(at(router)).toBe('/p/mug');
    await act(async () => router.history.forward());
    await waitFor(() => expect(drawer()).toBeVisible());
    await act(async () => router.history.back());
    await act(async () => router.history.back());
    await waitFor(() => expect(at(router)).toBe('/orders'));
  });

  it('leaves no entry behind when it is closed by Escape, however often that is pressed', async () => {
    const { router, user } = await open();
    await user.keyboard('{Escape}{Escape}');
    await waitFor(() => expect(drawer()).toBeNull());
    expect(at(router)).toBe('/p/mug');
    await act(async () => router.history.back());
    await waitFor(() => expect(at(router)).toBe('/orders'));
  });

  it('is replaced in the history by the page that it leads to', async () => {
    const { router, user } = await open();
    await user.click(await screen.findByRole('link', { name: 'Check out' }));
    await waitFor(() => expect(at(router)).toBe('/checkout'));
    await waitFor(() => expect(drawer()).toBeNull());
    await act(async () => router.history.back());
    await waitFor(() => expect(at(router)).toBe('/p/mug'));
    expect(drawer()).toBeNull();
  });
});

describe('a list with more than one page open', () => {
  const things = () => screen.queryAllByRole('link', { name: /^Thing/ });
  let scrolled: number[];
  let histories: ReturnType<typeof createBrowserHistory>[];
  /** The site as a browser has it after it was loaded. */
  const load = () => {
    const history = createBrowserHistory();
    histories.push(history);
    return renderShop('', history);
  };

  beforeEach(() => {
    scrolled = [];
    histories = [];
    vi.spyOn(window, 'scrollTo').mockImplementation(((to: ScrollToOptions) => {
      if (typeof to === 'object') scrolled.push(to.top ?? 0);
    }) as typeof window.scrollTo);
    window.history.replaceState({}, '', '/search');
  });

  afterEach(() => {
    for (const history of histories) history.destroy();
    Object.defineProperty(window, 'scrollY', { value: 0, configurable: true });
    window.history.replaceState({}, '', '/');
  });

  async function openFurther() {
    const shop = load();
    await waitFor(() => expect(things()).toHaveLength(4));
    await shop.user.click(screen.getByRole('button', { name: 'Show more' }));
    await waitFor(() => expect(things()).toHaveLength(8));
    Object.defineProperty(window, 'scrollY', { value: 640, configurable: true });
    act(() => {
      document.dispatchEvent(new Event('scroll', { bubbles: true }));
      screen.getByRole('link', { name: 'Thing 1 2' }).focus();
    });
    return shop;
  }

  it('has as many pages after a reload, at the same scroll position, with the same focus', async () => {
    const { unmount } = await openFurther();
    window.dispatchEvent(new Event('pagehide'));
    unmount();
    scrolled = [];
    load();
    await waitFor(() => expect(things()).toHaveLength(8));
    await waitFor(() => expect(screen.getByRole('link', { name: 'Thing 1 2' })).toHaveFocus());
    expect(scrolled.at(-1)).toBe(640);
  });

  it('has them after Back, too', async () => {
    const { router, user } = await openFurther();
    await user.click(screen.getByRole('link', { name: 'Thing 1 2' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Thing 1 2' })).toBeVisible();
    await act(async () => router.history.back());
    await waitFor(() => expect(things()).toHaveLength(8));
    await waitFor(() => expect(screen.getByRole('link', { name: 'Thing 1 2' })).toHaveFocus());
    expect(scrolled.at(-1)).toBe(640);
  });

  it('begins at its top on a new visit', async () => {
    const { router } = await openFurther();
    await act(async () => router.navigate({ to: '/orders' }));
    scrolled = [];
    await act(async () => router.navigate({ to: '/c/$slug', params: { slug: 'kitchen' } }));
    await waitFor(() => expect(things()).toHaveLength(4));
    expect(scrolled).not.toContain(640);
  });
});
