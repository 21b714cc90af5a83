import { Link } from '@tanstack/react-router';
import { type CSSProperties, type ReactNode, useEffect, useRef } from 'react';
import { Price } from '@/components/Price';
import { Picture } from '@/components/Tile';
import { useLiveCard } from '@/components/useLive';
import type { Card } from '@/lib/api/shapes';
import { type HeroArrangement, HANGING_PLACE, type Plinth, PLINTHS } from './hero';

/** The hero of the home page: a shop window with products on five plinths and one hanging. */
export function Hero({ arrangement, children }: { arrangement: HeroArrangement | undefined; children: ReactNode }) {
  return (
    <section className="window" aria-labelledby="hero">
      <div className="scene">
        <div className="beam" />
        <h1 id="hero">
          Things worth
          <br />
          stopping for.
        </h1>
        <div className="lede">{children}</div>
        <ul className="stage">
          {arrangement?.hung && <HangingItem card={arrangement.hung} />}
          {PLINTHS.map((plinth, i) => (
            <PlinthItem key={plinth.x} plinth={plinth} card={arrangement?.plinths[i]} />
          ))}
        </ul>
      </div>
      <div className="sill" />
    </section>
  );
}

function styleOf({ x, width, height, lift, canvas, depth, narrow }: Plinth): CSSProperties {
  const wide = { '--x': x, '--w': width, '--ph': height, '--b': lift, '--s': canvas, '--z': depth };
  return (
    narrow ? { ...wide, '--mx': narrow.x, '--mw': narrow.width, '--mph': narrow.height, '--ms': narrow.canvas } : wide
  ) as CSSProperties;
}

function PlinthItem({ plinth, card }: { plinth: Plinth; card: Card | undefined }) {
  const className = plinth.narrow ? 'stand' : 'stand wide-only';
  const block = (
    <span
      className={plinth.round ? 'plinth round' : 'plinth'}
      style={{ '--pt': `var(--tint-${plinth.tint})` } as CSSProperties}
    />
  );
  if (!card) {
    return (
      <li className={className} style={styleOf(plinth)} aria-hidden="true">
        {block}
      </li>
    );
  }
  return (
    <li className="contents">
      <Link className={className} style={styleOf(plinth)} to="/p/$id" params={{ id: card.id }}>
        {card.image && <Picture image={card.image} sizes="(min-width: 760px) 24vw, 46vw" eager />}
        {block}
        <span className="tag-line" />
        <Tag card={card} />
      </Link>
    </li>
  );
}

/** The price tag swings once when its price changes. */
function Tag({ card: answered }: { card: Card }) {
  const card = useLiveCard(answered) ?? answered;
  const tag = useRef<HTMLSpanElement>(null);
  const before = useRef(card.price.amount);
  useEffect(() => {
    if (before.current === card.price.amount) return;
    before.current = card.price.amount;
    const element = tag.current;
    element?.classList.remove('swing');
    void element?.offsetWidth;
    element?.classList.add('swing');
  }, [card.price.amount]);
  return (
    <span
      className="tag"
      ref={tag}
      onAnimationEnd={(event) => event.animationName === 'swing' && tag.current?.classList.remove('swing')}
    >
      <span className="name">{`${card.name} `}</span>
      {card.available === 0 ? <span className="small">Sold</span> : <Price money={card.price} />}
    </span>
  );
}

function HangingItem({ card }: { card: Card }) {
  const held = HANGING_PLACE.held[card.id] ?? { x: 50, y: 50 };
  const style = {
    '--x': HANGING_PLACE.x,
    '--drop': HANGING_PLACE.drop,
    '--s': HANGING_PLACE.canvas,
    '--held-x': held.x,
    '--held-y': held.y,
  } as CSSProperties;
  return (
    <li className="hung wide-only" style={style}>
      <Link className="absolute inset-0" to="/p/$id" params={{ id: card.id }} aria-label={card.name}>
        {card.image && <Picture image={card.image} sizes="16vw" eager />}
      </Link>
    </li>
  );
}
