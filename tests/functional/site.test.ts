// The built site and its pictures, as S3 behind CloudFront would serve them.
import { describe, expect, test } from 'vitest';
import { type Answer, exchange } from '../support/http.ts';
import { must, shop } from '../support/shop.ts';

const api = shop();
const get = async (target: string, headers: Record<string, string> = {}): Promise<Answer> =>
  await exchange(api.url, 'GET', target, { headers });

async function asset(): Promise<string> {
  const { text } = await get('/');
  const found = /(?:src|href)="(\/assets\/[^"]+\.js)"/.exec(text)?.[1];
  if (found === undefined) throw new Error(`index.html names no script: ${text.slice(0, 500)}`);
  return found;
}

describe('the site', () => {
  test('is one page for every address of its own', async () => {
    const home = await get('/');
    expect(home.status).toBe(200);
    expect(home.headers['content-type']).toBe('text/html; charset=utf-8');
    for (const path of ['/p/copper-teapot', '/c/kitchen', '/checkout', '/orders/anything']) {
      expect(await get(path), path).toMatchObject({ status: 200, text: home.text });
    }
  });

  test('says with the same page and the status 404 that an address is none of its own', async () => {
    const home = await get('/');
    for (const path of ['/no/such/page', '/products/copper-teapot', '/c', '/p/copper-teapot/photos', '/Orders']) {
      expect(await get(path), path).toMatchObject({ status: 404, text: home.text });
      expect(await exchange(api.url, 'HEAD', path), path).toMatchObject({ status: 404 });
    }
  });

  test('comes with a strict policy for what it may do', async () => {
    const { headers } = await get('/');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).not.toMatch(/script-src[^;]*unsafe-inline/);
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
  });

  test('asks nothing of another origin', async () => {
    expect((await get('/')).text).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  });

  test('keeps its hashed files for ever, and its page not at all', async () => {
    expect((await get(await asset())).headers['cache-control']).toContain('immutable');
    expect((await get('/')).headers['cache-control']).not.toContain('immutable');
  });

  test('is sent in Brotli to who takes it', async () => {
    const path = await asset();
    const [plain, small] = [await get(path), await get(path, { 'Accept-Encoding': 'gzip, br' })];
    expect(small.headers['content-encoding']).toBe('br');
    expect(Number(small.headers['content-length'])).toBeLessThan(Number(plain.headers['content-length']) / 2);
    expect(plain.headers['content-encoding']).toBeUndefined();
  });

  test('is sent in gzip to who takes no Brotli, and says that answers differ by it', async () => {
    for (const path of [await asset(), '/']) {
      const [plain, small] = [await get(path), await get(path, { 'Accept-Encoding': 'gzip' })];
      expect(small.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' });
      expect(small.headers.etag).not.toBe(plain.headers.etag);
      const unpacked = await fetch(api.url + path, { headers: { 'Accept-Encoding': 'gzip' } });
      expect(await unpacked.text()).toBe(plain.text);
      expect(Number(small.headers['content-length'])).toBeLessThan(Number(plain.headers['content-length']) * 0.75);
    }
  });

  test('is not sent again to who has it', async () => {
    const path = await asset();
    const { etag } = (await get(path)).headers;
    expect((await get(path, { 'If-None-Match': etag ?? '' })).status).toBe(304);
  });

  test('has nothing to write to', async () => {
    const answer = await exchange(api.url, 'POST', '/', { body: 'x' });
    expect(answer.status).toBe(405);
  });

  test.each(['/missing.js', '/assets/missing.css', '/media/products/missing/0-320.webp', '/media/'])(
    'does not find %s',
    async (path) => {
      expect((await get(path)).status).toBe(404);
    },
  );

  test.each([
    '/../app.yaml',
    '/..%2fapp.yaml',
    '/%2e%2e/app.yaml',
    '/media/../../app.yaml',
    '/media/%2e%2e/%2e%2e/app.yaml',
    '/media/..%5c..%5capp.yaml',
    '//etc/passwd',
    '/.git/config',
    '/media/%00.webp',
  ])('leads nowhere else by %s', async (path) => {
    const answer = await get(path);
    expect(answer.text).not.toContain('functions:');
    expect(answer.text).not.toContain('root:');
    expect(answer.text).not.toContain('[core]');
    // A path without an extension is the application's own page.
    expect([200, 400, 404]).toContain(answer.status);
    if (answer.status === 200) expect(answer.headers['content-type']).toContain('text/html');
  });

  test('lives beside the API, whose unknown paths are never a page', async () => {
    const answer = must<{ type: string }>(404, await get('/api/v1/nothing'));
    expect(answer.type).toBe('/problems/not-found');
  });
});
