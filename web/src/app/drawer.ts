import { createContext, use } from 'react';

export const DrawerContext = createContext<() => void>(() => undefined);

/** Opens the basket's drawer over the page. */
export const useOpenBasket = (): (() => void) => use(DrawerContext);
