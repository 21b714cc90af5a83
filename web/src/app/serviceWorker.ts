import { cachePolicyOf } from '@/lib/cachePolicy';

/** Starts the service worker: docs/decisions/0012-service-worker.md. */
export function registerServiceWorker(): void {
  const { serviceWorker } = navigator;
  // A first visit loads its page before there is a worker, so the worker caches what it shows only when that is fetched again.
  if (!serviceWorker.controller)
    serviceWorker.addEventListener('controllerchange', () => void cacheWhatWasSeen(), { once: true });
  serviceWorker.register('/worker.js').catch(() => undefined);
}

/** Fetches again, one after the other, what this page has fetched and the worker caches. */
export async function cacheWhatWasSeen(): Promise<void> {
  const seen = new Set(performance.getEntriesByType('resource').map(({ name }) => name));
  for (const name of seen) {
    const asked = { method: 'GET', url: new URL(name), isNavigation: false, isAuthorized: false };
    if (cachePolicyOf(asked, location.origin) === null) continue;
    try {
      await fetch(name);
    } catch {
      return;
    }
  }
}
