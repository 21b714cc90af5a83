import { useQueryClient } from '@tanstack/react-query';
import { type ErrorComponentProps, Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { CopyButton } from '@/components/CopyButton';
import { Head } from '@/components/Head';
import { StatePage } from '@/components/StatePage';
import { Room } from '@/components/Tile';
import { useLiveStatus } from '@/features/live/context';
import { ApiError } from '@/lib/api/problem';
import { NotFoundPage } from './NotFoundPage';
import { retryParts } from './part';
import { troubleOf } from './trouble';

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
        picture={
          <Room tint="var(--tint-blush)">
            <span className="pool" />
            <span className="ghost-foot" />
          </Room>
        }
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
            <p className="trace">
              <span>If you write to us:</span>
              <span className="mono" translate="no">
                {trace}
              </span>
              <CopyButton className="link" text={trace} />
            </p>
          )
        }
      >
        <p>{text}</p>
      </StatePage>
    </main>
  );
}
