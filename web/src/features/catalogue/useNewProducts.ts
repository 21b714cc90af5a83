import { useState } from 'react';
import { useFeedChanges } from '@/components/useLive';
import type { Card } from '@/lib/api/shapes';
import { type Filters, matches } from './filters';

/** Products that were added to an open list after its answer. They are shown on request. */
export function useNewProducts(filters: Filters, shown: ReadonlySet<string>, answeredAt: number | undefined): Card[] {
  const [arrived, setArrived] = useState<{ of: number | undefined; cards: Map<string, Card> }>({
    of: answeredAt,
    cards: new Map(),
  });
  if (arrived.of !== answeredAt) setArrived({ of: answeredAt, cards: new Map() });

  useFeedChanges(({ id, before, after }) => {
    if (answeredAt === undefined || shown.has(id)) return;
    const isNew = after.card !== null && (before?.card === null || Date.parse(after.card.createdAt) > answeredAt);
    setArrived((old) => {
      if (!isNew && !old.cards.has(id)) return old;
      const cards = new Map(old.cards);
      if (after.card) cards.set(id, after.card);
      else cards.delete(id);
      return { ...old, cards };
    });
  });

  // The Date header has whole seconds: two answers may have one time, and the later one contains what was new.
  return [...arrived.cards.values()].filter((card) => !shown.has(card.id) && matches(card, filters));
}
