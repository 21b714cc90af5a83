import { useState } from 'react';
import { Dot, LiveLabel } from '@/components/Dot';
import { Price, PreviousPrice } from '@/components/Price';
import { Stepper } from '@/components/Stepper';
import { useNow } from '@/components/useNow';
import type { Card } from '@/lib/api/shapes';
import { formatMoney, multiplyMoney } from '@/lib/money';
import { formatAgoInWords } from '@/lib/time';
import { useBasket, useBasketStore } from './context';

/** How long a change of price is shown. */
const PRICE_CHANGE_SHOWN_MS = 60 * 60_000;

export interface BuyBoxProps {
  card: Card;
  /** The product was removed while the page was open. */
  gone: boolean;
  /** A text about low stock, if any. */
  note: string | null;
  onAdded(): void;
}

/** Price, stock, quantity and the button that adds to the basket. */
export function BuyBox({ card, gone, note, onAdded }: BuyBoxProps) {
  const store = useBasketStore();
  const { failures, lines } = useBasket();
  const [quantity, setQuantity] = useState(1);
  const { available } = card;
  const sold = gone || available === 0;
  const held = lines.find((line) => line.card.id === card.id)?.quantity ?? 0;
  const failure = failures.get(card.id);
  return (
    <>
      <div className="grid gap-s2">
        <PriceLine card={card} />
        <p className="stock" role="status">
          {gone ? (
            <>
              <Dot />
              <span>No longer in the window</span>
            </>
          ) : note ? (
            <span className="few">{note}</span>
          ) : (
            `${available} in the shop`
          )}
        </p>
      </div>
      <div className="act stay">
        <Stepper
          value={Math.max(1, Math.min(quantity, available))}
          max={Math.max(1, Math.min(99 - held, available))}
          label="Quantity"
          onChange={setQuantity}
        />
        <button
          type="button"
          className="btn pair"
          disabled={sold}
          onClick={() => {
            store.add(card, Math.min(quantity, available));
            onAdded();
          }}
        >
          <span>{sold ? 'Sold out' : 'Add to basket'}</span>
          {!sold && (
            <span className="mono" translate="no">
              {formatMoney(multiplyMoney(card.price, Math.min(quantity, available)))}
            </span>
          )}
        </button>
      </div>
      {failure && held === 0 && (
        <div className="notice" role="status">
          <Dot />
          <span>{failure}</span>
        </div>
      )}
      <div className="terms">
        <span>Price includes tax. Shipping is free.</span>
        <span>In your basket the price waits for you: if it changes, we ask.</span>
      </div>
    </>
  );
}

function PriceLine({ card: { price, previousPrice, priceChangedAt } }: { card: Card }) {
  const now = new Date(useNow());
  const changed = priceChangedAt ? new Date(priceChangedAt) : null;
  const isNews = changed && now.getTime() - changed.getTime() < PRICE_CHANGE_SHOWN_MS;
  return (
    <p className="money">
      <Price money={price} />
      {isNews && previousPrice && <PreviousPrice money={previousPrice} />}
      {isNews && <LiveLabel>{`changed ${formatAgoInWords(changed, now)}`}</LiveLabel>}
    </p>
  );
}
