import type { Card, Money } from '@/lib/api/shapes';
import type { Applied } from '@/lib/live/feed';
import { FEW } from './stock';

/** `changedAt`: when price or stock last changed; absent where neither ever did. */
export type ChangedCard = Card & { changedAt?: string };

/** One line of what just changed. */
export interface Entry {
  card: ChangedCard;
  at: number;
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
  | { kind: 'in-stock' };

/** The line that a card makes by itself; null where neither its price nor its stock ever changed. */
export function entryOf(card: ChangedCard): Entry | null {
  const at = Date.parse(card.changedAt ?? '');
  return Number.isNaN(at) ? null : { card, at, news: newsOfCard(card), live: false };
}

function newsOfCard({ available, changedAt, previousPrice, priceChangedAt }: ChangedCard): News {
  if (previousPrice && priceChangedAt === changedAt) return { kind: 'price', from: previousPrice };
  if (available === 0) return { kind: 'sold-out' };
  return { kind: available <= FEW ? 'few' : 'in-stock' };
}

/** The line that a change makes for who watches: with what was there before, it can say more. */
export function entryOfChange({ before, after }: Applied): Entry | null {
  const entry = after.card && entryOf(after.card);
  if (!entry) return null;
  const old: ChangedCard | null | undefined = before?.card;
  const isChange = old?.changedAt !== entry.card.changedAt;
  return { ...entry, live: isChange, news: (old && isChange && newsSince(old, entry.card)) || entry.news };
}

function newsSince(old: Card, card: Card): News | null {
  if (old.price.amount !== card.price.amount) return { kind: 'price', from: old.price };
  const difference = card.available - old.available;
  if (difference === 0 || card.available === 0) return null;
  if (old.available === 0) return { kind: 'back' };
  if (difference > 0) return { kind: 'delivered', count: difference };
  return card.available <= FEW ? { kind: 'few' } : { kind: 'sold', count: -difference };
}

/** What was told and what was found, each product once, the latest change first. */
export function newest(told: readonly Entry[], found: readonly Entry[], most: number): Entry[] {
  const byId = new Map<string, Entry>();
  for (const entry of [...found, ...told]) {
    const known = byId.get(entry.card.id);
    if (!known || entry.card.rev >= known.card.rev) byId.set(entry.card.id, entry);
  }
  return [...byId.values()].sort((a, b) => b.at - a.at || (a.card.id < b.card.id ? -1 : 1)).slice(0, most);
}
