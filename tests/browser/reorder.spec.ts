// After an expired or cancelled order: the same lines in a new basket, as far as they are available.
import { euros, must } from '../support/shop.ts';
import { cancelOrder, checkOut, expect, putIntoBasket, test } from './fixtures.ts';

test('what is no longer available is listed line by line, and the rest is in the basket', async ({ visit, shop }) => {
  const create = (available: number) => shop.create({ category: 'testing', price: euros(4000), available });
  const [there, fewer, sold, gone] = await Promise.all([create(5), create(10), create(1), create(1)]);
  const visitor = await visit();
  const { page } = visitor;
  visitor.expected.push(/404/);
  for (const { id } of [there, fewer, sold, gone]) await putIntoBasket(page, id);
  await page.goto(`/p/${fewer.id}`);
  await page.getByRole('button', { name: /^Add to basket/ }).click();
  await expect(page.getByRole('dialog').getByText('€200.00').first()).toBeVisible();
  await checkOut(page);
  await cancelOrder(page);
  await expect(page.getByRole('heading', { level: 1, name: 'Cancelled.' })).toBeVisible();
  must(200, await shop.adjust(fewer.id, { delta: -9 }));
  await shop.order({ [sold.id]: 1 });
  await shop.own('DELETE', `/products/${gone.id}`);

  await page.getByRole('button', { name: 'Fill a new basket with these' }).click();
  await expect(page.getByText(`${fewer.name} is there 1 of 2 times.`)).toBeVisible();
  await expect(page.getByText(`${sold.name} is sold out, for now.`)).toBeVisible();
  await expect(page.getByText(`${gone.name} is no longer in the window.`)).toBeVisible();
  await page.getByRole('button', { name: 'See the basket' }).click();
  const basket = page.getByRole('dialog', { name: 'Basket' });
  await expect(basket.getByRole('link', { name: there.name })).toBeVisible();
  await expect(basket.getByRole('link', { name: fewer.name })).toBeVisible();
  await expect(basket.getByRole('link', { name: sold.name })).toHaveCount(0);
  await expect(basket.locator('.totals .grand')).toContainText('€80.00');
});
