import type { Card, Money } from '@/lib/api/shapes';
import type { Applied } from '@/lib/live/feed';
import { FEW } from './stock';

/** One line of what just changed. */
export interface Entry {
  key: string;
  card: Card;
  /** Null where the cards don't tell when it was. */
  at: number | null;
  news: News;
  /** Told while the reader watched, not found on arrival. */
  live: boolean;
}

export type News =
  | { kind: 'price'; from: Money }
  | { kind: 'sold-out' }
  | { kind: 'few' }
  | { kind: 'back' }
  | { kind: 'sold'; count: number }
  | { kind: 'delivered'; count: number }
  | { kind: 'new' };

/** What a change means to someone looking at the window; null when it is none of their business. */
export function newsOf({ before, after }: Applied): News | null {
  const card = after.card;
  if (!card || !before) return null;
  const old = before.card;
  if (!old) return { kind: 'new' };
  if (old.price.amount !== card.price.amount) return { kind: 'price', from: old.price };
  const difference = card.available - old.available;
  if (difference === 0) return null;
  if (card.available === 0) return { kind: 'sold-out' };
  if (old.available === 0) return { kind: 'back' };
  if (difference > 0) return { kind: 'delivered', count: difference };
  return card.available <= FEW ? { kind: 'few' } : { kind: 'sold', count: -difference };
}

/** What the cards themselves tell of the past, newest first: so that the ledger is not empty for who arrives. */
export function history(cards: readonly Card[], most: number): Entry[] {
  return cards
    .filter(({ available }) => available > 0)
    .map((card): Entry => {
      const { previousPrice, priceChangedAt } = card;
      if (previousPrice && priceChangedAt)
        return told(card, Date.parse(priceChangedAt), { kind: 'price', from: previousPrice });
      return card.available <= FEW
        ? told(card, null, { kind: 'few' })
        : told(card, Date.parse(card.createdAt), { kind: 'new' });
    })
    .sort((a, b) => ORDER[a.news.kind] - ORDER[b.news.kind] || (b.at ?? 0) - (a.at ?? 0))
    .slice(0, most);
}

/** Changes before arrivals, then the newest. */
const ORDER: Record<News['kind'], number> = { price: 0, 'sold-out': 0, back: 0, sold: 0, delivered: 0, few: 1, new: 2 };

const told = (card: Card, at: number | null, news: News): Entry => ({
  key: `${card.id}-then`,
  card,
  at,
  news,
  live: false,
});
