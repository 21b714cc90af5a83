import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { ApiError } from '@/lib/api/problem';
import { type FetchedOrder, newerOf, orderKey } from './queries';

export interface Move<T> {
  /** Sends it, unless it is on its way: the second click of a double click comes before the page knows of the first. */
  begin(input: T): void;
  busy: boolean;
  error: Error | null;
}

/**
 * Something the customer does to the order. Its answer shows at once, unless something newer is known; after a refusal, or none, the order is
 * asked for: it may have moved all the same. By its key others can tell that it is under way.
 */
export function useMove<T>(
  id: string,
  token: string,
  send: (input: T) => Promise<FetchedOrder>,
  mutationKey?: readonly string[],
): Move<T> {
  const queries = useQueryClient();
  const queryKey = orderKey(id, token);
  const sending = useRef(false);
  const { mutate, isPending, error } = useMutation({
    ...(mutationKey && { mutationKey }),
    mutationFn: send,
    onSuccess: (fetched) => queries.setQueryData<FetchedOrder>(queryKey, (held) => newerOf(held, fetched)),
    // A refusal shows together with the order as it is then; without an answer there may be none to wait for.
    onError: (failure) => {
      const asked = queries.invalidateQueries({ queryKey });
      return failure instanceof ApiError ? asked : undefined;
    },
    onSettled: () => {
      sending.current = false;
    },
  });
  function begin(input: T) {
    if (sending.current) return;
    sending.current = true;
    mutate(input);
  }
  return { begin, busy: isPending, error: isPending ? null : error };
}
