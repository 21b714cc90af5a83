import type { Card, Money } from '@/lib/api/shapes';
import type { FeedChange } from '@/lib/live/feed';
import { LOW_STOCK } from './stock';

/** `changedAt`: when price or stock last changed; absent where neither ever did. */
export type ChangedCard = Card & { changedAt?: string };

/** One line of the recent changes. `at` in milliseconds since 1970. */
export interface RecentChange {
  card: ChangedCard;
  at: number;
  detail: ChangeDetail;
  /** Arrived while the page was open. */
  live: boolean;
}

/** What changed; `count` is a number of pieces. */
export type ChangeDetail =
  | { kind: 'price'; from: Money }
  | { kind: 'sold-out' }
  | { kind: 'few' }
  | { kind: 'back' }
  | { kind: 'sold'; count: number }
  | { kind: 'delivered'; count: number }
  | { kind: 'in-stock' };

/** The last change of a card; null where neither its price nor its stock ever changed. */
export function recentChangeOf(card: ChangedCard): RecentChange | null {
  const at = Date.parse(card.changedAt ?? '');
  return Number.isNaN(at) ? null : { card, at, detail: detailOfCard(card), live: false };
}

function detailOfCard({ available, changedAt, previousPrice, priceChangedAt }: ChangedCard): ChangeDetail {
  if (previousPrice && priceChangedAt === changedAt) return { kind: 'price', from: previousPrice };
  if (available === 0) return { kind: 'sold-out' };
  return { kind: available <= LOW_STOCK ? 'few' : 'in-stock' };
}

/** The change of a message of the feed: with the card before, it can say more. */
export function recentChangeOfUpdate({ before, after }: FeedChange): RecentChange | null {
  const change = after.card && recentChangeOf(after.card);
  if (!change) return null;
  const old: ChangedCard | null | undefined = before?.card;
  const isChange = old?.changedAt !== change.card.changedAt;
  return { ...change, live: isChange, detail: (old && isChange && detailSince(old, change.card)) || change.detail };
}

function detailSince(old: Card, card: Card): ChangeDetail | null {
  if (old.price.amount !== card.price.amount) return { kind: 'price', from: old.price };
  const difference = card.available - old.available;
  if (difference === 0 || card.available === 0) return null;
  if (old.available === 0) return { kind: 'back' };
  if (difference > 0) return { kind: 'delivered', count: difference };
  return card.available <= LOW_STOCK ? { kind: 'few' } : { kind: 'sold', count: -difference };
}

/** The changes that arrived and those that were fetched: each product once, the latest change first, at most `limit`. */
export function mergeNewest(
  arrived: readonly RecentChange[],
  fetched: readonly RecentChange[],
  limit: number,
): RecentChange[] {
  const byId = new Map<string, RecentChange>();
  for (const change of [...fetched, ...arrived]) {
    const known = byId.get(change.card.id);
    if (!known || change.card.rev >= known.card.rev) byId.set(change.card.id, change);
  }
  return [...byId.values()].sort((a, b) => b.at - a.at || (a.card.id < b.card.id ? -1 : 1)).slice(0, limit);
}
