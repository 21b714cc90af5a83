import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { ask } from '@/lib/api/client';
import type { CategoryList, Product, ProductList } from '@/lib/api/shapes';
import type { LiveClient } from '@/lib/live/client';
import type { Filters, Sort } from './filters';

const PAGE = 24;

export interface Page extends ProductList {
  /** When the shop said it, by the shop's clock. */
  saidAt: number;
  /** Nothing answered: this is how it was when it was seen last. It is asked for again. */
  isKept: boolean;
}

/** What the live client keeps true stays fresh until it says otherwise (`reset`). */
const keptByFeed = { staleTime: Infinity, gcTime: 10 * 60_000 } as const;

/** The API sorts by more than shoppers choose. */
type Asked = Omit<Filters, 'sort'> & { sort?: Sort | 'changed' };

export async function fetchPage(
  live: LiveClient,
  filters: Asked,
  limit: number,
  cursor: string | undefined,
  signal?: AbortSignal,
): Promise<Page> {
  const { era } = live;
  const { data, date, isKept } = await ask<ProductList>('/products', { query: { ...filters, limit, cursor }, signal });
  // What was kept may be from before the feed: without a network nothing brings it forward.
  const offered = live.offer(data, era);
  await (isKept ? offered.catch(() => undefined) : offered);
  return { ...data, saidAt: date, isKept };
}

/** A list that grows page by page. It keeps its order while it is open; what is new waits for the reader. */
export const listQuery = (live: LiveClient, filters: Filters) =>
  infiniteQueryOptions({
    queryKey: ['products', 'list', filters],
    queryFn: ({ pageParam, signal }) => fetchPage(live, filters, PAGE, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    ...keptByFeed,
  });

/** The first of a list, for a shelf. */
export const shelfQuery = (live: LiveClient, filters: Filters, limit: number) =>
  queryOptions({
    queryKey: ['products', 'shelf', filters, limit],
    queryFn: ({ signal }) => fetchPage(live, filters, limit, undefined, signal),
    ...keptByFeed,
  });

interface Fetched {
  product: Product;
  etag: string | null;
  isKept: boolean;
}

export const productQuery = (live: LiveClient, id: string) =>
  queryOptions({
    queryKey: ['product', id],
    queryFn: async ({ signal, client, queryKey }): Promise<Fetched> => {
      const held = client.getQueryData<Fetched>(queryKey);
      const headers: Record<string, string> = held?.etag ? { 'if-none-match': held.etag } : {};
      const asked = live.feed.position;
      const { data, status, etag, isKept } = await ask<Product>(`/products/${encodeURIComponent(id)}`, {
        signal,
        headers,
      });
      if (status === 304 && held) return held;
      if (!isKept) live.offerOne(data, asked);
      return { product: data, etag: isKept ? null : etag, isKept };
    },
    ...keptByFeed,
  });

/** The rooms of the shop, for ways into them. */
export const categoriesQuery = queryOptions({
  queryKey: ['categories'],
  queryFn: async ({ signal }) => (await ask<CategoryList>('/categories', { signal })).data.items,
  staleTime: 5 * 60_000,
});

/** The newest, with what the whole shop holds. */
export const homeQuery = (live: LiveClient) => shelfQuery(live, {}, PAGE);

const CHANGED = 8;

/** What changed last across the whole shop. While nobody looked, nobody heard of it, so who comes back asks again. */
export const changedQuery = (live: LiveClient) =>
  queryOptions({
    queryKey: ['products', 'changed'],
    queryFn: ({ signal }) => fetchPage(live, { sort: 'changed' }, CHANGED, undefined, signal),
    ...keptByFeed,
    refetchOnMount: 'always',
  });
