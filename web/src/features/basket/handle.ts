import { type Stored, stored } from '@/lib/storage';

/** The basket's id and token, and the latest revision this browser has seen. Stored, and shared by all tabs. */
export interface BasketHandle {
  id: string;
  token: string;
  rev: number;
}

const isBasketHandle = (value: unknown): value is BasketHandle => {
  const { id, token, rev } = (value ?? {}) as Partial<BasketHandle>;
  return typeof id === 'string' && typeof token === 'string' && typeof rev === 'number';
};

/** The handle as this tab stores it. */
export const storedHandle = (): Stored<BasketHandle> => stored('vitrine.basket', isBasketHandle);
