import AxeBuilder from '@axe-core/playwright';
import { cancelOrder, checkOut, expect, type Page, putIntoBasket, test, untilLive } from './fixtures.ts';

interface View {
  name: string;
  open(page: Page): Promise<void>;
  heading: string | RegExp;
}

const goto = (path: string) => async (page: Page) => {
  await page.goto(path);
};

const order = async (page: Page) => {
  await putIntoBasket(page, 'heather-honey');
  await checkOut(page);
};

const VIEWS: View[] = [
  { name: 'home', open: goto('/'), heading: 'Things worth stopping for.' },
  { name: 'category', open: goto('/c/kitchen'), heading: 'Kitchen' },
  { name: 'search', open: goto('/search?q=teapot'), heading: '“teapot”' },
  { name: 'nothing-found', open: goto('/search?q=qqqqqqqq'), heading: '“qqqqqqqq”' },
  { name: 'product', open: goto('/p/sunday-teapot'), heading: 'Sunday teapot' },
  { name: 'empty-basket', open: goto('/basket'), heading: 'An empty basket' },
  { name: 'no-orders', open: goto('/orders'), heading: 'No orders yet' },
  { name: 'not-found', open: goto('/nothing/here'), heading: 'Nothing hangs here' },
  {
    name: 'drawer',
    open: (page) => putIntoBasket(page, 'heather-honey'),
    heading: 'Basket',
  },
  {
    name: 'basket',
    open: async (page) => {
      await putIntoBasket(page, 'heather-honey');
      await page.goto('/basket');
    },
    heading: 'Basket',
  },
  {
    name: 'checkout',
    open: async (page) => {
      await putIntoBasket(page, 'heather-honey');
      await page.getByRole('link', { name: 'Check out' }).click();
    },
    heading: 'Nearly yours',
  },
  { name: 'order', open: order, heading: 'Held for you.' },
  {
    name: 'payment',
    open: async (page) => {
      await order(page);
      await page.getByRole('button', { name: /^Pay now/ }).click();
      await expect(page.getByRole('radio', { name: /that works/ })).toBeFocused();
    },
    heading: 'Held for you.',
  },
  {
    name: 'cancelled',
    open: async (page) => {
      await order(page);
      await cancelOrder(page);
    },
    heading: 'Cancelled.',
  },
];

for (const width of [390, 1440]) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`at ${width} px, ${colorScheme}`, () => {
      for (const { name, open, heading } of VIEWS) {
        test(`${name} is complete, fits, and axe finds nothing`, async ({ visit }, info) => {
          const { page } = await visit({ viewport: { width, height: 900 }, colorScheme, reducedMotion: 'reduce' });
          await open(page);
          await expect(page.getByRole('heading', { name: heading }).first()).toBeVisible();
          await untilLive(page);
          await expect(page.locator('.skeleton')).toHaveCount(0);
          await page.evaluate(() => document.fonts.ready);
          const wide = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          expect(wide).toBeLessThanOrEqual(0);
          const { violations } = await new AxeBuilder({ page }).analyze();
          expect(
            violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`),
          ).toEqual([]);
          await page.screenshot({
            path: info.outputPath(`${name}-${width}-${colorScheme}.png`),
            fullPage: true,
            animations: 'disabled',
          });
        });
      }
    });
  }
}

test('every page has a title and a description of its own', async ({ visitor: { page } }) => {
  const seen = new Set<string>();
  for (const path of ['/', '/c/kitchen', '/p/sunday-teapot', '/basket', '/orders']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page).toHaveTitle(/, Vitrine$/);
    seen.add(`${await page.title()}/${await page.locator('meta[name=description]').getAttribute('content')}`);
  }
  expect(seen.size).toBe(5);
});

test('a product tells search engines what it is and what it costs', async ({ visitor: { page }, shop }) => {
  const { name, price } = await shop.product('mantel-clock');
  await page.goto('/p/mantel-clock');
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  const data = JSON.parse((await page.locator('script[type="application/ld+json"]').textContent()) ?? '') as object;
  expect(data).toMatchObject({
    '@type': 'Product',
    name,
    offers: {
      price: (price.amount / 100).toFixed(2),
      priceCurrency: 'EUR',
      availability: 'https://schema.org/InStock',
    },
  });
});

test('the first page needs at most 110 KB of JavaScript and speaks to no other host', async ({ visitor: { page } }) => {
  const hosts = new Set<string>();
  let bytes = 0;
  const sizes: Promise<void>[] = [];
  page.on('requestfinished', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http')) hosts.add(url.host);
    if (!url.pathname.endsWith('.js')) return;
    sizes.push(
      request.sizes().then(({ responseBodySize }) => {
        bytes += responseBodySize;
      }),
    );
  });
  await page.goto('/');
  await untilLive(page);
  await expect(page.getByRole('link', { name: /Sunday teapot/ }).first()).toBeVisible();
  await Promise.all(sizes);
  expect(bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThanOrEqual(110 * 1024);
  expect([...hosts]).toEqual([new URL(page.url()).host]);
});

test('works with the keyboard alone', async ({ visitor: { page } }) => {
  await page.goto('/');
  await expect(page.getByRole('link', { name: /Sunday teapot/ }).first()).toBeVisible();
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to the shop' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.goto('/p/heather-honey');
  await page.getByRole('button', { name: /^Add to basket/ }).focus();
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('dialog', { name: 'Basket' });
  await expect(drawer.getByRole('link', { name: 'Heather honey' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(drawer).toBeHidden();
  await expect(page.getByRole('button', { name: /^Add to basket/ })).toBeFocused();
});

test('a new page takes the focus', async ({ visitor: { page } }) => {
  await page.goto('/');
  await page.getByRole('navigation', { name: 'Categories' }).getByRole('link', { name: 'Garden' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Garden' })).toBeVisible();
  await expect(page.locator('#main')).toBeFocused();
});

test('the pages of a list that were loaded are still there after Back', async ({ visitor: { page } }) => {
  await page.goto('/search');
  await page.getByRole('button', { name: 'Show more' }).click();
  const cards = page.locator('.card:not(.skeleton)');
  await expect(cards).toHaveCount(48);
  const link = cards.nth(40).getByRole('link');
  await link.scrollIntoViewIfNeeded();
  const name = await link.textContent();
  await link.click();
  await expect(page.getByRole('heading', { level: 1, name: name ?? '' })).toBeVisible();
  await page.goBack();
  await expect(cards).toHaveCount(48);
  await expect(cards.nth(40)).toBeInViewport();
});

test('a search tolerates typos, and its filters are in the address', async ({ visitor: { page } }) => {
  await page.goto('/');
  await page.getByRole('search').getByRole('searchbox').fill('teepot');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: 'Sunday teapot' })).toBeVisible();
  await page.goto('/c/kitchen');
  const all = await page
    .locator('.card:not(.skeleton)')
    .count()
    .then(async () => {
      await expect(page.locator('.card:not(.skeleton)').first()).toBeVisible();
      return page.locator('.card:not(.skeleton)').count();
    });
  await page.getByRole('button', { name: 'In stock' }).click();
  await expect(page).toHaveURL(/inStock=true/);
  await expect(page.locator('.card:not(.skeleton)')).not.toHaveCount(all);
  await page.getByLabel('Sort').selectOption('price');
  await expect(page).toHaveURL(/sort=price/);
  await page.reload();
  await expect(page.getByLabel('Sort')).toHaveValue('price');
  await expect(page.getByRole('button', { name: 'In stock', pressed: true })).toBeVisible();
});
