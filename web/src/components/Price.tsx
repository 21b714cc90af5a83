import { type CSSProperties, useState } from 'react';
import { formatMoney } from '@/lib/money';
import type { Money } from '@/lib/api/shapes';
import { type RollingCharacter, rollCharacters } from './roll';

/** A price. When it changes, the digits that differ roll, and it glows once. */
export function Price({ money, className = '' }: { money: Money; className?: string }) {
  const text = formatMoney(money);
  const [shown, setShown] = useState(text);
  const [from, setFrom] = useState<string | null>(null);
  if (shown !== text) {
    setFrom(shown);
    setShown(text);
  }
  const places = from === null ? null : rollCharacters(from, text);
  return (
    <data
      className={`price ${from === null ? '' : 'glow'} ${className}`}
      value={money.amount}
      translate="no"
      // A new key restarts the animation when the price changes again during it.
      key={from === null ? 'still' : text}
      onAnimationEnd={(event) => event.animationName === 'glow' && setFrom(null)}
    >
      {places ? <Rolling places={places} text={text} /> : text}
    </data>
  );
}

function Rolling({ places, text }: { places: RollingCharacter[]; text: string }) {
  return (
    <>
      <span className="sr">{text}</span>
      <span className="roll" aria-hidden="true">
        {places.map((place, i) =>
          'still' in place ? <span key={i}>{place.still}</span> : <Reel key={i} {...place} />,
        )}
      </span>
    </>
  );
}

function Reel({ steps, up, delayMs }: { steps: string[]; up: boolean; delayMs: number }) {
  const far = `-${steps.length - 1}lh`;
  const style = {
    '--from': up ? '0lh' : far,
    '--to': up ? far : '0lh',
    animationDelay: `${delayMs}ms`,
  } as CSSProperties;
  return (
    <span className="reel">
      <span style={style}>
        {steps.map((digit, i) => (
          <b key={i}>{digit}</b>
        ))}
      </span>
    </span>
  );
}

/** A price that no longer holds, struck through and read out as `was`. */
export function PreviousPrice({ money }: { money: Money }) {
  return (
    <s className="was">
      <span className="sr">was </span>
      <span translate="no">{formatMoney(money)}</span>
    </s>
  );
}
