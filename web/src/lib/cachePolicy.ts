/** How the service worker treats a request. Requests without a policy go to the network as if there were no worker. */
export type CachePolicy = 'page' | 'catalogue' | 'picture';

/** Marks an answer from the worker's cache, given because the network did not answer. */
export const FROM_CACHE_HEADER = 'x-vitrine-kept';

const CATALOGUE = [
  /^\/api\/v1\/products$/,
  /^\/api\/v1\/products\/[a-z0-9-]+$/,
  /^\/api\/v1\/categories$/,
  /^\/api\/v1\/meta$/,
];

/** What decides about a request's policy. */
export interface RequestTraits {
  method: string;
  url: URL;
  /** Whether the browser navigates to a page. */
  isNavigation: boolean;
  /** Whether it has an Authorization header: its answer is then private. */
  isAuthorized: boolean;
}

/**
 * Only what is public is ever cached: the catalogue and its pictures. Baskets, orders, their tokens and every write pass by the worker; an order's
 * token is in a fragment, which no request contains.
 */
export function cachePolicyOf(
  { method, url, isNavigation, isAuthorized }: RequestTraits,
  origin: string,
): CachePolicy | null {
  if (method !== 'GET' || url.origin !== origin || isAuthorized) return null;
  if (isNavigation) return isPage(url) ? 'page' : null;
  if (CATALOGUE.some((pattern) => pattern.test(url.pathname))) return 'catalogue';
  return url.pathname.startsWith('/media/') ? 'picture' : null;
}

/** As in the gateway: a path without an extension is a page of the site. */
function isPage({ pathname }: URL): boolean {
  const last = pathname.slice(pathname.lastIndexOf('/') + 1);
  return !pathname.startsWith('/api/') && pathname !== '/ws' && (!last.includes('.') || last === 'index.html');
}
