import { type Query, QueryClient, type QueryKey } from '@tanstack/react-query';
import { ApiError } from '@/lib/api/problem';
import type { LiveClient } from '@/lib/live/client';

const REPEATS = 2;
const AGAIN_MS = 10_000;

/** A refusal stays one; what did not answer may answer the next time. */
const isPassing = (error: Error | null): boolean =>
  error !== null && !(error instanceof ApiError && error.status < 500 && error.status !== 429);

/** The cache of answers, and what the live line does to it. */
export function makeQueries(live: LiveClient): QueryClient {
  const queries = new QueryClient({
    defaultOptions: {
      queries: {
        retry: (failures, error) => failures < REPEATS && isPassing(error),
        refetchOnWindowFocus: false,
        // What could not be brought up to date is asked for until it is: nothing else would do so while the line stands.
        refetchInterval: ({ state: { data, error } }) =>
          isKept(data) || (data !== undefined && isPassing(error)) ? AGAIN_MS : false,
        // Ask even when the browser believes to be offline: its opinion is often wrong, and a quick failure is an answer.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });

  live.onReset(() => {
    queries.removeQueries({ predicate: ({ queryKey }) => isOfTheShop(queryKey), type: 'inactive' });
    queries.setQueriesData<{ etag: string | null }>(
      { predicate: ({ queryKey }) => ETAGGED.has(queryKey[0]) },
      (held) => held && { ...held, etag: null },
    );
    askAgain(queries, ({ queryKey }) => isOfTheShop(queryKey));
  });

  // One product is not brought forward by the feed from before the line stood: a conditional read makes it sure.
  live.onReady(() => askAgain(queries, ({ queryKey, state }) => queryKey[0] === 'product' || isKept(state.data)));

  return queries;
}

/** Nothing answered when it was asked for, and it shows how it was before. */
function isKept(data: unknown): boolean {
  if (typeof data !== 'object' || data === null) return false;
  if ('pages' in data && Array.isArray(data.pages)) return data.pages.some(isKept);
  return 'isKept' in data && data.isKept === true;
}

/** What shows a price, stock or state. Baskets are not here: their store hears of it itself. */
const OF_THE_SHOP: ReadonlySet<unknown> = new Set(['products', 'product', 'categories', 'order']);
const ETAGGED: ReadonlySet<unknown> = new Set(['product', 'order']);
const isOfTheShop = (key: QueryKey): boolean => OF_THE_SHOP.has(key[0]);

/**
 * Everything of that kind is asked for again, also what is being asked for the first time just now: an invalidation does not reach that, and its
 * answer may be older than what it is to be asked again for.
 */
function askAgain(queries: QueryClient, predicate: (query: Query) => boolean): void {
  for (const query of queries.getQueryCache().findAll({ predicate })) {
    if (query.state.fetchStatus !== 'fetching' || query.state.data !== undefined) continue;
    const { queryKey } = query;
    void query.promise?.catch(() => undefined).then(() => queries.invalidateQueries({ queryKey, exact: true }));
  }
  void queries.invalidateQueries({ predicate });
}
