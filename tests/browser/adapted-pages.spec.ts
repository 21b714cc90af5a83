// Pages that the browser or the reader changed: translated, with larger text, with words of any length, from right to left.
import { euros } from '../support/shop.ts';
import { checkOut, expect, fillCheckout, type Page, placeButton, putIntoBasket, test, untilLive } from './fixtures.ts';

const LONG = 'Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunt';
const held = (page: Page) => page.getByRole('heading', { level: 1, name: 'Held for you.' });

/** What Chrome's translation does to a page: each text node goes into two font elements of its own, as soon as it is there. */
function translate(): void {
  const wrap = (text: Text) => {
    const { parentElement: parent } = text;
    if (!parent || !text.data.trim() || parent.closest('font, script, style, [translate=no], textarea, select')) return;
    const outer = document.createElement('font');
    const inner = document.createElement('font');
    outer.append(inner);
    inner.textContent = text.data;
    text.replaceWith(outer);
  };
  const texts = (root: Node) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const found: Text[] = root instanceof Text ? [root] : [];
    while (walker.nextNode()) found.push(walker.currentNode as Text);
    found.forEach(wrap);
  };
  new MutationObserver((records) => {
    for (const { type, target, addedNodes } of records)
      if (type === 'characterData') texts(target);
      else addedNodes.forEach(texts);
  }).observe(document, { childList: true, characterData: true, subtree: true });
}

/** Gives the page's root these attributes, as soon as it is there. */
function markRoot(attributes: Record<string, string>): void {
  const mark = () => {
    const root = document.documentElement as Element | null;
    for (const [name, value] of Object.entries(attributes)) root?.setAttribute(name, value);
    return root !== null;
  };
  if (mark()) return;
  new MutationObserver((_, seen) => mark() && seen.disconnect()).observe(document, { childList: true });
}

async function fits(page: Page, what: string): Promise<void> {
  const wide = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
  expect(wide, `${what} scrolls sideways`).toBeLessThanOrEqual(0);
}

test('translated by the browser, the shop can be shopped in while it changes, to a paid order', async ({
  visit,
  shop,
}) => {
  const { id, name } = await shop.create({ category: 'testing', price: euros(4000), available: 5 });
  const { page } = await visit();
  await page.addInitScript(translate);
  await page.goto('/c/testing');
  await expect(page.locator('font').first()).toBeAttached();
  await untilLive(page);
  await shop.edit(id, { price: euros(4100) });
  const card = page.getByRole('listitem').filter({ has: page.getByRole('link', { name, exact: true }) });
  await expect(card).toContainText('€41.00');
  await page.getByRole('link', { name, exact: true }).click();
  await shop.adjust(id, { count: 3, ifAvailable: 5 });
  await expect(page.getByRole('article').getByText('3 left')).toBeVisible();
  await page.getByRole('button', { name: /^Add to basket/ }).click();
  const drawer = page.getByRole('dialog', { name: 'Basket' });
  await drawer.getByRole('button', { name: 'One more' }).click();
  await expect(page.getByRole('link', { name: /2 pieces in the basket/, includeHidden: true })).toBeAttached();
  await untilLive(page);
  await shop.edit(id, { price: euros(4400) });
  await drawer.getByRole('button', { name: 'Keep it at €44.00' }).click();
  await expect(drawer.getByText('The price rose')).toBeHidden();
  await drawer.getByRole('button', { name: 'One fewer' }).click();
  await drawer.getByRole('link', { name: 'Check out' }).click();
  await fillCheckout(page);
  await untilLive(page);
  await shop.edit(id, { price: euros(4600) });
  await page.getByRole('checkbox', { name: /new total of €46.00/ }).check();
  await placeButton(page).click();
  await expect(held(page)).toBeVisible();
  await page.getByRole('button', { name: /^Pay now/ }).click();
  await page.getByRole('button', { name: /^Pay €/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Paid, thank you.' })).toBeVisible();
});

/** Shops from the window to a paid order, and looks on each page whether it fits. */
async function fitsAlongTheWay(page: Page, id: string): Promise<void> {
  for (const path of ['/', '/c/testing', `/search?q=${LONG}`, `/p/${id}`, '/orders', '/nothing/here']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await untilLive(page);
    await expect(page.locator('.skeleton')).toHaveCount(0);
    await fits(page, path);
  }
  await putIntoBasket(page, id);
  await fits(page, 'the drawer');
  await page.goto('/basket');
  await expect(page.getByRole('link', { name: 'Check out' })).toBeVisible();
  await fits(page, 'the basket');
  await page.goto('/checkout');
  await fillCheckout(page, LONG);
  await page.getByLabel('Street and number').fill(LONG);
  await page.getByLabel('City').fill(LONG);
  await fits(page, 'the checkout');
  await placeButton(page).click();
  await expect(held(page)).toBeVisible();
  await fits(page, 'the order');
  await page.getByRole('button', { name: /^Pay now/ }).click();
  await fits(page, 'the payment form');
  await page.getByRole('button', { name: /^Pay €/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Paid, thank you.' })).toBeVisible();
  await fits(page, 'the paid order');
  await page.goto('/orders');
  await expect(page.getByRole('link', { name: 'Paid, thank you' })).toBeVisible();
  await fits(page, 'my orders');
}

const LONG_NAMED = { category: 'testing', name: LONG, price: euros(4000), available: 5 };

test('a word of 60 letters fits everywhere at 320 px', async ({ visit, shop }) => {
  const { id } = await shop.create(LONG_NAMED);
  const { page } = await visit({ viewport: { width: 320, height: 640 } });
  await fitsAlongTheWay(page, id);
});

test('text of 200 % fits everywhere on a phone', async ({ visit, shop }) => {
  const { id } = await shop.create(LONG_NAMED);
  const { page } = await visit({ viewport: { width: 390, height: 844 } });
  await page.addInitScript(markRoot, { style: 'font-size: 200%' });
  await fitsAlongTheWay(page, id);
});

for (const width of [390, 1440]) {
  test(`from right to left, everything fits at ${width} px and nothing lies over what one reads`, async ({
    visit,
    shop,
  }) => {
    const { id } = await shop.create({ ...LONG_NAMED, name: 'شيء' });
    const { page } = await visit({ viewport: { width, height: 844 } });
    await page.addInitScript(markRoot, { dir: 'rtl' });
    await fitsAlongTheWay(page, id);
    await page.goto('/');
    await untilLive(page);
    await expect(page.locator('.skeleton')).toHaveCount(0);
    const overlapping = await page.evaluate(() => {
      const box = (element: Element) => element.getBoundingClientRect();
      const words = [...document.querySelectorAll('.window h1, .window .lede')].map(box);
      return [...document.querySelectorAll('.stand .tag')]
        .map((tag) => ({ text: tag.textContent, ...box(tag).toJSON() }) as DOMRect & { text: string })
        .filter((tag) =>
          words.some(
            (word) => tag.left < word.right && tag.right > word.left && tag.top < word.bottom && tag.bottom > word.top,
          ),
        )
        .map(({ text }) => text);
    });
    expect(overlapping).toEqual([]);
  });
}

test('checking out works after a reload and Back with what was typed', async ({ visit, shop }) => {
  const { id } = await shop.create({ ...LONG_NAMED, name: 'Kept', available: 10 });
  const { page } = await visit();
  await putIntoBasket(page, id);
  await page.getByRole('link', { name: 'Check out' }).click();
  await fillCheckout(page);
  await page.reload();
  await expect(page.getByLabel('Street and number')).toHaveValue('1 Analytical Row');
  await expect(page.getByLabel('Country')).toHaveValue('GB');
  await page.goBack();
  await page.goForward();
  await expect(page.getByLabel('Postcode')).toHaveValue('N1 9GU');
  await placeButton(page).click();
  await expect(held(page)).toBeVisible();
  expect(await page.evaluate(() => sessionStorage.getItem('vitrine.draft'))).toBeNull();
  await putIntoBasket(page, id);
  await page.goto('/checkout');
  await expect(page.getByLabel('Name')).toHaveValue('');
  await checkOut(page);
});
