import { useQuery } from '@tanstack/react-query';
import { type CSSProperties, type ReactNode, useEffect, useRef, useState } from 'react';
import { Dot } from '@/components/Dot';
import type { Order } from '@/lib/api/shapes';
import { formatMoney } from '@/lib/money';
import type { Sighting } from '@/lib/serverTime';
import { formatClock, formatCountdown } from '@/lib/time';
import { capitalized, inWords, plural } from '@/lib/words';
import { metaQuery } from './queries';
import { Till } from './Till';
import { useTimeLeft } from './useTimeLeft';

/** data-and-live.md: a payment starts only while the hold lasts for 30 seconds more. */
const LEAST_TO_PAY_MS = 30_000;

export interface HoldProps {
  order: Order;
  token: string;
  sighting: Sighting | null;
  /** The shopper begins to move the order: they want to see what comes of it. */
  onAct(): void;
}

/** The hold's clock: the only countdown of the shop, and it protects the buyer. With it, the payment that may begin before it ends. */
export function Hold({ order, token, sighting, onAct }: HoldProps) {
  const [paying, setPaying] = useState(false);
  const payNow = useRef<HTMLButtonElement>(null);
  const left = useTimeLeft(order.holdUntil, sighting);
  const { data: meta, isError, refetch } = useQuery(metaQuery);
  const until = formatClock(new Date(order.holdUntil));
  const whole = Date.parse(order.holdUntil) - Date.parse(order.placedAt);
  const stillPayable = left > LEAST_TO_PAY_MS;
  // Whoever leaves the till comes back to the button that opened it, once that stands there again.
  const wasPaying = useRef(paying);
  useEffect(() => {
    if (wasPaying.current && !paying) payNow.current?.focus();
    wasPaying.current = paying;
  }, [paying]);
  return (
    <section className="hold" aria-labelledby="hold">
      <span className="left-bar" aria-hidden="true">
        <i style={{ transform: `scaleX(${Math.max(0, Math.min(1, left / whole))})` } as CSSProperties} />
      </span>
      <span className="clock" role="timer" aria-label={`Held until ${until}`}>
        {formatCountdown(left)}
      </span>
      <Words order={order} left={left} until={until} takesPayment={meta?.switches.simulator} />
      <div className="pay">
        {isError && <Unknown onAsk={() => void refetch()} />}
        {meta?.switches.simulator && left > 0 && !paying && (
          <div className="stay">
            <button
              type="button"
              ref={payNow}
              className="btn full pair"
              disabled={!stillPayable}
              onClick={() => {
                onAct();
                setPaying(true);
              }}
            >
              <span>Pay now</span>
              <span className="mono" translate="no">
                {formatMoney(order.total)}
              </span>
            </button>
          </div>
        )}
      </div>
      {paying && left > 0 && (
        <Till order={order} token={token} stillPayable={stillPayable} onLeave={() => setPaying(false)} />
      )}
    </section>
  );
}

interface WordsProps {
  order: Order;
  left: number;
  until: string;
  takesPayment: boolean | undefined;
}

function Words({ order: { lines, payment }, left, until, takesPayment }: WordsProps) {
  const pieces = lines.reduce((count, { quantity }) => count + quantity, 0);
  const them = pieces === 1 ? 'it' : 'them';
  if (left <= 0)
    return (
      <Text title={`The time ran out at ${until}`}>
        <span>
          {`${capitalized(inWords(pieces))} ${plural(pieces, 'piece')} ${pieces === 1 ? 'goes' : 'go'} back on the shelf within a minute or two. Nothing was charged, and this page says when you can order ${them} again.`}
        </span>
      </Text>
    );
  return (
    <Text title={`We hold your ${inWords(pieces)} ${plural(pieces, 'piece')} for you until ${until}`}>
      <span>
        {left <= LEAST_TO_PAY_MS && takesPayment
          ? 'Less than half a minute is left, too little to begin a payment. Nothing was charged.'
          : `Nobody else can buy ${them} meanwhile. If the time runs out, ${pieces === 1 ? 'it goes' : 'they go'} back, and nothing is charged.`}
      </span>
      {takesPayment === false && <span> This shop does not take payments here.</span>}
      {payment.state === 'declined' && (
        <span className="declined">
          <Dot />
          <span>The last payment was declined; nothing was charged.</span>
        </span>
      )}
    </Text>
  );
}

function Text({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <h2 id="hold">{title}</h2>
      <p className="quiet small">{children}</p>
    </div>
  );
}

function Unknown({ onAsk }: { onAsk(): void }) {
  return (
    <p className="small quiet">
      The shop did not say how it takes payments.{' '}
      <button type="button" className="link" onClick={onAsk}>
        Ask again
      </button>
    </p>
  );
}
