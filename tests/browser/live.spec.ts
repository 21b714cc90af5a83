import { must, unique } from '../support/shop.ts';
import { checkOut, expect, putIntoBasket, test, tileOf, untilLive } from './fixtures.ts';

const CREATE = { category: 'testing', price: { amount: 4000, currency: 'EUR' } };

test('when one browser orders, the other’s stock falls without reload', async ({ visit, shop }) => {
  const { id, name } = await shop.create({ ...CREATE, available: 4 });
  const buyer = await visit();
  const watcher = await visit();
  await watcher.page.goto(`/p/${id}`);
  await expect(watcher.page.getByText('4 in the shop')).toBeVisible();
  const list = await watcher.tab();
  await list.goto('/c/testing');
  await expect(tileOf(list, name)).toBeVisible();
  await untilLive(watcher.page);
  await untilLive(list);

  await putIntoBasket(buyer.page, id);
  await checkOut(buyer.page);

  await expect(watcher.page.getByRole('article').getByText('3 left')).toBeVisible();
  await expect(tileOf(list, name).getByText('3 left')).toBeVisible();
});

test('a product that sells out greys its tile and shifts nothing', async ({ visit, shop }) => {
  const { id, name } = await shop.create({ ...CREATE, available: 1 });
  const { page } = await visit();
  await page.goto('/c/testing');
  const tile = tileOf(page, name);
  await expect(tile.getByText('The last one')).toBeVisible();
  await untilLive(page);
  const before = await tile.boundingBox();
  await shop.order({ [id]: 1 });
  await expect(tile.getByText('Sold out, for now')).toBeVisible();
  await expect(tile).toHaveClass(/is-sold/);
  expect(await tile.boundingBox()).toEqual(before);
});

test('a changed price rolls, glows once, and is told in words', async ({ visit, shop }) => {
  const { id, name } = await shop.create(CREATE);
  const { page } = await visit();
  await page.goto(`/p/${id}`);
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await untilLive(page);
  const price = page.locator('.money > .price');
  await shop.edit(id, { price: { amount: 3500, currency: 'EUR' } });
  await expect(price.locator('.reel').first()).toBeAttached();
  await expect(price).toHaveText('€35.00');
  await expect(price).not.toHaveClass(/glow/);
  await expect(page.locator('.money .was')).toContainText('€40.00');
});

test('home lists what just changed', async ({ visit, shop }) => {
  const { id, name } = await shop.create(CREATE);
  const { page } = await visit();
  await page.goto('/');
  await untilLive(page);
  const ledger = page.getByRole('region', { name: 'Just changed' });
  await shop.edit(id, { price: { amount: 4400, currency: 'EUR' } });
  await expect(ledger.getByRole('listitem').first()).toContainText(name);
  await expect(ledger.getByRole('listitem').first()).toContainText('now €44.00, was €40.00');
  await page.reload();
  await expect(ledger.getByRole('listitem').first()).toContainText(name);
});

test('new products wait behind a button until they are asked for', async ({ visit, shop }) => {
  const category = unique('shelf');
  const first = await shop.create({ ...CREATE, category });
  const { page } = await visit();
  await page.goto(`/c/${category}`);
  await expect(tileOf(page, first.name)).toBeVisible();
  await untilLive(page);
  const second = await shop.create({ ...CREATE, category });
  const third = await shop.create({ ...CREATE, category });
  const pill = page.getByRole('button', { name: '2 new' });
  await expect(pill).toBeVisible();
  await expect(tileOf(page, second.name)).toBeHidden();
  await pill.click();
  await expect(tileOf(page, second.name)).toBeVisible();
  await expect(tileOf(page, third.name)).toBeVisible();
  await expect(pill).toBeHidden();
});

test('a product that leaves the shop says so where it is looked at', async ({ visit, shop }) => {
  const { id } = await shop.create(CREATE);
  const { page } = await visit();
  await page.goto(`/p/${id}`);
  await untilLive(page);
  await expect(page.getByRole('button', { name: /^Add to basket/ })).toBeEnabled();
  await shop.own('DELETE', `/products/${id}`);
  await expect(page.getByText('No longer in the window')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Sold out' })).toBeDisabled();
});

test('offline and back, nothing is missed', async ({ visit, shop }) => {
  const { id, name } = await shop.create({ ...CREATE, available: 9 });
  const visitor = await visit();
  const { page, context } = visitor;
  visitor.expected.push(/ERR_INTERNET_DISCONNECTED|Failed to load resource|WebSocket connection/);
  await page.goto('/c/testing');
  await expect(tileOf(page, name)).toBeVisible();
  await untilLive(page);

  await context.setOffline(true);
  await expect(page.getByText('You are offline.')).toBeVisible();
  await shop.edit(id, { price: { amount: 3100, currency: 'EUR' } });
  must(200, await shop.adjust(id, { delta: -7 }));
  await context.setOffline(false);

  await expect(tileOf(page, name)).toContainText('€31.00');
  await expect(tileOf(page, name)).toContainText('2 left');
  await expect(page.getByText('You are offline.')).toBeHidden();
  await untilLive(page);
});

test('where sockets are blocked the shop is polled', async ({ visit, shop }) => {
  const { id, name } = await shop.create(CREATE);
  const { page } = await visit();
  await page.routeWebSocket(/\/ws$/, (socket) => socket.close());
  await page.clock.install();
  await page.goto('/c/testing');
  await expect(tileOf(page, name)).toBeVisible();
  await page.clock.runFor(5_000);
  await expect(page.locator('html')).toHaveAttribute('data-line', 'polling');
  await shop.edit(id, { price: { amount: 4700, currency: 'EUR' } });
  await expect(async () => {
    await page.clock.runFor(10_000);
    await expect(tileOf(page, name)).toContainText('€47.00', { timeout: 500 });
  }).toPass();
});
