import { expect, type Page, putIntoBasket, test, tileOf, untilLive, type Visitor } from './fixtures.ts';

const CREATE = { category: 'testing', price: { amount: 4000, currency: 'EUR' } };
const NOISE =
  /Failed to load resource|ERR_FAILED|ERR_INTERNET_DISCONNECTED|WebSocket connection|dynamically imported module/;

/** At home, with the service worker in charge. */
async function settled({ page }: Visitor): Promise<void> {
  await page.goto('/');
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller)
      await new Promise((resolve) =>
        navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
      );
  });
}

const title = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

test('offline, what was seen shows, what was not says so within the shop, and the line brings all back', async ({
  visit,
  shop,
}) => {
  const seen = await shop.create({ ...CREATE, available: 9 });
  const unseen = await shop.create(CREATE);
  const visitor = await visit({ serviceWorkers: 'allow' });
  visitor.expected.push(NOISE);
  const { page, context } = visitor;
  await settled(visitor);
  await page.goto(`/p/${seen.id}`);
  await expect(title(page, seen.name)).toBeVisible();
  await page.goto('/c/testing');
  await expect(tileOf(page, seen.name)).toBeVisible();
  await untilLive(page);

  await context.setOffline(true);
  await shop.edit(seen.id, { price: { amount: 3100, currency: 'EUR' } });
  await page.reload();
  await expect(tileOf(page, seen.name)).toContainText('€40.00');
  await page.goto(`/p/${seen.id}`);
  await expect(title(page, seen.name)).toBeVisible();
  await page.goto(`/p/${unseen.id}`);
  await expect(title(page, 'No line to the shop')).toBeVisible();
  await page.getByRole('link', { name: 'Home', exact: true }).click();
  await expect(title(page, 'Things worth stopping for.')).toBeVisible();
  await page.goto('/nothing/here');
  await expect(title(page, 'Nothing hangs here')).toBeVisible();
  await page.goto(`/p/${seen.id}`);
  await expect(title(page, seen.name)).toBeVisible();

  await context.setOffline(false);
  await untilLive(page);
  await expect(page.locator('.money > .price')).toContainText('€31.00');
  await page.goto('/c/testing');
  await expect(tileOf(page, seen.name)).toContainText('€31.00');
});

test('offline after the first page ever, a reload shows that page, and that there is no line', async ({ visit }) => {
  const visitor = await visit({ serviceWorkers: 'allow' });
  visitor.expected.push(NOISE);
  const { page, context } = visitor;
  await settled(visitor);
  const lists = () =>
    page.evaluate(async () => {
      const kept = await (await caches.open('catalogue')).keys();
      return kept.filter(({ url }) => url.includes('/api/v1/products?')).length;
    });
  await expect.poll(lists).toBeGreaterThan(0);
  await context.setOffline(true);
  await page.reload();
  await expect(title(page, 'Things worth stopping for.')).toBeVisible();
  await expect(page.getByText('You are offline.')).toBeVisible();
  // It stays so: nothing that is asked meanwhile is an answer.
  await page.waitForTimeout(8_000);
  await expect(page.getByText('You are offline.')).toBeVisible();
});

test('offline, basket and checkout say where the basket is, and nothing of anybody is kept', async ({
  visit,
  shop,
}) => {
  const { id, name } = await shop.create({ ...CREATE, available: 9 });
  const visitor = await visit({ serviceWorkers: 'allow' });
  visitor.expected.push(NOISE);
  const { page, context } = visitor;
  await settled(visitor);
  await putIntoBasket(page, id);
  await context.setOffline(true);
  for (const path of ['/basket', '/checkout']) {
    await page.goto(path);
    await expect(title(page, 'Your basket is out of reach')).toBeVisible();
  }
  await context.setOffline(false);
  await page.goto('/basket');
  await expect(page.getByRole('main').getByRole('link', { name })).toBeVisible();
  const kept = await page.evaluate(async () => {
    const requests = await Promise.all((await caches.keys()).map(async (key) => (await caches.open(key)).keys()));
    return requests.flat().map(({ url }) => new URL(url).pathname);
  });
  expect(kept).toContain('/index.html');
  expect(
    kept.filter((path) => path.startsWith('/api/') && !/^\/api\/v1\/(products|categories|meta)/.test(path)),
  ).toEqual([]);
});
