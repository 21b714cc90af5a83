import type { NewOrder } from '@/lib/api/shapes';
import { stored, withNewest } from '@/lib/storage';

/** An order placed in this browser: what opens it, and enough to list it. */
export interface OwnOrder {
  id: string;
  token: string;
  number: string;
  placedAt: string;
  /** The basket it was: other tabs that still show it find its order by this. */
  basketId?: string;
}

const isOwnOrders = (value: unknown): value is OwnOrder[] =>
  Array.isArray(value) &&
  value.every(
    (entry: Partial<OwnOrder> | null) =>
      typeof entry?.id === 'string' &&
      typeof entry.token === 'string' &&
      typeof entry.number === 'string' &&
      typeof entry.placedAt === 'string',
  );

const MOST = 100;
const storage = stored('vitrine.orders', isOwnOrders);

/** Newest first. */
export const ownOrders = (): OwnOrder[] => storage.read() ?? [];

export const ownOrder = (id: string): OwnOrder | undefined => ownOrders().find((order) => order.id === id);

/** What a basket became in this browser, whichever of its tabs ordered it. */
export const ownOrderOfBasket = (basketId: string): OwnOrder | undefined =>
  ownOrders().find((order) => order.basketId === basketId);

export function rememberOrder({ id, token, number, placedAt }: NewOrder, basketId: string): void {
  const order = { id, token, number, placedAt, basketId };
  storage.write(withNewest<OwnOrder>(ownOrders(), order, MOST, (each) => each.id));
}
