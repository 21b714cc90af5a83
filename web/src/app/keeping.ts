import { handlingOf } from '@/lib/offline';

/** Starts the service worker: docs/decisions/0012-service-worker.md. */
export function keep(): void {
  const { serviceWorker } = navigator;
  // A first visit loads its page before there is a worker: what it shows is kept only if it is asked for again.
  if (!serviceWorker.controller)
    serviceWorker.addEventListener('controllerchange', () => void keepWhatWasSeen(), { once: true });
  serviceWorker.register('/worker.js').catch(() => undefined);
}

/** Asks again for what this page has asked for and the worker keeps, one after the other. */
export async function keepWhatWasSeen(): Promise<void> {
  const seen = new Set(performance.getEntriesByType('resource').map(({ name }) => name));
  for (const name of seen) {
    const asked = { method: 'GET', url: new URL(name), isNavigation: false, isAuthorized: false };
    if (handlingOf(asked, location.origin) === null) continue;
    try {
      await fetch(name);
    } catch {
      return;
    }
  }
}
