import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type CSSProperties, useEffect, useState } from 'react';
import { ApiError } from '@/lib/api/problem';
import type { Order } from '@/lib/api/shapes';
import { formatClock, formatCountdown } from '@/lib/time';
import { capitalized, inWords, plural } from '@/lib/words';
import { cancelOrder, orderKey } from './queries';

const SECOND_MS = 1_000;

/** The hold's clock: the only countdown of the shop, and it protects the buyer. */
export function Hold({ order, token }: { order: Order; token: string }) {
  const left = useTimeLeft(order.holdUntil);
  const until = formatClock(new Date(order.holdUntil));
  const whole = Date.parse(order.holdUntil) - Date.parse(order.placedAt);
  const pieces = order.lines.reduce((count, { quantity }) => count + quantity, 0);
  return (
    <section className="hold" aria-labelledby="hold">
      <span className="left-bar" aria-hidden="true">
        <i style={{ transform: `scaleX(${Math.max(0, Math.min(1, left / whole))})` } as CSSProperties} />
      </span>
      <span className="clock" role="timer" aria-label={`Held until ${until}`}>
        {formatCountdown(left)}
      </span>
      <div>
        {left > 0 ? (
          <>
            <h2 id="hold">
              We hold your {inWords(pieces)} {plural(pieces, 'piece')} for you until {until}
            </h2>
            <p className="quiet small">
              Nobody else can buy {pieces === 1 ? 'it' : 'them'} meanwhile. This shop does not take payments yet, so
              nothing is charged.
            </p>
          </>
        ) : (
          <>
            <h2 id="hold">The hold ran out at {until}</h2>
            <p className="quiet small">
              {capitalized(inWords(pieces))} {plural(pieces, 'piece')} may go back on the shelf now. Nothing was
              charged.
            </p>
          </>
        )}
      </div>
      <div className="pay">
        <Cancel order={order} token={token} />
      </div>
    </section>
  );
}

function Cancel({ order, token }: { order: Order; token: string }) {
  const queries = useQueryClient();
  const key = orderKey(order.id, token);
  const cancel = useMutation({
    mutationFn: () => cancelOrder(order.id, token),
    onSuccess: (fetched) => queries.setQueryData(key, fetched),
    onError: () => queries.invalidateQueries({ queryKey: key }),
  });
  return (
    <>
      <button
        type="button"
        className="btn line full"
        aria-disabled={cancel.isPending}
        onClick={() => !cancel.isPending && cancel.mutate()}
      >
        Cancel the order
      </button>
      {cancel.error && (
        <p className="error" role="alert">
          {cancel.error instanceof ApiError && cancel.error.problem?.detail
            ? cancel.error.problem.detail
            : 'The shop did not answer. The order stands; please try again.'}
        </p>
      )}
    </>
  );
}

function useTimeLeft(until: string): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), SECOND_MS);
    return () => clearInterval(timer);
  }, []);
  return Date.parse(until) - now;
}
