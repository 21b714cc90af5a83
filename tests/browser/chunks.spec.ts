import { expect, putIntoBasket, test, untilLive } from './fixtures.ts';

const CREATE = { category: 'testing', price: { amount: 4000, currency: 'EUR' } };
const DRAWER = /\/assets\/BasketDrawer-[^/]+\.js/;
const NOISE =
  /Failed to load resource|ERR_FAILED|ERR_INTERNET_DISCONNECTED|WebSocket connection|dynamically imported module/;

test('a drawer whose code fails to load once still opens, and each press adds one', async ({ visit, shop }) => {
  const { id } = await shop.create({ ...CREATE, available: 9 });
  const visitor = await visit();
  visitor.expected.push(NOISE);
  const { page } = visitor;
  let failures = 0;
  await page.route(DRAWER, (route) => (failures++ === 0 ? route.abort() : route.continue()));
  await putIntoBasket(page, id);
  await expect(page.getByRole('dialog', { name: 'Basket' }).getByRole('group')).toHaveCount(1);
  expect(failures).toBeGreaterThan(1);
  await expect(page.getByText('1 piece in the basket')).toBeAttached();
});

test('without the drawer’s code the page stays, says where the basket is, and a press adds one', async ({
  visit,
  shop,
}) => {
  const { id, name } = await shop.create({ ...CREATE, available: 9 });
  const visitor = await visit();
  visitor.expected.push(NOISE);
  const { page } = visitor;
  await page.route(DRAWER, (route) => route.abort());
  await page.goto(`/p/${id}`);
  await page.getByRole('button', { name: /^Add to basket/ }).click();
  const word = page.getByText('The basket’s drawer could not be loaded');
  await expect(word).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(page.getByText('1 piece in the basket')).toBeAttached();
  await page.getByRole('link', { name: 'See the basket' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Basket' })).toBeVisible();
  await expect(page.getByRole('main').getByRole('link', { name })).toBeVisible();
  await expect(word).toBeHidden();
});

test('two tabs whose first adds cross have one basket with both', async ({ visit, shop }) => {
  const [first, second] = [await shop.create(CREATE), await shop.create(CREATE)];
  const { page, tab, context } = await visit().then((visitor) => ({
    page: visitor.page,
    context: visitor.context,
    tab: () => visitor.tab(),
  }));
  let made = 0;
  await context.route('**/api/v1/baskets', async (route) => {
    made++;
    const answer = await route.fetch();
    // The answer takes a second: the other tab presses meanwhile.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await route.fulfill({ response: answer });
  });
  const other = await tab();
  await page.goto(`/p/${first.id}`);
  await other.goto(`/p/${second.id}`);
  await untilLive(page);
  await untilLive(other);
  await Promise.all([page, other].map((each) => each.getByRole('button', { name: /^Add to basket/ }).click()));
  await expect(page.getByText('2 pieces in the basket')).toBeAttached();
  await expect(other.getByText('2 pieces in the basket')).toBeAttached();
  expect(made).toBe(1);
});
