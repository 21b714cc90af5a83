// The shop on a phone: the next action is in the viewport, and so is its outcome.
import { euros } from '../support/shop.ts';
import { cancelOrder, checkOut, expect, type Page, putIntoBasket, test } from './fixtures.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const WIDEST_SHIFT = 0.02;

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

test('price and Add to basket are in sight on a product’s page', async ({ visit }) => {
  const { page } = await visit(PHONE);
  await page.goto('/p/sunday-teapot');
  await expect(heading(page, 'Sunday teapot')).toBeInViewport({ ratio: 1 });
  await expect(page.locator('.money > .price')).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole('button', { name: /^Add to basket/ })).toBeInViewport({ ratio: 1 });
  await page.getByRole('contentinfo').scrollIntoViewIfNeeded();
  await expect(page.getByRole('button', { name: /^Add to basket/ })).toBeInViewport({ ratio: 1 });
});

test('Pay now stays in sight, and after paying the page says so there, with the focus on it', async ({ visit }) => {
  const { page } = await visit(PHONE);
  await putIntoBasket(page, 'heather-honey');
  await checkOut(page);
  const payNow = page.getByRole('button', { name: /^Pay now/ });
  await expect(payNow).toBeInViewport({ ratio: 1 });
  await page.getByRole('contentinfo').scrollIntoViewIfNeeded();
  await expect(payNow).toBeInViewport({ ratio: 1 });
  await payNow.click();
  const pay = page.getByRole('button', { name: /^Pay €/ });
  await expect(pay).toBeInViewport({ ratio: 1 });
  await pay.click();
  await expect(heading(page, 'Paid, thank you.')).toBeInViewport({ ratio: 1 });
  await expect(heading(page, 'Paid, thank you.')).toBeFocused();
  await expect(page.getByRole('status').filter({ hasText: 'Paid, thank you.' })).toBeVisible();
});

test('Cancel stands away from Pay and asks once', async ({ visit }) => {
  const { page } = await visit(PHONE);
  await putIntoBasket(page, 'heather-honey');
  await checkOut(page);
  const cancel = page.getByRole('button', { name: 'Cancel the order' });
  await cancel.scrollIntoViewIfNeeded();
  const [above, below] = [
    await cancel.boundingBox(),
    await page.getByRole('button', { name: /^Pay now/ }).boundingBox(),
  ];
  expect((below?.y ?? 0) - ((above?.y ?? 0) + (above?.height ?? 0))).toBeGreaterThan(48);
  await cancel.dblclick();
  await expect(heading(page, 'Held for you.')).toBeVisible();
  await expect(cancel).toBeVisible();
  await cancelOrder(page);
  await expect(heading(page, 'Cancelled.')).toBeFocused();
});

test('the menu shows every category and My orders, and closes when one is chosen', async ({ visit, shop }) => {
  const { page } = await visit(PHONE);
  await page.goto('/');
  const { items } = (await shop.call('GET', '/categories')).body as { items: { name: string }[] };
  expect(items.length).toBeGreaterThan(5);
  const menu = page.getByRole('navigation', { name: 'Categories' });
  await expect(menu).toBeHidden();
  await page.getByRole('button', { name: 'Menu', exact: true }).click();
  for (const name of [...items.map((item) => item.name), 'My orders']) {
    const link = menu.getByRole('link', { name, exact: true });
    await link.scrollIntoViewIfNeeded();
    await expect(link).toBeInViewport({ ratio: 1 });
  }
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await page.getByRole('button', { name: 'Menu', exact: true }).click();
  await menu.getByRole('link', { name: 'Garden' }).click();
  await expect(heading(page, 'Garden')).toBeVisible();
  await expect(menu).toBeHidden();
  await page.getByRole('button', { name: 'Menu', exact: true }).click();
  await menu.getByRole('link', { name: 'My orders' }).click();
  await expect(heading(page, 'No orders yet')).toBeVisible();
});

test('Copy works where the page has no clipboard, as on plain http', async ({ visit }) => {
  const { page } = await visit(PHONE);
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined }));
  await putIntoBasket(page, 'heather-honey');
  await checkOut(page);
  const link = await page.getByLabel('Link to this order').inputValue();
  await page.getByRole('button', { name: 'Copy' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  await page.goto('/nothing/here');
  const field = page.getByRole('main').getByRole('searchbox');
  await field.focus();
  await page.keyboard.press('ControlOrMeta+V');
  await expect(field).toHaveValue(link);
});

test('every input is of 16 px or more, so that no phone zooms into it', async ({ visit }) => {
  const { page } = await visit(PHONE);
  const small: string[] = [];
  const look = async () => {
    small.push(
      ...(await page
        .locator('input, select, textarea')
        .evaluateAll((inputs) =>
          inputs
            .filter((input) => parseFloat(getComputedStyle(input).fontSize) < 16)
            .map((input) => `${location.pathname}: ${input.outerHTML.slice(0, 120)}`),
        )),
    );
  };
  await page.goto('/search?q=teapot');
  await page.getByRole('button', { name: 'Price' }).click();
  await look();
  await putIntoBasket(page, 'heather-honey');
  await page.goto('/checkout');
  await expect(page.getByLabel('Email')).toBeVisible();
  await look();
  await checkOut(page);
  await look();
  await page.goto('/nothing/here');
  await expect(page.getByRole('main').getByRole('searchbox')).toBeVisible();
  await look();
  expect(small).toEqual([]);
});

/** The layout shift score of a page while it loads. */
async function shiftOf(page: Page, path: string, ready: (page: Page) => Promise<void>): Promise<number> {
  await page.goto(path);
  await ready(page);
  await expect(page.locator('.skeleton')).toHaveCount(0);
  await page.evaluate(() => document.fonts.ready);
  // Two frames on, whatever this state moves has been laid out and counted.
  return await page.evaluate(
    () =>
      new Promise<number>((resolve) =>
        requestAnimationFrame(() =>
          requestAnimationFrame(() => {
            const { shifts } = window as unknown as { shifts: PerformanceObserver & { sum: number } };
            shifts.takeRecords();
            resolve((window as unknown as { shifted: number }).shifted);
          }),
        ),
      ),
  );
}

const shows = (name: string | RegExp) => async (page: Page) => {
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
};

test('nothing shifts while a page loads, on a phone four times slower', async ({ visit, shop }) => {
  test.setTimeout(180_000);
  const { page, context } = await visit(PHONE);
  await page.addInitScript(() => {
    const counted = window as unknown as { shifted: number; shifts: PerformanceObserver };
    counted.shifted = 0;
    const add = (entries: PerformanceEntryList) => {
      for (const entry of entries as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
        if (!entry.hadRecentInput) counted.shifted += entry.value;
    };
    counted.shifts = new PerformanceObserver((list) => add(list.getEntries()));
    const take = counted.shifts.takeRecords.bind(counted.shifts);
    counted.shifts.takeRecords = () => {
      const records = take();
      add(records);
      return records;
    };
    counted.shifts.observe({ type: 'layout-shift', buffered: true });
  });
  const order = await shop.order({ 'heather-honey': 1 });
  await putIntoBasket(page, 'heather-honey');
  const devtools = await context.newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  const pages: [string, (page: Page) => Promise<void>][] = [
    ['/', shows('Things worth stopping for.')],
    ['/c/kitchen', shows('Kitchen')],
    ['/search', shows('Everything')],
    ['/search?q=teapot', shows('“teapot”')],
    ['/search?q=qqqqqqqq', shows('“qqqqqqqq”')],
    ['/p/sunday-teapot', shows('Sunday teapot')],
    ['/basket', shows('Basket')],
    ['/checkout', shows('Nearly yours')],
    [`/orders/${order.id}#${order.token}`, shows('Held for you.')],
    ['/orders', shows('No orders yet')],
    ['/nothing/here', shows('Nothing hangs here')],
  ];
  const shifts: Record<string, number> = {};
  for (const [path, ready] of pages) shifts[path.replace(/#.*/, '')] = await shiftOf(page, path, ready);
  for (const [path, shift] of Object.entries(shifts)) expect(shift, path).toBeLessThanOrEqual(WIDEST_SHIFT);
});

test('a page has its title while it loads, and after', async ({ visit, shop }) => {
  const { page } = await visit(PHONE);
  const { id, name } = await shop.create({ category: 'testing', price: euros(4000) });
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(`**/api/v1/products/${id}`, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/orders');
  await expect(page).toHaveTitle('My orders, Vitrine');
  await page.evaluate((path) => history.pushState({}, '', path), `/p/${id}`);
  await page.reload({ waitUntil: 'commit' });
  await expect(page).toHaveTitle(/^Thing .*, Vitrine$/);
  release();
  await expect(page).toHaveTitle(`${name}, Vitrine`);
});
