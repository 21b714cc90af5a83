import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { callApi } from '@/lib/api/client';
import type { CategoryList, Product, ProductList } from '@/lib/api/shapes';
import type { LiveClient } from '@/lib/live/client';
import type { Filters, Sort } from './filters';

const PAGE_SIZE = 24;

/** A page of a list. */
export interface Page extends ProductList {
  /** The answer's Date, in milliseconds. */
  answeredAt: number;
  /** There was no answer, and the service worker answered from its cache. It is fetched again. */
  fromCache: boolean;
}

/** The feed updates these, so they stay fresh until it is reset. */
const UPDATED_BY_FEED = { staleTime: Infinity, gcTime: 10 * 60_000 } as const;

/** The API has more sort orders than shoppers choose from. */
type ListQuery = Omit<Filters, 'sort'> & { sort?: Sort | 'changed' };

async function fetchPage(
  live: LiveClient,
  filters: ListQuery,
  limit: number,
  cursor: string | undefined,
  signal?: AbortSignal,
): Promise<Page> {
  const { generation } = live;
  const { data, date, fromCache } = await callApi<ProductList>('/products', {
    query: { ...filters, limit, cursor },
    signal,
  });
  // A cached list may be from before the feed's start: without a network it cannot be brought forward.
  const offered = live.offerList(data, generation);
  await (fromCache ? offered.catch(() => undefined) : offered);
  return { ...data, answeredAt: date, fromCache };
}

/** A list that grows page by page. It keeps its order while it is open; new products are shown on request. */
export const listQuery = (live: LiveClient, filters: Filters) =>
  infiniteQueryOptions({
    queryKey: ['products', 'list', filters],
    queryFn: ({ pageParam, signal }) => fetchPage(live, filters, PAGE_SIZE, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    ...UPDATED_BY_FEED,
  });

/** The first products of a list. */
export const firstProductsQuery = (live: LiveClient, filters: Filters, limit: number) =>
  queryOptions({
    queryKey: ['products', 'shelf', filters, limit],
    queryFn: ({ signal }) => fetchPage(live, filters, limit, undefined, signal),
    ...UPDATED_BY_FEED,
  });

interface FetchedProduct {
  product: Product;
  etag: string | null;
  fromCache: boolean;
}

/** A product. Fails with `ApiError` 404 where there is none. */
export const productQuery = (live: LiveClient, id: string) =>
  queryOptions({
    queryKey: ['product', id],
    queryFn: async ({ signal, client, queryKey }): Promise<FetchedProduct> => {
      const held = client.getQueryData<FetchedProduct>(queryKey);
      const headers: Record<string, string> = held?.etag ? { 'if-none-match': held.etag } : {};
      const asked = live.feed.position;
      const { data, status, etag, fromCache } = await callApi<Product>(`/products/${encodeURIComponent(id)}`, {
        signal,
        headers,
      });
      if (status === 304 && held) return held;
      if (!fromCache) live.offerProduct(data, asked);
      return { product: data, etag: fromCache ? null : etag, fromCache };
    },
    ...UPDATED_BY_FEED,
  });

/** All categories, for links to them. */
export const categoriesQuery = queryOptions({
  queryKey: ['categories'],
  queryFn: async ({ signal }) => (await callApi<CategoryList>('/categories', { signal })).data.items,
  staleTime: 5 * 60_000,
});

/** The newest products, with the total and the categories of the whole shop. */
export const homeQuery = (live: LiveClient) => firstProductsQuery(live, {}, PAGE_SIZE);

const RECENT_CHANGES = 8;

/** The latest changes of the whole shop. Fetched again on each visit, for it is not updated while it is not shown. */
export const recentChangesQuery = (live: LiveClient) =>
  queryOptions({
    queryKey: ['products', 'changed'],
    queryFn: ({ signal }) => fetchPage(live, { sort: 'changed' }, RECENT_CHANGES, undefined, signal),
    ...UPDATED_BY_FEED,
    refetchOnMount: 'always',
  });
