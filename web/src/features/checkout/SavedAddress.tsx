import type { Customer } from '@/lib/api/shapes';

export interface SavedAddressOfferProps {
  customer: Customer;
  onFill(): void;
  onForget(): void;
}

/** Offers the saved address; the form is filled only on request. */
export function SavedAddressOffer({ customer: { name, address }, onFill, onForget }: SavedAddressOfferProps) {
  return (
    <section className="offer" aria-label="Your last address">
      <p>
        <span className="quiet small">Kept from your last order</span>
        <span translate="no">{[name, address.line1, address.city].filter(Boolean).join(', ')}</span>
      </p>
      <div className="acts">
        <button type="button" className="btn line small" onClick={onFill}>
          Fill it in
        </button>
        <button type="button" className="link" onClick={onForget}>
          Forget it
        </button>
      </div>
    </section>
  );
}

export function SaveAddressCheckbox({ keep, onKeep }: { keep: boolean; onKeep(keep: boolean): void }) {
  return (
    <label className="check">
      <input type="checkbox" checked={keep} onChange={(event) => onKeep(event.target.checked)} />
      <span>
        <span>Keep this for my next order</span>
        <span className="hint">In this browser only. Anybody who uses it can see it.</span>
      </span>
    </label>
  );
}
