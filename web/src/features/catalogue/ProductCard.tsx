import { Link } from '@tanstack/react-router';
import { Dot } from '@/components/Dot';
import { Price, PreviousPrice } from '@/components/Price';
import { Tile } from '@/components/Tile';
import { useLiveCard } from '@/components/useLive';
import { useNow } from '@/components/useNow';
import type { Card } from '@/lib/api/shapes';
import { stockNote } from './stock';

const SIZES = '(min-width: 2200px) 20vw, (min-width: 1080px) 24vw, (min-width: 760px) 31vw, 46vw';
/** How long a lower price shows the one before. */
const PRICE_CHANGE_SHOWN_MS = 24 * 60 * 60_000;

export interface ProductCardProps {
  card: Card;
  eager?: boolean;
  feature?: boolean;
  text?: string;
}

/** A product in a list, updated by the feed. */
export function ProductCard({ card: answered, eager = false, feature = false, text }: ProductCardProps) {
  const live = useLiveCard(answered);
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
  const isNews = previousPrice && priceChangedAt && now - Date.parse(priceChangedAt) < PRICE_CHANGE_SHOWN_MS;
  return isNews && previousPrice.amount > card.price.amount ? <PreviousPrice money={previousPrice} /> : null;
}

/** As large as the card that will take its place. */
export function CardSkeleton({ feature = false }: { feature?: boolean }) {
  return (
    <li className={`card skeleton ${feature ? 'feature' : ''}`} aria-hidden="true">
      <span className="tile" />
      <div className="bar" />
      <div className="bar" />
    </li>
  );
}
