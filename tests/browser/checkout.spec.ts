import type { Order, OrderList } from '../support/shop.ts';
import { must } from '../support/shop.ts';
import {
  cancelOrder,
  checkOut,
  expect,
  fillCheckout,
  placeButton,
  putIntoBasket,
  test,
  untilLive,
} from './fixtures.ts';

const CREATE = { category: 'testing', price: { amount: 4000, currency: 'EUR' } };

test('a double click makes one order', async ({ visit, shop }) => {
  const { id } = await shop.create({ ...CREATE, available: 5 });
  const { page } = await visit();
  let sent = 0;
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/orders')) sent++;
  });
  await putIntoBasket(page, id);
  await page.goto('/checkout');
  await fillCheckout(page);
  await placeButton(page).dblclick();
  await expect(page.getByRole('heading', { level: 1, name: 'Held for you.' })).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: 'Held for you.' })).toBeInViewport();
  expect(sent).toBe(1);
  expect((await shop.product(id)).available).toBe(4);
  await expect(page.getByRole('link', { name: /0 pieces in the basket/ })).toBeVisible();
});

test('an answer that was lost is asked for again, and is the same order', async ({ visit, shop }) => {
  const { id } = await shop.create({ ...CREATE, available: 5 });
  const visitor = await visit();
  const { page } = visitor;
  visitor.expected.push(/Failed to load resource/);
  await putIntoBasket(page, id);
  await page.goto('/checkout');
  await fillCheckout(page);
  await page.route(
    '**/api/v1/orders',
    async (route) => {
      await route.fetch();
      await route.abort();
    },
    { times: 1 },
  );
  await placeButton(page).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Held for you.' })).toBeVisible();
  expect((await shop.product(id)).available).toBe(4);
  await page.goto('/orders');
  await expect(page.getByRole('link', { name: 'Held for you' })).toHaveCount(1);
});

test('a checkout that never arrived can be repeated, and is one order', async ({ visit, shop }) => {
  const { id } = await shop.create({ ...CREATE, available: 5 });
  const visitor = await visit();
  const { page } = visitor;
  visitor.expected.push(/Failed to load resource/);
  const keys: (string | undefined)[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/orders'))
      keys.push(request.headers()['idempotency-key']);
  });
  await putIntoBasket(page, id);
  await page.goto('/checkout');
  await fillCheckout(page);
  await page.route('**/api/v1/orders', (route) => route.abort(), { times: 1 });
  await placeButton(page).click();
  await expect(page.getByRole('alert')).toContainText('it will be the same order, once');
  await placeButton(page).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Held for you.' })).toBeVisible();
  expect((await shop.product(id)).available).toBe(4);
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(1);
});

test('a price that rises while one types is shown and asks for a tick', async ({ visit, shop }) => {
  const { id, name } = await shop.create(CREATE);
  const { page } = await visit();
  await putIntoBasket(page, id);
  await page.goto('/checkout');
  await fillCheckout(page);
  await untilLive(page);
  await shop.edit(id, { price: { amount: 4600, currency: 'EUR' } });
  const consent = page.getByRole('region', { name: 'One price changed while you typed' });
  await expect(consent.getByRole('row', { name: new RegExp(name) })).toContainText('€46.00');
  await expect(placeButton(page)).toBeDisabled();
  await consent.getByRole('checkbox', { name: /new total of €46.00, which is €6.00 more/ }).check();
  await placeButton(page).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Held for you.' })).toBeVisible();
  await expect(page.locator('.totals .grand')).toContainText('€46.00');
});

test('what someone else bought meanwhile is shown, and the rest can be had', async ({ visit, shop }) => {
  const { id } = await shop.create({ ...CREATE, available: 2 });
  const { page } = await visit();
  await putIntoBasket(page, id);
  await page.getByRole('dialog').getByRole('button', { name: 'One more' }).click();
  await expect(page.getByRole('dialog').locator('output')).toHaveText('2');
  await page.getByRole('link', { name: 'Check out' }).click();
  await fillCheckout(page);
  await untilLive(page);
  await shop.order({ [id]: 1 });
  await expect(page.getByRole('region', { name: 'Someone else was quicker' })).toBeVisible();
  await page.getByRole('button', { name: 'Take what is left' }).click();
  await expect(page.getByRole('region', { name: 'Someone else was quicker' })).toBeHidden();
  await placeButton(page).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Held for you.' })).toBeVisible();
  expect((await shop.product(id)).available).toBe(0);
});

test('errors show at their fields and nothing is sent', async ({ visit, shop }) => {
  const { id } = await shop.create(CREATE);
  const { page } = await visit();
  await putIntoBasket(page, id);
  await page.goto('/checkout');
  await page.getByLabel('Email').fill('no address');
  await placeButton(page).click();
  await expect(page.getByLabel('Name')).toBeFocused();
  await expect(page.getByLabel('Email')).toHaveAccessibleDescription(/An address like name@example.org/);
  await expect(page).toHaveURL(/\/checkout$/);
});

test('an order can be watched by its link, and its cancellation is seen there', async ({ visit, shop }) => {
  const { id } = await shop.create({ ...CREATE, available: 3 });
  const owner = await visit();
  await putIntoBasket(owner.page, id);
  await checkOut(owner.page);
  const link = await owner.page.getByLabel('Link to this order').inputValue();
  const bare = link.replace(/#.*/, '');
  expect(link).toMatch(/#[\w-]{43}$/);
  // What opens it stands in no address that others could see, and a reload opens it all the same.
  await expect(owner.page).toHaveURL(bare);

  const friend = await visit();
  await friend.page.goto(link);
  await expect(friend.page.getByRole('heading', { level: 1, name: 'Held for you.' })).toBeVisible();
  await expect(friend.page).toHaveURL(bare);
  await friend.page.reload();
  await expect(friend.page.getByRole('heading', { level: 1, name: 'Held for you.' })).toBeVisible();
  await untilLive(friend.page);
  await cancelOrder(owner.page);
  await expect(owner.page.getByRole('heading', { level: 1, name: 'Cancelled.' })).toBeVisible();
  await expect(friend.page.getByRole('heading', { level: 1, name: 'Cancelled.' })).toBeVisible();
  expect((await shop.product(id)).available).toBe(3);

  await owner.page.getByRole('button', { name: 'Fill a new basket with these' }).click();
  await expect(owner.page.getByRole('dialog').locator('output')).toHaveText('1');
  await owner.page.goto('/orders');
  await expect(owner.page.getByRole('link', { name: 'Cancelled' })).toBeVisible();
  await friend.page.goto('/orders');
  await expect(friend.page.getByRole('heading', { name: 'No orders yet' })).toBeVisible();
});

test('a stranger’s link opens nothing, and says what may have happened', async ({ visit, shop }) => {
  const { id } = await shop.create(CREATE);
  const order = await shop.order({ [id]: 1 });
  const visitor = await visit();
  visitor.expected.push(/404/);
  await visitor.page.goto(`/orders/${order.id}#${'x'.repeat(43)}`);
  await expect(visitor.page.getByRole('heading', { level: 1, name: 'This link opens no order' })).toBeVisible();
  await expect(visitor.page.getByText('do not belong together')).toBeVisible();
  await visitor.page.goto(`/orders/${order.id}`);
  await expect(visitor.page.getByText('The part after the # is missing')).toBeVisible();
  await visitor.page.getByRole('main').getByRole('link', { name: 'My orders' }).click();
  await expect(visitor.page.getByRole('heading', { name: 'No orders yet' })).toBeVisible();
});

test('the owner sees the order that a browser placed', async ({ visit, shop }) => {
  const { id, name } = await shop.create(CREATE);
  const { page } = await visit();
  await putIntoBasket(page, id);
  await checkOut(page);
  const orders = must<OrderList>(200, await shop.own('GET', '/orders?state=awaiting-payment&limit=100'));
  const placed: Order | undefined = orders.items.find(({ lines }) => lines.some(({ productId }) => productId === id));
  expect(placed?.customer.name).toBe('Ada Example');
  expect(placed?.lines).toMatchObject([{ name, quantity: 1 }]);
});
