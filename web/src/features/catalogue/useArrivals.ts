import { useState } from 'react';
import { useFeedChanges } from '@/components/useLive';
import type { Card } from '@/lib/api/shapes';
import { type Filters, matches } from './filters';

/** Products that came into an open list after it was said: they wait until the reader asks for them. */
export function useArrivals(filters: Filters, shown: ReadonlySet<string>, saidAt: number | undefined): Card[] {
  const [arrived, setArrived] = useState<{ of: number | undefined; cards: Map<string, Card> }>({
    of: saidAt,
    cards: new Map(),
  });
  if (arrived.of !== saidAt) setArrived({ of: saidAt, cards: new Map() });

  useFeedChanges(({ id, before, after }) => {
    if (saidAt === undefined || shown.has(id)) return;
    const isNew = after.card !== null && (before?.card === null || Date.parse(after.card.createdAt) > saidAt);
    setArrived((old) => {
      if (!isNew && !old.cards.has(id)) return old;
      const cards = new Map(old.cards);
      if (after.card) cards.set(id, after.card);
      else cards.delete(id);
      return { ...old, cards };
    });
  });

  // The shop's clock tells whole seconds: two answers may be of one time, and the later one has what had arrived.
  return [...arrived.cards.values()].filter((card) => !shown.has(card.id) && matches(card, filters));
}
