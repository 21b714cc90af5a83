import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  expect,
  type Page,
  test as base,
} from '@playwright/test';
import { startHost } from '../support/host.ts';
import { type Relay, relayTo } from '../support/relay.ts';
import { Shop } from '../support/shop.ts';

export { expect, type Page } from '@playwright/test';

/** Playwright's own warning where a test blocks the service worker. */
const BLOCKED_WORKER = 'Service Worker registration blocked by Playwright';

/** An unknown address. Its document has the status 404, which the browser logs to the console. */
const NOWHERE = '/nothing/here';

/** A browser context of its own. Any warning or error on its console fails the test, unless the test expects it. */
export class Visitor {
  readonly complaints: string[] = [];
  /** Expected warnings: a test that goes offline expects the browser to log it. */
  readonly expected: RegExp[] = [];

  readonly context: BrowserContext;
  readonly page: Page;

  constructor(context: BrowserContext, page: Page) {
    this.context = context;
    this.page = page;
    this.#watch(page);
  }

  /** Another tab of the same browser. */
  async tab(): Promise<Page> {
    const page = await this.context.newPage();
    this.#watch(page);
    return page;
  }

  assertQuiet(): void {
    expect(this.complaints.filter((complaint) => !this.expected.some((pattern) => pattern.test(complaint)))).toEqual(
      [],
    );
  }

  #watch(page: Page): void {
    page.on('console', (message) => {
      const isComplaint = ['error', 'warning'].includes(message.type());
      const isNowhere =
        message.text().includes('404') && new URL(message.location().url, 'http://x').pathname === NOWHERE;
      if (isComplaint && !isNowhere && message.text() !== BLOCKED_WORKER) this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(error.message));
  }
}

interface ForWorker {
  /** One shop for each worker, with the demo's data; `VITRINE_BASE_URL` points at one that runs elsewhere. */
  shop: Shop;
}

interface ForTest {
  visit(options?: BrowserContextOptions): Promise<Visitor>;
  visitor: Visitor;
}

export const test = base.extend<ForTest, ForWorker>({
  shop: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures a fixture needs off this pattern.
    async ({}, use) => {
      const elsewhere = process.env.VITRINE_BASE_URL;
      if (elsewhere !== undefined) {
        await use(new Shop(elsewhere, process.env.VITRINE_EDITOR_KEY));
        return;
      }
      const host = await startHost();
      await use(new Shop(host.url));
      await host.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  visit: async ({ browser, shop }, use) => {
    const visitors: Visitor[] = [];
    const relays: Relay[] = [];
    await use(async (options = {}) => {
      let baseURL = shop.url;
      if (process.env.VITRINE_BASE_URL === undefined) {
        const relay = await relayTo(options.baseURL ?? shop.url);
        relays.push(relay);
        baseURL = relay.url;
      }
      const visitor = await enter(browser, {
        viewport: { width: 1440, height: 900 },
        // Routes of tests do not see what a service worker answers: only tests of the worker allow it.
        serviceWorkers: 'block',
        ...options,
        baseURL,
      });
      visitors.push(visitor);
      return visitor;
    });
    for (const { context } of visitors) await context.close();
    for (const relay of relays) await relay.close();
    for (const visitor of visitors) visitor.assertQuiet();
  },

  visitor: async ({ visit }, use) => {
    await use(await visit());
  },
});

async function enter(browser: Browser, options: BrowserContextOptions): Promise<Visitor> {
  const context = await browser.newContext(options);
  return new Visitor(context, await context.newPage());
}

/** Waits until the page is connected: later changes must show by themselves. */
export async function untilLive(page: Page): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('data-line', 'live');
}

/** The tile of a product in a list. */
export const tileOf = (page: Page, name: string) =>
  page.getByRole('listitem').filter({ has: page.getByRole('link', { name, exact: true }) });

/** Puts a product into the basket from its page, and leaves the drawer open. Waits for the shop's answer: leaving the page sooner would abort the request. */
export async function putIntoBasket(page: Page, id: string): Promise<void> {
  await page.goto(`/p/${id}`);
  const taken = page.waitForResponse(
    (answer) => answer.request().method() === 'PUT' && answer.url().endsWith(`/lines/${id}`),
  );
  await page.getByRole('button', { name: /^Add to basket/ }).click();
  await expect(page.getByRole('dialog', { name: 'Basket' })).toBeVisible();
  await taken;
}

export async function fillCheckout(page: Page, name = 'Ada Example'): Promise<void> {
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Email').fill('ada@example.com');
  await page.getByLabel('Country').selectOption('GB');
  await page.getByLabel('Street and number').fill('1 Analytical Row');
  await page.getByLabel('City').fill('London');
  await page.getByLabel('Postcode').fill('N1 9GU');
}

/** Cancels the order, and confirms. */
export async function cancelOrder(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Cancel the order' }).click();
  await page.getByRole('button', { name: 'Yes, cancel it' }).click();
}

export const placeButton = (page: Page) => page.getByRole('button', { name: /^Place the order/ });

/** Orders the basket. */
export async function checkOut(page: Page): Promise<void> {
  await page.goto('/checkout');
  await fillCheckout(page);
  await placeButton(page).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Held for you.' })).toBeVisible();
}
