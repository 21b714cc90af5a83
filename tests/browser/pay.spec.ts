// Payment, expiry and refund of an order, as the customer sees them.
import type { Locator } from '@playwright/test';
import { shopApp } from '../support/app.ts';
import { startHost } from '../support/host.ts';
import { euros, must, type Order, Shop } from '../support/shop.ts';
import { checkOut, expect, type Page, putIntoBasket, test as base, untilLive } from './fixtures.ts';

const SHORT_HOLD_SECONDS = 40;

/** A second shop with short holds. */
const test = base.extend<object, { shortHold: Shop }>({
  shortHold: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures a fixture needs off this pattern.
    async ({}, use) => {
      const app = await shopApp(({ functions }) => {
        for (const { environment } of Object.values(functions)) {
          if (environment?.HOLD_SECONDS !== undefined) environment.HOLD_SECONDS = String(SHORT_HOLD_SECONDS);
        }
      });
      const host = await startHost({ app });
      await use(new Shop(host.url));
      await host.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
});

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });
const step = (page: Page, name: string) =>
  page.getByRole('list', { name: 'Where the order is' }).getByRole('listitem').filter({ hasText: name });

async function orderOne(page: Page, shop: Shop, available = 5): Promise<string> {
  const { id } = await shop.create({ category: 'testing', price: euros(4000), available });
  await putIntoBasket(page, id);
  await checkOut(page);
  return id;
}

const openPaymentForm = (page: Page) => page.getByRole('button', { name: /^Pay now/ }).click();

async function payWith(page: Page, card: RegExp): Promise<void> {
  await page.getByRole('radio', { name: card }).check();
  await page.getByRole('button', { name: /^Pay €/ }).click();
}

/** The order that a page shows, by the link that it offers. */
async function orderOf(page: Page, shop: Shop): Promise<Order> {
  const { pathname, hash } = new URL(await page.getByLabel('Link to this order').inputValue());
  return must(200, await shop.getOrder({ id: pathname.split('/')[2] ?? '', token: hash.slice(1) }));
}

test('declined, then paid: the pieces stay held in between', async ({ visit, shop }) => {
  const visitor = await visit();
  const { page } = visitor;
  visitor.expected.push(/402/);
  const id = await orderOne(page, shop);
  await openPaymentForm(page);
  await payWith(page, /is declined/);
  await expect(page.getByRole('form', { name: 'Payment' }).getByRole('alert')).toContainText(
    'The payment was declined. Nothing was charged',
  );
  await expect(step(page, 'Paid')).toContainText('declined, waiting for you');
  expect((await shop.product(id)).available).toBe(4);

  await payWith(page, /that works/);
  await expect(heading(page, 'Paid, thank you.')).toBeVisible();
  await expect(page.getByRole('timer')).toHaveCount(0);
  expect(await orderOf(page, shop)).toMatchObject({ state: 'paid', payment: { state: 'paid', method: 'simulator' } });
});

test('a double click on Pay charges once', async ({ visit, shop }) => {
  const { page } = await visit();
  await orderOne(page, shop);
  let sent = 0;
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/payment')) sent++;
  });
  await page.getByRole('button', { name: /^Pay now/ }).dblclick();
  await page.getByRole('button', { name: /^Pay €/ }).dblclick();
  await expect(heading(page, 'Paid, thank you.')).toBeVisible();
  expect(sent).toBe(1);
  expect((await orderOf(page, shop)).history.filter(({ to }) => to === 'paid')).toHaveLength(1);
});

/** Presses Tab until the control has the focus. */
async function tabTo(page: Page, control: Locator): Promise<void> {
  for (let presses = 0; presses < 60; ++presses) {
    if (await control.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('the keyboard does not lead there');
}

test('the payment form works with the keyboard alone, and the focus is never lost', async ({ visit, shop }) => {
  const visitor = await visit();
  const { page } = visitor;
  visitor.expected.push(/402/);
  await orderOne(page, shop);
  await tabTo(page, page.getByRole('button', { name: /^Pay now/ }));
  await page.keyboard.press('Enter');
  const works = page.getByRole('radio', { name: /that works/ });
  const declined = page.getByRole('radio', { name: /is declined/ });
  await expect(works).toBeVisible();
  await tabTo(page, works);
  await page.keyboard.press('ArrowDown');
  await expect(declined).toBeChecked();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: /^Pay €/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('form', { name: 'Payment' }).getByRole('alert')).toContainText(
    'The payment was declined',
  );
  expect(await page.evaluate(() => document.activeElement?.tagName), 'where the focus is').not.toBe('BODY');
  await page.keyboard.press('Shift+Tab');
  await expect(declined).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(works).toBeChecked();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(heading(page, 'Paid, thank you.')).toBeVisible();
});

test('a payment whose answer was lost on the line shows by itself', async ({ visit, shop }) => {
  const visitor = await visit();
  const { page } = visitor;
  visitor.expected.push(/Failed to load resource/);
  await orderOne(page, shop);
  await page.route(
    '**/payment',
    async (route) => {
      await route.fetch();
      await route.abort();
    },
    { times: 1 },
  );
  await openPaymentForm(page);
  await payWith(page, /that works/);
  await expect(heading(page, 'Paid, thank you.')).toBeVisible();
});

test('reloaded in the middle of a payment, the page shows how it ended', async ({ visit, shop }) => {
  const { page } = await visit();
  await orderOne(page, shop);
  await page.route('**/payment', async (route) => void (await route.fetch()), { times: 1 });
  const leaving = page.waitForRequest(/\/payment$/);
  await openPaymentForm(page);
  await payWith(page, /that works/);
  await leaving;
  await page.reload();
  await expect(heading(page, 'Paid, thank you.')).toBeVisible();
});

test('a payment that the bank does not answer is pending, outlives a reload, and is settled', async ({
  visit,
  shop,
}) => {
  test.setTimeout(240_000);
  const { page } = await visit();
  await orderOne(page, shop);
  await openPaymentForm(page);
  await payWith(page, /does not answer/);
  await expect(page.getByRole('heading', { name: 'Your payment is being decided' })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('timer')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Cancel the order' })).toHaveCount(0);
  await page.reload();
  await expect(heading(page, 'Payment being decided.')).toBeVisible();
  await expect(heading(page, 'Paid, thank you.')).toBeVisible({ timeout: 150_000 });
  expect(await orderOf(page, shop)).toMatchObject({ state: 'paid', payment: { state: 'paid' } });
});

test('the owner’s transitions show as they happen', async ({ visit, shop }) => {
  const { page } = await visit();
  await orderOne(page, shop);
  await openPaymentForm(page);
  await payWith(page, /that works/);
  await expect(heading(page, 'Paid, thank you.')).toBeVisible();
  await untilLive(page);
  const moves = { packed: 'Packed, with care.', shipped: 'On its way.', delivered: 'Delivered.' };
  for (const [to, headline] of Object.entries(moves)) {
    const { id, rev } = await orderOf(page, shop);
    must(
      200,
      await shop.own('POST', `/orders/${id}/transitions`, { json: { to }, headers: { 'If-Match': `"${rev}"` } }),
    );
    await expect(heading(page, headline)).toBeVisible();
  }
  await expect(page.getByRole('list', { name: 'Where the order is' }).locator('.done')).toHaveCount(5);
});

test('a refund is told, and gives the pieces back', async ({ visit, shop }) => {
  const { page } = await visit();
  const product = await orderOne(page, shop);
  await openPaymentForm(page);
  await payWith(page, /that works/);
  await expect(heading(page, 'Paid, thank you.')).toBeVisible();
  await untilLive(page);
  const { id, rev } = await orderOf(page, shop);
  const headers = { 'If-Match': `"${rev}"` };
  const moved = await shop.own('POST', `/orders/${id}/transitions`, { json: { to: 'refunded' }, headers });
  expect([200, 202]).toContain(moved.status);
  await expect(heading(page, 'Refunded.')).toBeVisible({ timeout: 150_000 });
  await expect(page.getByRole('heading', { name: '€40.00 went back to you' })).toBeVisible();
  expect((await shop.product(product)).available).toBe(5);
});

test('a hold that runs out says so, goes back, and fills a new basket', async ({ visit, shortHold }) => {
  test.setTimeout(300_000);
  const visitor = await visit({ baseURL: shortHold.url });
  const { page } = visitor;
  const id = await orderOne(page, shortHold, 1);
  expect((await shortHold.product(id)).available).toBe(0);
  await expect(page.getByRole('heading', { name: /^The time ran out at/ })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('button', { name: /^Pay now|^Cancel/ })).toHaveCount(0);
  await expect(heading(page, 'Back on the shelf.')).toBeVisible({ timeout: 120_000 });
  expect((await shortHold.product(id)).available).toBe(1);

  await page.getByRole('button', { name: 'Fill a new basket with these' }).click();
  await expect(page.getByRole('dialog', { name: 'Basket' }).locator('output')).toHaveText('1');
});
