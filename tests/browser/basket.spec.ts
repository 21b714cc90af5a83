import { must } from '../support/shop.ts';
import { expect, putIntoBasket, test, untilLive } from './fixtures.ts';

const CREATE = { category: 'testing', price: { amount: 4000, currency: 'EUR' } };

test('the basket is the same in two tabs', async ({ visit, shop }) => {
  const { id, name } = await shop.create(CREATE);
  const visitor = await visit();
  const first = visitor.page;
  const second = await visitor.tab();
  await second.goto('/basket');
  await expect(second.getByRole('heading', { name: 'An empty basket' })).toBeVisible();
  await putIntoBasket(first, id);
  await expect(second.getByRole('link', { name })).toBeVisible();

  await second.getByRole('button', { name: 'One more' }).click();
  await expect(first.getByRole('dialog').locator('output')).toHaveText('2');
  await expect(first.getByRole('dialog').getByText('€80.00').first()).toBeVisible();

  await first.getByRole('button', { name: /^Remove/ }).click();
  await expect(second.getByRole('heading', { name: 'An empty basket' })).toBeVisible();
});

test('a line that the shop does not take is rolled back alone and says why', async ({ visit, shop }) => {
  const kept = await shop.create(CREATE);
  const refused = await shop.create(CREATE);
  const visitor = await visit();
  const { page } = visitor;
  visitor.expected.push(/Failed to load resource/);
  await putIntoBasket(page, kept.id);
  await page.route(`**/lines/${refused.id}`, (route) => route.abort());
  await page.goto(`/p/${refused.id}`);
  await page.getByRole('button', { name: /^Add to basket/ }).click();
  const drawer = page.getByRole('dialog', { name: 'Basket' });
  await expect(drawer.getByRole('link', { name: kept.name })).toBeVisible();
  await expect(drawer.getByRole('link', { name: refused.name })).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(page.getByText('The shop did not answer, so this was taken back.')).toBeVisible();
});

test('a line whose price or stock changes asks for consent', async ({ visit, shop }) => {
  const { id } = await shop.create({ ...CREATE, available: 3 });
  const { page } = await visit();
  await putIntoBasket(page, id);
  await page.goto('/basket');
  await page.getByRole('button', { name: 'One more' }).click();
  await untilLive(page);
  await shop.edit(id, { price: { amount: 4400, currency: 'EUR' } });
  await expect(page.getByText('The price rose from €40.00 to €44.00')).toBeVisible();
  await page.getByRole('button', { name: 'Keep it at €44.00' }).click();
  await expect(page.getByText('The price rose')).toBeHidden();

  must(200, await shop.adjust(id, { delta: -2 }));
  await expect(page.getByText('You asked for 2, and 1 is left.')).toBeVisible();
  await page.getByRole('button', { name: 'Make it 1' }).click();
  await expect(page.getByText('You asked for')).toBeHidden();
  await expect(page.locator('.totals .grand')).toContainText('€44.00');
});
