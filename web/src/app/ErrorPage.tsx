import { useQueryClient } from '@tanstack/react-query';
import { type ErrorComponentProps, Link } from '@tanstack/react-router';
import { Suspense, useEffect, useRef } from 'react';
import { Head } from '@/components/Head';
import { StatePage } from '@/components/StatePage';
import { EmptyTile } from '@/components/Tile';
import { useLiveStatus } from '@/components/useLive';
import { ApiError } from '@/lib/api/problem';
import { NotFoundPage } from './NotFoundPage';
import { lazyComponent, retryFailedChunks } from './lazyComponent';
import { ChunkBoundary } from './ChunkBoundary';
import { errorMessageFor } from './errorMessage';

const TraceId = lazyComponent(() => import('./TraceId').then(({ TraceId }) => TraceId));

/** Shown in place of a page that failed. It retries by itself when the connection is back. */
export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const queries = useQueryClient();
  const status = useLiveStatus();
  const retry = () => {
    retryFailedChunks();
    void queries.resetQueries({ predicate: ({ state }) => state.status === 'error' });
    reset();
  };

  const before = useRef(status);
  useEffect(() => {
    if (before.current !== 'live' && status === 'live') retry();
    before.current = status;
  });

  if (error instanceof ApiError && error.status === 404) return <NotFoundPage />;
  const { title, text, remedy } = errorMessageFor(error);
  const trace = error instanceof ApiError ? error.trace : undefined;
  return (
    <main id="main" className="wrap" tabIndex={-1}>
      <Head title={title} description={text} />
      <StatePage
        title={title}
        picture={<EmptyTile tint="var(--tint-blush)" />}
        actions={
          <>
            <button type="button" className="btn" onClick={remedy === 'reload' ? () => location.reload() : retry}>
              {remedy === 'reload' ? 'Load it again' : 'Try again'}
            </button>
            <Link className="link" to="/">
              Home
            </Link>
          </>
        }
        after={
          trace !== undefined && (
            <ChunkBoundary attempt={0} fallback={null}>
              <Suspense>
                <TraceId trace={trace} />
              </Suspense>
            </ChunkBoundary>
          )
        }
      >
        <p>{text}</p>
      </StatePage>
    </main>
  );
}
