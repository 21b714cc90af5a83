import { useEffect, useRef } from 'react';
import type { Elements } from '@/components/elements';
import { useFeedChanges, useLive, useFeedReset, useSubjectUpdates } from '@/components/useLive';
import { BasketContext, useBasket, useBasketStore } from './context';
import type { BasketStore } from './store';

/** Many products may change at once: the basket is fetched once. */
const REFRESH_DEBOUNCE_MS = 250;

export function BasketProvider({ store, children }: { store: BasketStore; children: Elements }) {
  useEffect(() => store.start(), [store]);
  return (
    <BasketContext value={store}>
      <KeepInStep />
      {children}
    </BasketContext>
  );
}

/** Refreshes the basket on its own frames, when a product in it changes its price or stock, and after a reset of the feed. */
function KeepInStep() {
  const live = useLive();
  const store = useBasketStore();
  const { handle, lines, rev } = useBasket();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** The revision of each product for which the basket was refreshed. */
  const askedFor = useRef(new Map<string, number>());

  useSubjectUpdates(handle && { kind: 'basket', id: handle.id, token: handle.token }, (notification) => {
    if (notification === 'refresh' || notification.rev > (rev ?? 0) || notification.state === 'closed')
      void store.refresh();
  });

  useFeedReset(() => {
    askedFor.current.clear();
    void store.refreshAfterReset();
  });

  const catchUp = () => {
    const behind = lines.flatMap(({ card: { id, rev } }) => {
      const known = live.feed.get(id);
      return known && known.rev > Math.max(rev, askedFor.current.get(id) ?? 0) ? [[id, known.rev] as const] : [];
    });
    if (behind.length === 0) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      for (const [id, rev] of behind) askedFor.current.set(id, rev);
      void store.refresh();
    }, REFRESH_DEBOUNCE_MS);
  };

  useFeedChanges(catchUp);
  // An answer may be older than messages that arrived before it.
  useEffect(catchUp);
  useEffect(() => () => clearTimeout(timer.current), []);

  return null;
}
