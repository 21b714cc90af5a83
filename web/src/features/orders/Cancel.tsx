import { useEffect, useRef, useState } from 'react';
import { FieldError } from '@/components/Field';
import type { HoldProps } from './Hold';
import { cancelOrder } from './queries';
import { cancelTrouble } from './trouble';
import { useMove } from './useMove';
import { useTimeLeft } from './useTimeLeft';

/** The way out of an order that is not paid. It stands away from the payment, and asks once. */
export function Cancel({ order: { id, holdUntil }, token, sighting, onAct }: HoldProps) {
  const [asked, setAsked] = useState(false);
  const cancel = useMove(id, token, () => cancelOrder(id, token));
  const left = useTimeLeft(holdUntil, sighting);
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
          // First what changes nothing: it lies where a second click of the same hand would fall.
          <>
            <button type="button" ref={keep} className="btn line small" onClick={() => setAsked(false)}>
              Keep the order
            </button>
            <button
              type="button"
              className="link"
              aria-disabled={cancel.busy}
              onClick={() => {
                onAct();
                cancel.begin(undefined);
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
      <div role="alert">{cancel.error && <FieldError>{cancelTrouble(cancel.error)}</FieldError>}</div>
    </section>
  );
}
