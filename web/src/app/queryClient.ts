import { type Query, QueryClient, type QueryKey } from '@tanstack/react-query';
import { ApiError } from '@/lib/api/problem';
import type { LiveClient } from '@/lib/live/client';

const MAX_RETRIES = 2;
const REFETCH_INTERVAL_MS = 10_000;

/** A retry may help: there was no answer, or a 429 or 5xx. Another refusal stays one. */
const isTransient = (error: Error | null): boolean =>
  error !== null && !(error instanceof ApiError && error.status < 500 && error.status !== 429);

/** The query cache; the live client invalidates it. */
export function createQueryClient(live: LiveClient): QueryClient {
  const queries = new QueryClient({
    defaultOptions: {
      queries: {
        retry: (failures, error) => failures < MAX_RETRIES && isTransient(error),
        refetchOnWindowFocus: false,
        // Stale data is fetched until that works: while the connection is up nothing else would trigger it.
        refetchInterval: ({ state: { data, error } }) =>
          isFromCache(data) || (data !== undefined && isTransient(error)) ? REFETCH_INTERVAL_MS : false,
        // Fetch even when the browser reports to be offline: that is often wrong, and a quick failure does no harm.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });

  live.onReset(() => {
    queries.removeQueries({ predicate: ({ queryKey }) => isShopQuery(queryKey), type: 'inactive' });
    queries.setQueriesData<{ etag: string | null }>(
      { predicate: ({ queryKey }) => QUERIES_WITH_ETAG.has(queryKey[0]) },
      (held) => held && { ...held, etag: null },
    );
    refetchAll(queries, ({ queryKey }) => isShopQuery(queryKey));
  });

  // The feed does not cover a product's changes from before the connection: a conditional request does.
  live.onReady(() =>
    refetchAll(queries, ({ queryKey, state }) => queryKey[0] === 'product' || isFromCache(state.data)),
  );

  return queries;
}

/** There was no answer, and the service worker answered from its cache. */
function isFromCache(data: unknown): boolean {
  if (typeof data !== 'object' || data === null) return false;
  if ('pages' in data && Array.isArray(data.pages)) return data.pages.some(isFromCache);
  return 'fromCache' in data && data.fromCache === true;
}

/** Queries that show a price, stock or state. Baskets are not here: their store subscribes itself. */
const SHOP_QUERIES: ReadonlySet<unknown> = new Set(['products', 'product', 'categories', 'order']);
const QUERIES_WITH_ETAG: ReadonlySet<unknown> = new Set(['product', 'order']);
const isShopQuery = (key: QueryKey): boolean => SHOP_QUERIES.has(key[0]);

/**
 * Fetches everything that matches again, also what is being fetched for the first time: an invalidation does not reach that, and its answer may
 * be older than the reason to fetch again.
 */
function refetchAll(queries: QueryClient, predicate: (query: Query) => boolean): void {
  for (const query of queries.getQueryCache().findAll({ predicate })) {
    if (query.state.fetchStatus !== 'fetching' || query.state.data !== undefined) continue;
    const { queryKey } = query;
    void query.promise?.catch(() => undefined).then(() => queries.invalidateQueries({ queryKey, exact: true }));
  }
  void queries.invalidateQueries({ predicate });
}
