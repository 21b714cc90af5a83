import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { serviceWorker } from './serviceWorker';

// The worker as it is built, in a world that has what browsers give a worker, with a network in the test's hands.

const ORIGIN = 'https://shop.test';

class ExtendableEvent {
  readonly #waiting: Promise<unknown>[] = [];
  constructor(readonly type: string) {}
  waitUntil(promise: Promise<unknown>): void {
    this.#waiting.push(promise);
  }
  async settled(): Promise<void> {
    for (const promise of this.#waiting) await promise;
  }
}

class FetchEvent extends ExtendableEvent {
  answer: Promise<Response> | undefined;
  constructor(readonly request: Request) {
    super('fetch');
  }
  respondWith(answer: Promise<Response>): void {
    this.answer = answer;
  }
}

const urlOf = (asked: Request | string | URL) => new URL(asked instanceof Request ? asked.url : asked, ORIGIN).href;

class FakeCache {
  readonly #held = new Map<string, Response>();
  match = async (asked: Request | string) => this.#held.get(urlOf(asked))?.clone();
  async put(asked: Request | string, answer: Response) {
    this.#held.delete(urlOf(asked));
    this.#held.set(urlOf(asked), answer);
  }
  delete = async (asked: Request | string) => this.#held.delete(urlOf(asked));
  keys = async () => [...this.#held.keys()].map((url) => new Request(url));
}

class FakeCaches {
  readonly #caches = new Map<string, FakeCache>();
  async open(name: string) {
    const cache = this.#caches.get(name) ?? new FakeCache();
    this.#caches.set(name, cache);
    return cache;
  }
  async match(asked: Request | string, { cacheName }: { cacheName?: string } = {}) {
    for (const [name, cache] of this.#caches) {
      const found = cacheName === undefined || name === cacheName ? await cache.match(asked) : undefined;
      if (found) return found;
    }
    return undefined;
  }
  keys = async () => [...this.#caches.keys()];
  has = async (name: string) => this.#caches.has(name);
  delete = async (name: string) => this.#caches.delete(name);
  async paths(): Promise<string[]> {
    const requests = await Promise.all([...this.#caches.values()].map((cache) => cache.keys()));
    return requests.flat().map(({ url }) => url.replace(ORIGIN, ''));
  }
}

/** What the network answers; offline it answers nothing. */
type Network = (url: string) => Response;

class Browser {
  readonly caches = new FakeCaches();
  network: Network | null = null;
  claimed = false;
  #listeners = new Map<string, ((event: ExtendableEvent) => void)[]>();

  /** Downloads, installs and activates a worker, as a visit after a release does. */
  async install(code: string): Promise<void> {
    this.#listeners = new Map();
    const self = {
      ...{ Request, Response, Headers, URL, URLSearchParams, AbortController, console, setTimeout, clearTimeout },
      ...{ ExtendableEvent, FetchEvent, caches: this.caches, location: new URL(`${ORIGIN}/worker.js`) },
      registration: { scope: `${ORIGIN}/` },
      clients: { claim: async () => void (this.claimed = true) },
      skipWaiting: async () => undefined,
      fetch: async (asked: Request | string) => {
        if (!this.network) throw new TypeError('Failed to fetch');
        return this.network(urlOf(asked).replace(ORIGIN, ''));
      },
      addEventListener: (type: string, listener: (event: ExtendableEvent) => void) =>
        this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]),
    };
    runInContext(code, createContext(Object.assign(self, { self })));
    for (const type of ['install', 'activate']) await this.#dispatch(new ExtendableEvent(type));
  }

  /** What a page hears: the worker's answer, or the network's where the worker lets it through. */
  async ask(path: string, { navigates = false, ...init }: RequestInit & { navigates?: boolean } = {}) {
    const request = new Request(ORIGIN + path, init);
    if (navigates) Object.defineProperty(request, 'mode', { value: 'navigate' });
    const event = new FetchEvent(request);
    await this.#dispatch(event, false);
    const answer = event.answer ?? Promise.resolve(this.network?.(path) ?? Response.error());
    return answer.then(
      async (response) => {
        await event.settled();
        const body = response.type === 'error' ? null : await response.text();
        return { body, kept: response.headers.get('x-vitrine-kept'), byWorker: event.answer !== undefined };
      },
      () => ({ body: null, kept: null, byWorker: true }),
    );
  }

  async #dispatch(event: ExtendableEvent, waits = true): Promise<void> {
    for (const listener of this.#listeners.get(event.type) ?? []) listener(event);
    if (waits) await event.settled();
  }
}

let folder: string;
let first: string;
let second: string;

async function built(release: string): Promise<string> {
  const asset = (fileName: string, source: string) => [fileName, { type: 'asset', fileName, source }];
  const bundle = Object.fromEntries([
    asset('index.html', `shell of ${release}`),
    asset(`assets/index-${release}.js`, 'code'),
    asset('assets/inter-AAAAAAAA.woff2', 'font'),
    asset('robots.txt', 'robots'),
  ]);
  const plugin = serviceWorker() as {
    configResolved: (config: object) => void;
    writeBundle: (options: object, bundle: object) => Promise<void>;
  };
  plugin.configResolved({ root: process.cwd() });
  await plugin.writeBundle({ dir: folder }, bundle);
  return readFile(join(folder, 'worker.js'), 'utf8');
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-worker-'));
  first = await built('11111111');
  second = await built('22222222');
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

let browser: Browser;
const online: Network = (url) => new Response(`network's ${url}`);

beforeEach(async () => {
  browser = new Browser();
  browser.network = (url) => new Response(url === '/index.html' ? 'shell of 11111111' : `network's ${url}`);
  await browser.install(first);
  browser.network = online;
});

describe('the service worker', () => {
  it('takes charge at once, with the shell and the code kept, and nothing else', async () => {
    expect(browser.claimed).toBe(true);
    const paths = (await browser.caches.paths()).map((path) => path.replace(/\?.*/, ''));
    expect(paths.sort()).toEqual(['/assets/index-11111111.js', '/assets/inter-AAAAAAAA.woff2', '/index.html']);
  });

  it('brings pages from the network, and the shell where there is none', async () => {
    expect(await browser.ask('/p/mug', { navigates: true })).toMatchObject({ body: "network's /p/mug" });
    browser.network = null;
    for (const path of ['/', '/p/mug', '/basket', '/checkout?x=1', '/never/seen'])
      expect(await browser.ask(path, { navigates: true })).toMatchObject({ body: 'shell of 11111111' });
    expect(await browser.ask('/assets/index-11111111.js')).toMatchObject({
      body: "network's /assets/index-11111111.js",
    });
  });

  it('shows what was seen of the catalogue last, and says that it is kept', async () => {
    const path = '/api/v1/products?limit=24';
    expect(await browser.ask(path)).toMatchObject({ body: `network's ${path}`, kept: null });
    browser.network = (url) => new Response(`newer ${url}`);
    expect(await browser.ask(path)).toMatchObject({ body: `newer ${path}`, kept: null });
    browser.network = null;
    expect(await browser.ask(path)).toMatchObject({ body: `newer ${path}`, kept: 'true' });
    expect(await browser.ask('/api/v1/products?limit=4')).toMatchObject({ body: null });
  });

  it('keeps no refusal in place of what was seen', async () => {
    await browser.ask('/api/v1/products/mug');
    browser.network = () => new Response('no', { status: 503 });
    expect(await browser.ask('/api/v1/products/mug')).toMatchObject({ body: 'no', kept: null });
    browser.network = null;
    expect(await browser.ask('/api/v1/products/mug')).toMatchObject({ body: "network's /api/v1/products/mug" });
  });

  it('lets what is somebody’s own through, and keeps none of it', async () => {
    const before = await browser.caches.paths();
    const authorization = { headers: { authorization: 'Bearer secret' } };
    for (const [path, init] of [
      ['/api/v1/baskets/b1', authorization],
      ['/api/v1/orders/o1', authorization],
      ['/api/v1/products', authorization],
      ['/api/v1/orders', { method: 'POST', body: '{}' }],
      ['/api/v1/changes?since=e1:0', {}],
    ] as [string, RequestInit][])
      expect(await browser.ask(path, init), path).toMatchObject({ byWorker: false });
    expect(await browser.caches.paths()).toEqual(before);
  });

  it('is replaced by a new release’s, with the old one’s files gone and what was seen still there', async () => {
    await browser.ask('/api/v1/products/mug');
    browser.network = (url) => new Response(url === '/index.html' ? 'shell of 22222222' : `network's ${url}`);
    await browser.install(second);
    browser.network = null;
    expect(await browser.ask('/', { navigates: true })).toMatchObject({ body: 'shell of 22222222' });
    expect(await browser.ask('/api/v1/products/mug')).toMatchObject({ kept: 'true' });
    const paths = await browser.caches.paths();
    expect(paths).toContain('/assets/index-22222222.js');
    expect(paths).not.toContain('/assets/index-11111111.js');
  });

  it('forgets the oldest of what was seen, not the shell', async () => {
    for (let i = 0; i < 205; i++) await browser.ask(`/api/v1/products/thing-${i}`);
    browser.network = null;
    expect(await browser.ask('/api/v1/products/thing-4')).toMatchObject({ body: null });
    expect(await browser.ask('/api/v1/products/thing-5')).toMatchObject({ kept: 'true' });
    expect(await browser.ask('/', { navigates: true })).toMatchObject({ body: 'shell of 11111111' });
  });

  it('keeps pictures as they were seen', async () => {
    await browser.ask('/media/mug-400.avif');
    browser.network = null;
    expect(await browser.ask('/media/mug-400.avif')).toMatchObject({ body: "network's /media/mug-400.avif" });
    expect(await browser.ask('/media/never.avif')).toMatchObject({ body: null });
  });
});
