import { queryOptions } from '@tanstack/react-query';
import { type Answer, ask } from '@/lib/api/client';
import type { Instrument, Meta, Order, PaymentRequest } from '@/lib/api/shapes';
import { readClocks, type Sighting, tighter } from '@/lib/serverTime';

export interface FetchedOrder {
  order: Order;
  etag: string | null;
  /** The best that is known of the server's clock, which holds are measured by. */
  sighting: Sighting | null;
}

export const orderKey = (id: string, token: string) => ['order', id, token] as const;

/** Answers may overtake each other: an older one only adds what it tells of the time. */
export function newerOf(held: FetchedOrder | undefined, fetched: FetchedOrder): FetchedOrder {
  const sighting = tighter(held?.sighting ?? null, fetched.sighting, readClocks());
  const newer = held && held.order.rev > fetched.order.rev ? held : fetched;
  return { ...newer, sighting };
}

export const orderQuery = (id: string, token: string) =>
  queryOptions({
    queryKey: orderKey(id, token),
    queryFn: async ({ signal, client, queryKey }): Promise<FetchedOrder> => {
      const before = client.getQueryData<FetchedOrder>(queryKey);
      const headers: Record<string, string> = before?.etag ? { 'if-none-match': before.etag } : {};
      const answer = await ask<Order>(pathOf(id), { token, signal, headers });
      const fetched = answer.status === 304 && before ? { ...before, sighting: answer.sighting } : fetchedOf(answer);
      return newerOf(client.getQueryData<FetchedOrder>(queryKey), fetched);
    },
    staleTime: Infinity,
    // While no page watched it, nobody heard what became of it.
    refetchOnMount: 'always',
  });

export const metaQuery = queryOptions({
  queryKey: ['meta'],
  queryFn: async ({ signal }) => (await ask<Meta>('/meta', { signal })).data,
  staleTime: Infinity,
});

export async function cancelOrder(id: string, token: string): Promise<FetchedOrder> {
  return fetchedOf(await ask<Order>(`${pathOf(id)}/cancel`, { method: 'POST', token, body: {} }));
}

/** Pays; the answer's order is paid, or pending where the provider has not answered yet. Sent twice, it still pays once. */
export async function payOrder(id: string, token: string, instrument: Instrument): Promise<FetchedOrder> {
  const body: PaymentRequest = { method: 'simulator', instrument };
  return fetchedOf(await ask<Order>(`${pathOf(id)}/payment`, { method: 'POST', token, body }));
}

const pathOf = (id: string) => `/orders/${encodeURIComponent(id)}`;
const fetchedOf = ({ data, etag, sighting }: Answer<Order>): FetchedOrder => ({ order: data, etag, sighting });
