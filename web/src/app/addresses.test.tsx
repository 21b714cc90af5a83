import { screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw/http';
import { beforeEach, describe, expect, it } from 'vitest';
import { renderShop } from '@/test/render';
import { server } from '@/test/server';
import { aCard } from '@/test/shop';

// The site at addresses that adverts, old links and people make.

const teapot = aCard();
const problem = (status: number, name: string) =>
  HttpResponse.json({ type: `/problems/${name}`, title: name, status }, { status });

/** The queries of lists that the API was asked, without `limit`. */
let asked: string[];

beforeEach(() => {
  asked = [];
  server.use(
    http.get('*/api/v1/categories', () =>
      HttpResponse.json({ items: [{ slug: 'kitchen', name: 'Kitchen', count: 1 }] }),
    ),
    http.get('*/api/v1/products', ({ request }) => {
      const { searchParams } = new URL(request.url);
      searchParams.delete('limit');
      asked.push(decodeURIComponent(searchParams.toString()));
      const category = searchParams.get('category');
      if (category !== null && !/^[a-z0-9-]+$/.test(category)) return problem(400, 'invalid-parameter');
      const items = category === null || category === 'kitchen' ? [teapot] : [];
      const facets = { categories: items.map(() => ({ slug: 'kitchen', name: 'Kitchen', count: 1 })) };
      return HttpResponse.json({ items, total: items.length, facets, nextCursor: null, feed: 'e1:0' });
    }),
    http.get('*/api/v1/products/:id', () => problem(404, 'not-found')),
  );
});

describe('an address', () => {
  it.each([
    ['/c/kitchen?utm_source=newsletter&fbclid=1', 'category=kitchen'],
    ['/c/kitchen?sort=cheapest', 'category=kitchen'],
    ['/c/kitchen?sort=price&sort=name', 'sort=price&category=kitchen'],
    ['/c/kitchen?minPrice=2e3&maxPrice=200000000&inStock=yes', 'category=kitchen'],
    ['/c/kitchen?minPrice=-5&maxPrice=1.5&cursor=x&limit=9', 'category=kitchen'],
    ['/c/kitchen?minPrice=500&inStock=true', 'inStock=true&minPrice=500&category=kitchen'],
    ['/c/kitchen?category=toys', 'category=kitchen'],
    ['/search?q=1e3', 'q=1e3'],
    ['/search?q=0x10&category=Ki', 'q=0x10'],
    ['/search?q=007', 'q=007'],
    ['/search?q=true', 'q=true'],
    ['/search?q=null', 'q=null'],
    ['/search?q=%22tea%22', 'q="tea"'],
    ['/search?q={"a":1}', 'q={"a":1}'],
    ['/search?q=[1,2]', 'q=[1,2]'],
    ['/search?q=a%26b%3Dc', 'q=a&b=c'],
    ['/search?q=tea+pot', 'q=tea+pot'],
    ['/search?q=%00tea%0A', 'q=tea'],
    ['/search?q=%E0%A4%A', 'q=\ufffd%A'],
    ['/search?q=++', ''],
    [`/search?q=${'x'.repeat(99)}%F0%9F%AB%96y`, `q=${'x'.repeat(99)}\u{1FAD6}`],
  ])('%s sends the API only valid filters', async (address, query) => {
    renderShop(address);
    expect(await screen.findByRole('link', { name: 'Copper teapot' })).toBeVisible();
    expect(new Set(asked)).toEqual(new Set([query]));
  });

  it('keeps the search words as they were typed', async () => {
    const { router, user } = renderShop('/');
    await user.type(await screen.findByRole('searchbox'), '1e3{Enter}');
    await waitFor(() => expect(asked).toContain('q=1e3'));
    expect(router.state.location.href).toBe('/search?q=1e3');
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('“1e3”');
  });

  it.each(['/c/anything', '/c/Kitchen', '/c/%E2%98%95', '/c/a b', '/p/no-such-thing', '/nothing/here', '/c/kitchen/x'])(
    '%s shows the not-found page',
    async (address) => {
      renderShop(address);
      expect(await screen.findByRole('heading', { level: 1, name: 'Nothing hangs here' })).toBeVisible();
      await waitFor(() => expect(document.title).toBe('Nothing hangs here, Vitrine'));
    },
  );

  it('shows an empty category, not the not-found page, where filters match nothing', async () => {
    server.use(
      http.get('*/api/v1/products', () =>
        HttpResponse.json({ items: [], total: 0, facets: { categories: [] }, nextCursor: null, feed: 'e1:0' }),
      ),
    );
    renderShop('/c/kitchen?minPrice=900&maxPrice=100');
    expect(await screen.findByText('The lowest price is above the highest: nothing can cost both.')).toBeVisible();
    expect(screen.getByRole('heading', { level: 1, name: 'Kitchen' })).toBeVisible();
  });
});

describe('the price filter', () => {
  it.each([
    ['2000000', '', 'No price here is above €1,000,000.'],
    ['30', '20', '“From” is above “Up to”: nothing can cost both.'],
    ['-1', '', 'A price is a number, such as 25.'],
    ['1e3', '', 'A price is a number, such as 25.'],
    ['', '1,234', 'A price is a number, such as 25.'],
  ])('says what is wrong with from %s up to %s', async (from, to, words) => {
    const { user, router } = renderShop('/c/kitchen');
    await user.click(await screen.findByRole('button', { name: 'Price' }));
    if (from) await user.type(screen.getByLabelText('From'), from);
    if (to) await user.type(screen.getByLabelText('Up to'), to);
    await user.click(screen.getByRole('button', { name: 'Show' }));
    expect(screen.getByRole('alert')).toHaveTextContent(words);
    expect(router.state.location.href).toBe('/c/kitchen');
  });

  it('takes a comma as well as a point', async () => {
    const { user, router } = renderShop('/c/kitchen');
    await user.click(await screen.findByRole('button', { name: 'Price' }));
    await user.type(screen.getByLabelText('From'), '12,5');
    await user.type(screen.getByLabelText('Up to'), '30');
    await user.click(screen.getByRole('button', { name: 'Show' }));
    await waitFor(() => expect(router.state.location.href).toBe('/c/kitchen?minPrice=1250&maxPrice=3000'));
  });
});
