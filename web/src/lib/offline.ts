/** What the service worker may do with a request. What is not named here goes to the network as if there were none. */
export type Handling = 'page' | 'catalogue' | 'picture';

/** Marks an answer that was kept from an earlier time, since nothing answered now. */
export const KEPT_HEADER = 'x-vitrine-kept';

const CATALOGUE = [
  /^\/api\/v1\/products$/,
  /^\/api\/v1\/products\/[a-z0-9-]+$/,
  /^\/api\/v1\/categories$/,
  /^\/api\/v1\/meta$/,
];

export interface Asked {
  method: string;
  url: URL;
  /** Whether it is the browser going to a page. */
  isNavigation: boolean;
  /** Whether it carries a capability: then it is somebody's own. */
  isAuthorized: boolean;
}

/**
 * Only what everybody may see is ever kept: the catalogue and its pictures. Baskets and orders, their tokens, and everything that is sent are
 * none of the worker's business; an order's token stands in a fragment, which no request holds.
 */
export function handlingOf({ method, url, isNavigation, isAuthorized }: Asked, origin: string): Handling | null {
  if (method !== 'GET' || url.origin !== origin || isAuthorized) return null;
  if (isNavigation) return isPage(url) ? 'page' : null;
  if (CATALOGUE.some((pattern) => pattern.test(url.pathname))) return 'catalogue';
  return url.pathname.startsWith('/media/') ? 'picture' : null;
}

/** As the gateway has it: an address without an extension is a page of the site. */
function isPage({ pathname }: URL): boolean {
  const last = pathname.slice(pathname.lastIndexOf('/') + 1);
  return !pathname.startsWith('/api/') && pathname !== '/ws' && (!last.includes('.') || last === 'index.html');
}
