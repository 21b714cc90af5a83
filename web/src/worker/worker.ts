// The service worker: docs/decisions/0012-service-worker.md says what it keeps and how a new release replaces it.
import { matchPrecache, type PrecacheEntry, precacheAndRoute } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';
import { CacheFirst, NetworkFirst, NetworkOnly } from 'workbox-strategies';
import { type CachePolicy, cachePolicyOf, FROM_CACHE_HEADER } from '../lib/cachePolicy';

declare const self: ServiceWorkerGlobalScope;
/** The build's files, written here by `build/serviceWorker.ts`. */
declare const __SHELL__: PrecacheEntry[];

const SHELL = '/index.html';
/** After this the cached page is shown. */
const PAGE_TIMEOUT_MS = 4_000;

const isOf =
  (handling: CachePolicy) =>
  ({ request, url }: { request: Request; url: URL }): boolean =>
    cachePolicyOf(
      {
        method: request.method,
        url,
        isNavigation: request.mode === 'navigate',
        isAuthorized: request.headers.has('authorization'),
      },
      self.location.origin,
    ) === handling;

type Strategy = NonNullable<ConstructorParameters<typeof NetworkFirst>[0]>;
type Plugin = NonNullable<Strategy['plugins']>[number];

/** The oldest entries go: a cache lists them in the order in which they were put. */
const maxEntries = (limit: number): Plugin => ({
  async cacheDidUpdate({ cacheName }) {
    const cache = await self.caches.open(cacheName);
    const held = await cache.keys();
    await Promise.all(held.slice(0, Math.max(0, held.length - limit)).map((request) => cache.delete(request)));
  },
});

function markedAsCached(response: Response): Response {
  const headers = new Headers(response.headers);
  headers.set(FROM_CACHE_HEADER, 'true');
  return new Response(response.body, { status: response.status, headers });
}

// A page comes from the network, so that a new release shows at once; without a network it is the cached shell.
const pages = new NetworkOnly({ networkTimeoutSeconds: PAGE_TIMEOUT_MS / 1_000 });
registerRoute(isOf('page'), async (options) => {
  try {
    return await pages.handle(options);
  } catch (error) {
    const shell = await matchPrecache(SHELL);
    if (!shell) throw error;
    return shell;
  }
});

registerRoute(
  isOf('catalogue'),
  new NetworkFirst({
    cacheName: 'catalogue',
    plugins: [
      { cachedResponseWillBeUsed: async ({ cachedResponse }) => cachedResponse && markedAsCached(cachedResponse) },
      maxEntries(200),
    ],
  }),
);

registerRoute(
  isOf('picture'),
  new CacheFirst({
    cacheName: 'pictures',
    plugins: [maxEntries(150)],
  }),
);

// Only files by their own names: pages are handled above.
precacheAndRoute(__SHELL__, { directoryIndex: '', cleanURLs: false });

// A new release takes over at once: pages come from the network anyway, and the old release's files are of no use to it.
void self.skipWaiting();
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
