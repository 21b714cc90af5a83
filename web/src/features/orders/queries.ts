import { queryOptions } from '@tanstack/react-query';
import { type ApiResponse, callApi } from '@/lib/api/client';
import type { Instrument, Meta, Order, PaymentRequest } from '@/lib/api/shapes';
import { readClocks, type ServerTimeBound, tighterBound } from '@/lib/serverTime';

/** An order as it was fetched. */
export interface FetchedOrder {
  order: Order;
  etag: string | null;
  /** The tightest known bound of the server's clock, which holds are measured by. */
  serverTime: ServerTimeBound | null;
}

export const orderKey = (id: string, token: string) => ['order', id, token] as const;

/** Answers may overtake each other: of an older one only the bound of the server's clock is taken. */
export function newerOrder(held: FetchedOrder | undefined, fetched: FetchedOrder): FetchedOrder {
  const serverTime = tighterBound(held?.serverTime ?? null, fetched.serverTime, readClocks());
  const newer = held && held.order.rev > fetched.order.rev ? held : fetched;
  return { ...newer, serverTime };
}

/** An order. Fetched with If-None-Match once it is known; fails with `ApiError` 404 for a wrong id or token. */
export const orderQuery = (id: string, token: string) =>
  queryOptions({
    queryKey: orderKey(id, token),
    queryFn: async ({ signal, client, queryKey }): Promise<FetchedOrder> => {
      const before = client.getQueryData<FetchedOrder>(queryKey);
      const headers: Record<string, string> = before?.etag ? { 'if-none-match': before.etag } : {};
      const answer = await callApi<Order>(pathOf(id), { token, signal, headers });
      const fetched =
        answer.status === 304 && before ? { ...before, serverTime: answer.serverTime } : fetchedOf(answer);
      return newerOrder(client.getQueryData<FetchedOrder>(queryKey), fetched);
    },
    staleTime: Infinity,
    // While no page shows it, nothing is subscribed to it.
    refetchOnMount: 'always',
  });

export const metaQuery = queryOptions({
  queryKey: ['meta'],
  queryFn: async ({ signal }) => (await callApi<Meta>('/meta', { signal })).data,
  staleTime: Infinity,
});

/** Cancels; throws `ApiError` where the order can no longer be cancelled, `NoResponse` where it may have been cancelled. */
export async function cancelOrder(id: string, token: string): Promise<FetchedOrder> {
  return fetchedOf(await callApi<Order>(`${pathOf(id)}/cancel`, { method: 'POST', token, body: {} }));
}

/** Pays; the answer's order is paid, or pending where the provider has not answered yet. Sent twice, it still pays once. */
export async function payOrder(id: string, token: string, instrument: Instrument): Promise<FetchedOrder> {
  const body: PaymentRequest = { method: 'simulator', instrument };
  return fetchedOf(await callApi<Order>(`${pathOf(id)}/payment`, { method: 'POST', token, body }));
}

const pathOf = (id: string) => `/orders/${encodeURIComponent(id)}`;
const fetchedOf = ({ data, etag, serverTime }: ApiResponse<Order>): FetchedOrder => ({ order: data, etag, serverTime });
