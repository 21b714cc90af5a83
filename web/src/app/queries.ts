import { QueryClient } from '@tanstack/react-query';
import { ApiError } from '@/lib/api/problem';
import type { LiveClient } from '@/lib/live/client';

const REPEATS = 2;

/** The cache of answers, and what the live line does to it. */
export function makeQueries(live: LiveClient): QueryClient {
  const queries = new QueryClient({
    defaultOptions: {
      queries: {
        // A refusal stays one; what did not answer may answer the next time.
        retry: (failures, error) =>
          failures < REPEATS && !(error instanceof ApiError && error.status < 500 && error.status !== 429),
        refetchOnWindowFocus: false,
        // Ask even when the browser believes to be offline: its opinion is often wrong, and a quick failure is an answer.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });

  live.onReset(() => {
    queries.removeQueries({ queryKey: ['products'], type: 'inactive' });
    queries.removeQueries({ queryKey: ['product'], type: 'inactive' });
    queries.setQueriesData<{ etag: string | null }>(
      { queryKey: ['product'] },
      (held) => held && { ...held, etag: null },
    );
    void queries.invalidateQueries({ queryKey: ['products'] });
    void queries.invalidateQueries({ queryKey: ['product'] });
  });

  // One product is not brought forward by the feed from before the line stood: a conditional read makes it sure.
  live.onReady(() => void queries.invalidateQueries({ queryKey: ['product'] }));

  return queries;
}
