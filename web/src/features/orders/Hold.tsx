import { useQuery } from '@tanstack/react-query';
import { type CSSProperties, type ReactNode, useEffect, useRef, useState } from 'react';
import { Dot } from '@/components/Dot';
import type { Order } from '@/lib/api/shapes';
import { formatMoney } from '@/lib/money';
import type { ServerTimeBound } from '@/lib/serverTime';
import { formatClock, formatCountdown } from '@/lib/time';
import { capitalized, numberInWords, plural } from '@/lib/words';
import { metaQuery } from './queries';
import { PaymentForm } from './PaymentForm';
import { useTimeLeft } from './useTimeLeft';

/** The shop refuses a payment with less time left: hold-expired in docs/api.md. */
const MIN_PAYMENT_TIME_MS = 30_000;

export interface HoldProps {
  order: Order;
  token: string;
  serverTime: ServerTimeBound | null;
  /** Called when the shopper pays or cancels: the page then shows them the outcome. */
  onAction(): void;
}

/** The countdown of an order's hold, and the payment that may begin before its end. */
export function Hold({ order, token, serverTime, onAction }: HoldProps) {
  const [paying, setPaying] = useState(false);
  const payNow = useRef<HTMLButtonElement>(null);
  const left = useTimeLeft(order.holdUntil, serverTime);
  const { data: meta, isError, refetch } = useQuery(metaQuery);
  const until = formatClock(new Date(order.holdUntil));
  const whole = Date.parse(order.holdUntil) - Date.parse(order.placedAt);
  const stillPayable = left > MIN_PAYMENT_TIME_MS;
  // Closing the payment form returns the focus to the button that opened it, once that is rendered again.
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
      <HoldText order={order} left={left} until={until} takesPayment={meta?.switches.simulator} />
      <div className="pay">
        {isError && <PaymentUnknown onAsk={() => void refetch()} />}
        {meta?.switches.simulator && left > 0 && !paying && (
          <div className="stay">
            <button
              type="button"
              ref={payNow}
              className="btn full pair"
              disabled={!stillPayable}
              onClick={() => {
                onAction();
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
        <PaymentForm order={order} token={token} stillPayable={stillPayable} onLeave={() => setPaying(false)} />
      )}
    </section>
  );
}

interface HoldTextProps {
  order: Order;
  left: number;
  until: string;
  takesPayment: boolean | undefined;
}

function HoldText({ order: { lines, payment }, left, until, takesPayment }: HoldTextProps) {
  const pieces = lines.reduce((count, { quantity }) => count + quantity, 0);
  const them = pieces === 1 ? 'it' : 'them';
  if (left <= 0)
    return (
      <Text title={`The time ran out at ${until}`}>
        <span>
          {`${capitalized(numberInWords(pieces))} ${plural(pieces, 'piece')} ${pieces === 1 ? 'goes' : 'go'} back on the shelf within a minute or two. Nothing was charged, and this page says when you can order ${them} again.`}
        </span>
      </Text>
    );
  return (
    <Text title={`We hold your ${numberInWords(pieces)} ${plural(pieces, 'piece')} for you until ${until}`}>
      <span>
        {left <= MIN_PAYMENT_TIME_MS && takesPayment
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

function PaymentUnknown({ onAsk }: { onAsk(): void }) {
  return (
    <p className="small quiet">
      The shop did not say how it takes payments.{' '}
      <button type="button" className="link" onClick={onAsk}>
        Ask again
      </button>
    </p>
  );
}
