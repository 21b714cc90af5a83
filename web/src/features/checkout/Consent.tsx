import type { ReactElement } from 'react';
import { Dot } from '@/components/Dot';
import type { Elements } from '@/components/elements';
import { Price, PreviousPrice } from '@/components/Price';
import type { Money } from '@/lib/api/shapes';
import { formatMoney } from '@/lib/money';
import { capitalized, numberInWords, plural } from '@/lib/words';
import type { Review, Shortage } from './agreement';

export interface ConsentProps {
  review: Review;
  agreed: number;
  total: Money;
  ticked: boolean;
  onTick(ticked: boolean): void;
}

/** What changed since the checkout was opened, line by line, and the checkbox that accepts it. */
export function Consent({ review: { prices, quantities }, agreed, total, ticked, onTick }: ConsentProps) {
  const rise = total.amount - agreed;
  return (
    <section className="consent" aria-labelledby="consent">
      <Dot />
      <div role="status">
        <h2 id="consent">
          {quantities.length > 0
            ? 'Your basket changed in another tab'
            : `${capitalized(numberInWords(prices.length))} ${plural(prices.length, 'price')} changed while you typed`}
        </h2>
      </div>
      {quantities.length > 0 && (
        <Changes caption="Pieces">
          {quantities.map(({ id, name, was, is }) => (
            <Change key={id} name={name} was={<s className="was">{was || 'none'}</s>} is={<b>{is || 'taken out'}</b>} />
          ))}
        </Changes>
      )}
      {prices.length > 0 && (
        <Changes caption="Price of one">
          {prices.map(({ id, name, was, is }) => (
            <Change key={id} name={name} was={<PreviousPrice money={was} />} is={<Price money={is} />} />
          ))}
        </Changes>
      )}
      <label className="check">
        <input type="checkbox" checked={ticked} onChange={(event) => onTick(event.target.checked)} />
        <span>
          I agree to the new total of{' '}
          <b className="mono" translate="no">
            {formatMoney(total)}
          </b>
          <span>{rise > 0 ? `, which is ${formatMoney({ ...total, amount: rise })} more.` : '.'}</span>
        </span>
      </label>
    </section>
  );
}

function Changes({ caption, children }: { caption: string; children: Elements }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{caption}</th>
          <th scope="col">Was</th>
          <th scope="col">Is now</th>
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

function Change({ name, was, is }: { name: string; was: ReactElement; is: ReactElement }) {
  return (
    <tr>
      <td>{name}</td>
      <td>{was}</td>
      <td>{is}</td>
    </tr>
  );
}

export interface ShortagesProps {
  shortages: readonly Shortage[];
  /** The limit of unpaid pieces is exceeded, not the stock. */
  unpaid?: boolean;
  onTakeWhatIsLeft(): void;
}

/** Lists the lines whose quantity is not available. */
export function Shortages({ shortages, unpaid = false, onTakeWhatIsLeft }: ShortagesProps) {
  return (
    <section className="consent" aria-labelledby="shorts">
      <Dot kind="half" />
      <div role="status">
        <h2 id="shorts">{unpaid ? 'More than can be held before you pay' : 'Someone else was quicker'}</h2>
      </div>
      <table>
        <thead>
          <tr>
            <th scope="col">Object</th>
            <th scope="col">You asked for</th>
            <th scope="col">{unpaid ? 'Can be held now' : 'Are left'}</th>
          </tr>
        </thead>
        <tbody>
          {shortages.map(({ id, name, wanted, available }) => (
            <tr key={id}>
              <td>{name}</td>
              <td className="mono">{wanted}</td>
              <td className="mono">{available || 'none'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <button type="button" className="btn line" onClick={onTakeWhatIsLeft}>
        {unpaid ? 'Order those now' : 'Take what is left'}
      </button>
    </section>
  );
}
