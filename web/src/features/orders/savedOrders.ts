import type { NewOrder } from '@/lib/api/shapes';
import { stored, withNewest } from '@/lib/storage';

/** An order placed in this browser: its token, and enough to list it. */
export interface SavedOrder {
  id: string;
  token: string;
  number: string;
  placedAt: string;
  /** Its basket: other tabs that still show the basket find the order by this. */
  basketId?: string;
}

const isSavedOrders = (value: unknown): value is SavedOrder[] =>
  Array.isArray(value) &&
  value.every(
    (entry: Partial<SavedOrder> | null) =>
      typeof entry?.id === 'string' &&
      typeof entry.token === 'string' &&
      typeof entry.number === 'string' &&
      typeof entry.placedAt === 'string',
  );

const MAX_SAVED = 100;
const storage = stored('vitrine.orders', isSavedOrders);

/** Newest first. */
export const savedOrders = (): SavedOrder[] => storage.read() ?? [];

export const findSavedOrder = (id: string): SavedOrder | undefined => savedOrders().find((order) => order.id === id);

/** The order of a basket, whichever tab of this browser placed it. */
export const savedOrderOfBasket = (basketId: string): SavedOrder | undefined =>
  savedOrders().find((order) => order.basketId === basketId);

/** Saves an order as the newest; of more than 100 the oldest is dropped. */
export function saveOrder({ id, token, number, placedAt }: NewOrder, basketId: string): void {
  const order = { id, token, number, placedAt, basketId };
  storage.write(withNewest<SavedOrder>(savedOrders(), order, MAX_SAVED, (each) => each.id));
}
