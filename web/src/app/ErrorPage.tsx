import { useQueryClient } from '@tanstack/react-query';
import { type ErrorComponentProps, Link } from '@tanstack/react-router';
import { Suspense, useEffect, useRef } from 'react';
import { Head } from '@/components/Head';
import { StatePage } from '@/components/StatePage';
import { EmptyRoom } from '@/components/Tile';
import { useLiveStatus } from '@/components/useLive';
import { ApiError } from '@/lib/api/problem';
import { NotFoundPage } from './NotFoundPage';
import { part, retryParts } from './part';
import { PartBoundary } from './PartBoundary';
import { troubleOf } from './trouble';

const Trace = part(() => import('./Trace').then(({ Trace }) => Trace));

/** What a page that could not be made shows instead. It tries by itself when the line comes back. */
export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const queries = useQueryClient();
  const status = useLiveStatus();
  const again = () => {
    retryParts();
    void queries.resetQueries({ predicate: ({ state }) => state.status === 'error' });
    reset();
  };

  const before = useRef(status);
  useEffect(() => {
    if (before.current !== 'live' && status === 'live') again();
    before.current = status;
  });

  if (error instanceof ApiError && error.status === 404) return <NotFoundPage />;
  const { title, text, remedy } = troubleOf(error);
  const trace = error instanceof ApiError ? error.trace : undefined;
  return (
    <main id="main" className="wrap" tabIndex={-1}>
      <Head title={title} description={text} />
      <StatePage
        title={title}
        picture={<EmptyRoom tint="var(--tint-blush)" />}
        acts={
          <>
            <button type="button" className="btn" onClick={remedy === 'reload' ? () => location.reload() : again}>
              {remedy === 'reload' ? 'Load it again' : 'Try again'}
            </button>
            <Link className="link" to="/">
              Home
            </Link>
          </>
        }
        after={
          trace !== undefined && (
            <PartBoundary attempt={0} without={null}>
              <Suspense>
                <Trace trace={trace} />
              </Suspense>
            </PartBoundary>
          )
        }
      >
        <p>{text}</p>
      </StatePage>
    </main>
  );
}
