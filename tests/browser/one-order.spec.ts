// One press of the button is one order, whatever happens before the answer.
import type { Request, Route } from '@playwright/test';
import { euros, must, type OrderList, type Shop } from '../support/shop.ts';
import { expect, fillCheckout, type Page, placeButton, putIntoBasket, test, type Visitor } from './fixtures.ts';

const ORDERS = '**/api/v1/orders';
const STOCK = 5;

interface Sent {
  key: string | undefined;
  body: string | null;
}

/** What was sent to place an order, in all tabs of a visitor. */
function record({ context }: Visitor): Sent[] {
  const sent: Sent[] = [];
  context.on('request', (request) => {
    if (isPlacing(request)) sent.push({ key: request.headers()['idempotency-key'], body: request.postData() });
  });
  return sent;
}

/** Closed until it is opened. */
function gate(): { opened: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

const isPlacing = (request: Request): boolean =>
  request.method() === 'POST' && request.url().endsWith('/api/v1/orders');

const held = (page: Page) => page.getByRole('heading', { level: 1, name: 'Held for you.' });

async function createProduct(shop: Shop): Promise<string> {
  return (await shop.create({ category: 'testing', price: euros(4000), available: STOCK })).id;
}

async function openFilledCheckout(page: Page, id: string, name?: string): Promise<void> {
  await putIntoBasket(page, id);
  await page.goto('/checkout');
  await fillCheckout(page, name);
}

/** A visitor, a product that only they buy, and what they send to order it. */
async function buyer(visitor: Visitor, shop: Shop): Promise<{ id: string; page: Page; sent: Sent[] }> {
  return { id: await createProduct(shop), page: visitor.page, sent: record(visitor) };
}

/** As `openFilledCheckout`, by the links of the pages. */
async function openFilledCheckoutByLinks(page: Page, id: string): Promise<void> {
  await putIntoBasket(page, id);
  await page.getByRole('link', { name: 'Check out' }).click();
  await fillCheckout(page);
}

/** Two tabs of one visitor, both about to order the same basket. */
async function twoTabs(
  visitor: Visitor,
  shop: Shop,
): Promise<{ id: string; visitor: Visitor; sent: Sent[]; first: Page; second: Page }> {
  const { id, page: first, sent } = await buyer(visitor, shop);
  await openFilledCheckout(first, id, 'First Tab');
  const second = await visitor.tab();
  await second.goto('/checkout');
  await fillCheckout(second, 'Second Tab');
  return { id, visitor, sent, first, second };
}

/** Holds answers back: the request reaches the shop, which acts on it; its answer comes when `release` is called, if anybody still waits. */
async function holdAnswers(page: Page): Promise<{ arrived: Promise<void>; release: () => void }> {
  const arrived = gate();
  const released = gate();
  await page.route(
    ORDERS,
    async (route: Route) => {
      const response = await route.fetch();
      arrived.open();
      await released.opened;
      await route.fulfill({ response }).catch(() => undefined);
    },
    { times: 1 },
  );
  return { arrived: arrived.opened, release: released.open };
}

async function expectOneOrder(shop: Shop, id: string, sent: readonly Sent[]): Promise<void> {
  expect((await shop.product(id)).available).toBe(STOCK - 1);
  const { items } = must<OrderList>(200, await shop.own('GET', '/orders?state=awaiting-payment&limit=100'));
  expect(items.filter(({ lines }) => lines.some(({ productId }) => productId === id))).toHaveLength(1);
  expect(new Set(sent.map(({ key }) => key)).size).toBe(1);
}

test('reloaded before the answer came, it is finished with the same key and body', async ({ visit, shop }) => {
  const { id, page, sent } = await buyer(await visit(), shop);
  await openFilledCheckout(page, id);
  const answers = await holdAnswers(page);
  await placeButton(page).click();
  await answers.arrived;
  await page.reload();
  await expect(held(page)).toBeVisible();
  answers.release();
  await expectOneOrder(shop, id, sent);
  await page.goto('/orders');
  await expect(page.getByRole('link', { name: 'Held for you' })).toHaveCount(1);
});

test('reloaded before the request arrived, it is sent as it was, and nothing is typed again', async ({
  visit,
  shop,
}) => {
  const { id, page, sent } = await buyer(await visit(), shop);
  await openFilledCheckout(page, id);
  // The request hangs on its way for good.
  await page.route(ORDERS, () => undefined, { times: 1 });
  const leaving = page.waitForRequest(isPlacing);
  await placeButton(page).click();
  await leaving;
  await page.reload();
  await expect(held(page)).toBeVisible();
  await expectOneOrder(shop, id, sent);
  expect(sent).toHaveLength(2);
  expect(sent[1]).toEqual(sent[0]);
});

test('left by Back and entered again before the answer came, it is the same order', async ({ visit, shop }) => {
  const { id, page, sent } = await buyer(await visit(), shop);
  await openFilledCheckoutByLinks(page, id);
  const answers = await holdAnswers(page);
  await placeButton(page).click();
  await answers.arrived;
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(`/p/${id}$`));
  await page.goForward();
  await expect(held(page)).toBeVisible();
  answers.release();
  await expectOneOrder(shop, id, sent);
});

test('after the order, Back does not lead into the checkout again', async ({ visit, shop }) => {
  const { id, page, sent } = await buyer(await visit(), shop);
  await openFilledCheckoutByLinks(page, id);
  await placeButton(page).click();
  await expect(held(page)).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(`/p/${id}$`));
  await page.goto('/checkout');
  await expect(page.getByRole('heading', { name: 'An empty basket' })).toBeVisible();
  await expectOneOrder(shop, id, sent);
  expect(sent).toHaveLength(1);
});

test('pressed in two tabs at once, both end at one order', async ({ visit, shop }) => {
  const { id, visitor, sent, first, second } = await twoTabs(await visit(), shop);
  // Neither request reaches the shop before both are on their way.
  const both = gate();
  let waiting = 0;
  await visitor.context.route(ORDERS, async (route) => {
    if (++waiting === 2) both.open();
    await both.opened;
    await route.continue();
  });
  await placeButton(first).click();
  await placeButton(second).click();
  await expect(held(first)).toBeVisible();
  await expect(held(second)).toBeVisible();
  expect(first.url()).toBe(second.url());
  await expectOneOrder(shop, id, sent);
});

test('pressed in a second tab while the first waits for its answer, it is the first one’s order', async ({
  visit,
  shop,
}) => {
  const { id, sent, first, second } = await twoTabs(await visit(), shop);
  // The first one's request hangs before it reaches the shop: the second tab's basket is open still.
  const hanging = gate();
  await first.route(
    ORDERS,
    async (route) => {
      await hanging.opened;
      await route.continue().catch(() => undefined);
    },
    { times: 1 },
  );
  const leaving = first.waitForRequest(isPlacing);
  await placeButton(first).click();
  await leaving;
  await placeButton(second).click();
  await expect(held(second)).toBeVisible();
  await expect(second.getByText(/by First Tab/)).toBeVisible();
  hanging.open();
  await expect(held(first)).toBeVisible();
  expect(first.url()).toBe(second.url());
  await expectOneOrder(shop, id, sent);
});

test('a tab whose basket was ordered in another one opens that order', async ({ visit, shop }) => {
  const visitor = await visit();
  const { id, page: first, sent } = await buyer(visitor, shop);
  await openFilledCheckout(first, id);
  const second = await visitor.tab();
  await second.goto('/checkout');
  await expect(placeButton(second)).toBeVisible();
  await placeButton(first).click();
  await expect(held(first)).toBeVisible();
  await expect(held(second)).toBeVisible();
  expect(second.url()).toBe(first.url());
  await expectOneOrder(shop, id, sent);
});

test('a checkout that the shop refused after a reload says why, with everything as it was typed', async ({
  visit,
  shop,
}) => {
  const visitor = await visit();
  visitor.expected.push(/Failed to load resource/);
  const { id, page, sent } = await buyer(visitor, shop);
  await openFilledCheckout(page, id);
  await page.route(ORDERS, () => undefined, { times: 1 });
  const leaving = page.waitForRequest(isPlacing);
  await placeButton(page).click();
  await leaving;
  await shop.edit(id, { price: euros(4600) });
  await page.reload();
  await expect(page.getByLabel('Name')).toHaveValue('Ada Example');
  await expect(page.getByLabel('Postcode')).toHaveValue('N1 9GU');
  await page.getByRole('checkbox', { name: /new total of €46.00/ }).check();
  await placeButton(page).click();
  await expect(held(page)).toBeVisible();
  await expect(page.locator('.totals .grand')).toContainText('€46.00');
  await expectOneOrder(shop, id, sent);
});
