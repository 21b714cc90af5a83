import { useIsMutating } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { FieldError } from '@/components/Field';
import type { Instrument, Order } from '@/lib/api/shapes';
import { formatMoney } from '@/lib/money';
import { payOrder } from './queries';
import { paymentErrorText } from './errorTexts';
import { useOrderAction } from './useOrderAction';

const INSTRUMENTS: { instrument: Instrument; name: string; hint: string }[] = [
  { instrument: 'ok', name: 'A card that works', hint: 'Charged at once.' },
  { instrument: 'declined', name: 'A card that is declined', hint: 'Nothing is charged, and your pieces stay held.' },
  {
    instrument: 'timeout',
    name: 'A bank that does not answer',
    hint: 'Charged, but the shop has to find that out. It takes up to two minutes.',
  },
];

export interface PaymentFormProps {
  order: Order;
  token: string;
  /** Enough of the hold is left to begin a payment. */
  stillPayable: boolean;
  onLeave(): void;
}

const paymentKey = (id: string) => ['pay', id] as const;

/** True while this page's own payment is under way. The feed reports it as pending before its answer arrives. */
export const useIsPaying = (id: string): boolean => useIsMutating({ mutationKey: paymentKey(id) }) > 0;

/** The payment form. The provider is a simulator: the shopper chooses how it answers. */
export function PaymentForm({ order: { id, total }, token, stillPayable, onLeave }: PaymentFormProps) {
  const [instrument, setInstrument] = useState<Instrument>('ok');
  const first = useRef<HTMLInputElement>(null);
  const pay = useOrderAction(id, token, (chosen: Instrument) => payOrder(id, token, chosen), paymentKey(id));
  useEffect(() => first.current?.focus(), []);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (stillPayable) pay.run(instrument);
  }

  return (
    <form className="payment-form" aria-label="Payment" onSubmit={submit}>
      <fieldset>
        <legend>How would you like to pay?</legend>
        <p className="small quiet">
          No real money moves in this shop. Its payment provider is a simulator, and you choose how it answers.
        </p>
        <div className="ways">
          {INSTRUMENTS.map(({ instrument: way, name, hint }, i) => (
            <label key={way} className="check">
              <input
                ref={i === 0 ? first : undefined}
                type="radio"
                name="instrument"
                value={way}
                checked={instrument === way}
                onChange={() => setInstrument(way)}
              />
              <span>
                <span>{name}</span>
                <span className="hint">{hint}</span>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      <div role="alert">{pay.error && <FieldError>{paymentErrorText(pay.error)}</FieldError>}</div>
      <div className="acts">
        <button type="submit" className="btn pair" disabled={!stillPayable} aria-disabled={pay.busy}>
          <span>{pay.busy ? 'Asking the bank' : 'Pay'}</span>
          <span className="mono" translate="no">
            {formatMoney(total)}
          </span>
        </button>
        <button type="button" className="link" onClick={onLeave}>
          Not now
        </button>
      </div>
    </form>
  );
}
