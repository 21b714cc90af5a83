import { createContext, use, useSyncExternalStore } from 'react';
import type { BasketStore } from './store';
import type { BasketView } from './view';

export const BasketContext = createContext<BasketStore | null>(null);

export function useBasketStore(): BasketStore {
  const store = use(BasketContext);
  if (!store) throw new Error('There is no BasketProvider above this component.');
  return store;
}

export function useBasket(): BasketView {
  const { view } = useBasketStore();
  return useSyncExternalStore(view.subscribe, view.get);
}
