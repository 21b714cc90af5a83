import { Link } from '@tanstack/react-router';
import { Dot } from '@/components/Dot';
import { Price, Was } from '@/components/Price';
import { Tile } from '@/components/Tile';
import { useCard } from '@/components/useLive';
import { useNow } from '@/components/useNow';
import type { Card } from '@/lib/api/shapes';
import { stockNote } from './stock';

const SIZES = '(min-width: 2200px) 20vw, (min-width: 1080px) 24vw, (min-width: 760px) 31vw, 46vw';
/** A fallen price is worth a line for a day. */
const NEWS_MS = 24 * 60 * 60_000;

export interface ProductCardProps {
  card: Card;
  eager?: boolean;
  feature?: boolean;
  text?: string;
}

/** A tile with its label, true as of now. */
export function ProductCard({ card: answered, eager = false, feature = false, text }: ProductCardProps) {
  const live = useCard(answered);
  const card = live ?? answered;
  const sold = live === null || card.available === 0;
  return (
    <li className={`card ${feature ? 'feature' : ''} ${sold ? 'is-sold' : ''}`}>
      <Tile image={card.image} sizes={feature ? '(min-width: 760px) 48vw, 94vw' : SIZES} eager={eager}>
        {sold && (
          <span className="label" aria-hidden="true">
            <Dot />
            <span>{live ? 'Sold' : 'Gone'}</span>
          </span>
        )}
      </Tile>
      <div className="cap">
        <Link className="name" to="/p/$id" params={{ id: card.id }}>
          {card.name}
        </Link>
        <Price money={card.price} />
        {text !== undefined && <span className="text">{text}</span>}
        <span className="note">{live ? <Note card={card} /> : 'No longer in the window'}</span>
      </div>
    </li>
  );
}

function Note({ card }: { card: Card }) {
  const now = useNow();
  const note = stockNote(card.available);
  if (note) return <span className={card.available === 0 ? undefined : 'few'}>{note}</span>;
  const { previousPrice, priceChangedAt } = card;
  const isNews = previousPrice && priceChangedAt && now - Date.parse(priceChangedAt) < NEWS_MS;
  return isNews && previousPrice.amount > card.price.amount ? <Was money={previousPrice} /> : null;
}

/** The same size as what comes. */
export function CardSkeleton({ feature = false }: { feature?: boolean }) {
  return (
    <li className={`card skeleton ${feature ? 'feature' : ''}`} aria-hidden="true">
      <span className="tile" />
      <div className="bar" />
      <div className="bar" />
    </li>
  );
}
