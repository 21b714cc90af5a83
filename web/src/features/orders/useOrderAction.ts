import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { ApiError } from '@/lib/api/problem';
import { type FetchedOrder, newerOrder, orderKey } from './queries';

export interface OrderAction<T> {
  /** Sends it, unless it is under way: the second click of a double click comes before React has rendered the first. */
  run(input: T): void;
  busy: boolean;
  error: Error | null;
}

/**
 * A change of the order by the customer. Its answer shows at once, unless a newer state is known; after a refusal or no answer the order is
 * fetched, for its state may have changed all the same. `mutationKey` lets other components see that it is under way.
 */
export function useOrderAction<T>(
  id: string,
  token: string,
  send: (input: T) => Promise<FetchedOrder>,
  mutationKey?: readonly string[],
): OrderAction<T> {
  const queries = useQueryClient();
  const queryKey = orderKey(id, token);
  const sending = useRef(false);
  const { mutate, isPending, error } = useMutation({
    ...(mutationKey && { mutationKey }),
    mutationFn: send,
    onSuccess: (fetched) => queries.setQueryData<FetchedOrder>(queryKey, (held) => newerOrder(held, fetched)),
    // A refusal shows together with the fetched order; without a network the fetch would not end either, so it is not waited for.
    onError: (failure) => {
      const asked = queries.invalidateQueries({ queryKey });
      return failure instanceof ApiError ? asked : undefined;
    },
    onSettled: () => {
      sending.current = false;
    },
  });
  function run(input: T) {
    if (sending.current) return;
    sending.current = true;
    mutate(input);
  }
  return { run, busy: isPending, error: isPending ? null : error };
}
