import { createContext, use, useSyncExternalStore } from 'react';
import type { BasketStore } from './store';
import type { BasketView } from './view';

export const BasketContext = createContext<BasketStore | null>(null);

/** The basket's store; throws outside of a BasketProvider. */
export function useBasketStore(): BasketStore {
  const store = use(BasketContext);
  if (!store) throw new Error('There is no BasketProvider above this component.');
  return store;
}

/** The basket as it is shown, updated on every change. */
export function useBasket(): BasketView {
  const { view } = useBasketStore();
  return useSyncExternalStore(view.subscribe, view.get);
}
