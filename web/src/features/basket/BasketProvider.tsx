import { useEffect, useRef } from 'react';
import type { Elements } from '@/components/elements';
import { useFeedChanges, useSubject } from '@/features/live/context';
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

/** Keeps the basket true: by its own frames, and when something that lies in it changes its price or stock. */
function Follow() {
  const store = useBasketStore();
  const { ticket, lines, rev } = useBasket();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useSubject(ticket && { kind: 'basket', id: ticket.id, token: ticket.token }, (notification) => {
    if (notification === 'refresh' || notification.rev > (rev ?? 0) || notification.state === 'closed')
      void store.refresh();
  });

  useFeedChanges(({ id, after }) => {
    const line = lines.find(({ card }) => card.id === id);
    if (!line || after.rev <= line.card.rev) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void store.refresh(), GATHER_MS);
  });
  useEffect(() => () => clearTimeout(timer.current), []);

  return null;
}
