import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FetchedOrder, newerOf, orderKey } from './queries';

/**
 * Something the customer does to the order. Its answer shows at once, unless something newer is known; after a refusal, or none, the order is
 * asked for: it may have moved all the same.
 */
export function useMove<T>(id: string, token: string, send: (input: T) => Promise<FetchedOrder>) {
  const queries = useQueryClient();
  const queryKey = orderKey(id, token);
  return useMutation({
    mutationFn: send,
    onSuccess: (fetched) => queries.setQueryData<FetchedOrder>(queryKey, (held) => newerOf(held, fetched)),
    onError: () => void queries.invalidateQueries({ queryKey }),
  });
}
