import { useEffect, useRef } from 'react';
import type { Elements } from '@/components/elements';
import { useFeedChanges, useLive, useReset, useSubject } from '@/components/useLive';
import { BasketContext, useBasket, useBasketStore } from './context';
import type { BasketStore } from './store';

/** Many products may change at once; the basket asks once. */
const GATHER_MS = 250;

export function BasketProvider({ store, children }: { store: BasketStore; children: Elements }) {
  useEffect(() => store.start(), [store]);
  return (
    <BasketContext value={store}>
      <Follow />
      {children}
    </BasketContext>
  );
}

/** Keeps the basket true: by its own frames, when something that lies in it changes its price or stock, and when all of the shop is asked for anew. */
function Follow() {
  const live = useLive();
  const store = useBasketStore();
  const { ticket, lines, rev } = useBasket();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** The revision of each product that the basket was asked again for. */
  const askedFor = useRef(new Map<string, number>());

  useSubject(ticket && { kind: 'basket', id: ticket.id, token: ticket.token }, (notification) => {
    if (notification === 'refresh' || notification.rev > (rev ?? 0) || notification.state === 'closed')
      void store.refresh();
  });

  useReset(() => {
    askedFor.current.clear();
    void store.renew();
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
    }, GATHER_MS);
  };

  useFeedChanges(catchUp);
  // An answer may be older than what was heard while it was on its way.
  useEffect(catchUp);
  useEffect(() => () => clearTimeout(timer.current), []);

  return null;
}
