import { queryOptions } from '@tanstack/react-query';
import { ask } from '@/lib/api/client';
import type { Order } from '@/lib/api/shapes';

export interface FetchedOrder {
  order: Order;
  etag: string | null;
}

export const orderKey = (id: string, token: string) => ['order', id, token] as const;

export const orderQuery = (id: string, token: string) =>
  queryOptions({
    queryKey: orderKey(id, token),
    queryFn: async ({ signal, client, queryKey }): Promise<FetchedOrder> => {
      const held = client.getQueryData<FetchedOrder>(queryKey);
      const headers: Record<string, string> = held?.etag ? { 'if-none-match': held.etag } : {};
      const { data, status, etag } = await ask<Order>(`/orders/${encodeURIComponent(id)}`, { token, signal, headers });
      return status === 304 && held ? held : { order: data, etag };
    },
    staleTime: Infinity,
  });

export async function cancelOrder(id: string, token: string): Promise<FetchedOrder> {
  const { data, etag } = await ask<Order>(`/orders/${encodeURIComponent(id)}/cancel`, {
    method: 'POST',
    token,
    body: {},
  });
  return { order: data, etag };
}
