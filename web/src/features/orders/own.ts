import type { NewOrder } from '@/lib/api/shapes';
import { stored } from '@/lib/storage';

/** An order placed in this browser: what opens it, and enough to list it. */
export interface OwnOrder {
  id: string;
  token: string;
  number: string;
  placedAt: string;
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

export function rememberOrder({ id, token, number, placedAt }: NewOrder): void {
  storage.write([{ id, token, number, placedAt }, ...ownOrders().filter((order) => order.id !== id)].slice(0, MOST));
}
