import { useEffect, useRef, useState } from 'react';
import { FieldError } from '@/components/Field';
import type { HoldProps } from './Hold';
import { cancelOrder } from './queries';
import { cancelErrorText } from './errorTexts';
import { useOrderAction } from './useOrderAction';
import { useTimeLeft } from './useTimeLeft';

/** Cancels an unpaid order, after a confirmation. It is apart from the payment, so that nobody presses it by mistake. */
export function CancelOrder({ order: { id, holdUntil }, token, serverTime, onAction }: HoldProps) {
  const [asked, setAsked] = useState(false);
  const cancel = useOrderAction(id, token, () => cancelOrder(id, token));
  const left = useTimeLeft(holdUntil, serverTime);
  const ask = useRef<HTMLButtonElement>(null);
  const keep = useRef<HTMLButtonElement>(null);
  const wasAsked = useRef(asked);
  useEffect(() => {
    if (wasAsked.current !== asked) (asked ? keep : ask).current?.focus();
    wasAsked.current = asked;
  }, [asked]);
  if (left <= 0) return null;
  return (
    <section className="cancel" aria-labelledby="cancel">
      <h2 id="cancel">{asked ? 'Cancel this order?' : 'Changed your mind?'}</h2>
      <p className="small quiet">
        {asked
          ? 'Everything goes back on the shelf, where anybody may take it. Nothing is charged.'
          : 'Nothing is charged yet. What you do not pay for goes back on the shelf.'}
      </p>
      <div className="acts">
        {asked ? (
          // The harmless answer comes first: it lies where the second click of a double click falls.
          <>
            <button type="button" ref={keep} className="btn line small" onClick={() => setAsked(false)}>
              Keep the order
            </button>
            <button
              type="button"
              className="link"
              aria-disabled={cancel.busy}
              onClick={() => {
                onAction();
                cancel.run(undefined);
              }}
            >
              Yes, cancel it
            </button>
          </>
        ) : (
          <button type="button" ref={ask} className="btn line small" onClick={() => setAsked(true)}>
            Cancel the order
          </button>
        )}
      </div>
      <div role="alert">{cancel.error && <FieldError>{cancelErrorText(cancel.error)}</FieldError>}</div>
    </section>
  );
}
