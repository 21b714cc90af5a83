import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { root } from '../support/host.ts';
import { expect, fillCheckout, type Page, placeButton, test, untilLive } from './fixtures.ts';

// The README's pictures, made by using the shop. `npm run pictures -w tests` writes them to docs/pictures/; otherwise they are artefacts.
const folder = process.env.VITRINE_PICTURES ?? join(root, 'out/test/browser/pictures');
const drawing = join(root, 'docs/pictures/drawing.webp');

const PAPER = '#f6f2ea';
const GAP = 24;

async function save(name: string, picture: Sharp): Promise<number> {
  await mkdir(folder, { recursive: true });
  const bytes = await picture.toBuffer();
  await writeFile(join(folder, name), bytes);
  return bytes.length;
}

/** Puts pictures of one height next to each other. */
async function beside(...pictures: Buffer[]): Promise<Buffer> {
  const sizes = await Promise.all(pictures.map((picture) => sharp(picture).metadata()));
  const width = sizes.reduce((sum, size) => sum + size.width, GAP * (pictures.length - 1));
  const height = Math.max(...sizes.map((size) => size.height));
  let left = 0;
  const parts = pictures.map((input, i) => {
    const part = { input, left, top: 0 };
    left += (sizes[i]?.width ?? 0) + GAP;
    return part;
  });
  return sharp({ create: { width, height, channels: 3, background: PAPER } })
    .composite(parts)
    .png()
    .toBuffer();
}

async function whole(page: Page): Promise<void> {
  await untilLive(page);
  await expect(page.locator('.skeleton')).toHaveCount(0);
  await page.evaluate(async () => {
    const inView = [...document.images].filter((image) => image.getBoundingClientRect().top < window.innerHeight);
    await Promise.all(inView.map((image) => image.decode()));
  });
  await page.evaluate(() => document.fonts.ready);
}

/** The page once two looks at it are the same: decoded pictures are drawn a moment after they are there. */
async function still(page: Page): Promise<Buffer> {
  let shot = await page.screenshot({ animations: 'disabled' });
  await expect(async () => {
    const before = shot;
    shot = await page.screenshot({ animations: 'disabled' });
    expect(shot.equals(before)).toBe(true);
  }).toPass();
  return shot;
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the window, ${colorScheme}`, async ({ visit }) => {
    const { page } = await visit({ colorScheme, reducedMotion: 'reduce' });
    await page.goto('/');
    await whole(page);
    const shot = await still(page);
    expect(await save(`home-${colorScheme}.webp`, sharp(shot).webp({ quality: 86 }))).toBeGreaterThan(20_000);
    if (colorScheme === 'dark') return;
    const built = await sharp(shot).resize({ width: 960 }).png().toBuffer();
    const drawn = await sharp(drawing).resize({ width: 960 }).png().toBuffer();
    expect(
      await save('drawing-and-shop.webp', sharp(await beside(drawn, built)).webp({ quality: 82 })),
    ).toBeGreaterThan(20_000);
  });
}

test('two browsers, one ordering, the other’s stock falling', async ({ visit, shop }) => {
  const { id, name, available } = await shop.product('field-compass');
  expect(available).toBeGreaterThan(4);
  const buyer = await visit({ viewport: { width: 390, height: 720 } });
  const watcher = await visit({ viewport: { width: 1180, height: 720 } });
  await shop.adjust(id, { count: 4, ifAvailable: available });
  await buyer.page.goto(`/p/${id}`);
  await watcher.page.goto(`/p/${id}`);
  await whole(buyer.page);
  await whole(watcher.page);
  await buyer.page.getByRole('button', { name: /^Add to basket/ }).scrollIntoViewIfNeeded();

  const frames: { picture: Buffer; delay: number }[] = [];
  const take = async (delay: number) => {
    const [left, right] = await Promise.all([still(buyer.page), still(watcher.page)]);
    frames.push({ picture: await beside(left, right), delay });
  };

  await take(1_600);
  await buyer.page.getByRole('button', { name: /^Add to basket/ }).click();
  await expect(buyer.page.getByRole('dialog').getByRole('link', { name })).toBeVisible();
  await take(1_300);
  await buyer.page.getByRole('link', { name: 'Check out' }).click();
  await fillCheckout(buyer.page);
  await placeButton(buyer.page).scrollIntoViewIfNeeded();
  await take(1_300);
  await placeButton(buyer.page).click();
  await expect(watcher.page.getByRole('article').getByText('3 left')).toBeVisible();
  await expect(buyer.page.getByRole('heading', { level: 1, name: 'Held for you.' })).toBeInViewport();
  await take(2_600);

  const delay = frames.map((frame) => frame.delay);
  const joined = sharp(
    frames.map(({ picture }) => picture),
    { join: { animated: true } },
  );
  expect(await save('two-browsers.webp', joined.webp({ quality: 76, delay, loop: 0 }))).toBeGreaterThan(20_000);
});
