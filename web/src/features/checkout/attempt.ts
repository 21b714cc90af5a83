import { ApiError } from '@/lib/api/problem';
import type { Checkout, NewOrder } from '@/lib/api/shapes';
import type { Stored } from '@/lib/storage';

/** A checkout that was sent. Stored until it is answered, so that a repeat, even after a crash of the page, is the same request. */
export interface CheckoutAttempt {
  key: string;
  /** The basket's token: a repeat needs it, and the basket may be dropped by then. */
  token: string;
  body: Checkout;
  /** When the button was pressed, in milliseconds of this machine's clock. */
  begunAt: number;
  /** Sent, and not known to have been refused: it may have become an order. */
  inDoubt: boolean;
}

export const isCheckoutAttempt = (value: unknown): value is CheckoutAttempt => {
  const { key, token, body, begunAt, inDoubt } = (value ?? {}) as Partial<CheckoutAttempt>;
  return (
    typeof key === 'string' &&
    typeof token === 'string' &&
    typeof body?.basketId === 'string' &&
    typeof begunAt === 'number' &&
    typeof inDoubt === 'boolean'
  );
};

/** What is needed to open an order. */
export interface OrderAccess {
  id: string;
  token: string;
}

/** What placing an order needs of the browser; tests pass fakes. */
export interface CheckoutPorts {
  attempts: Stored<CheckoutAttempt>;
  /** Called before the attempt is removed, so that one of the two is stored at every moment. */
  saveOrder(order: NewOrder, basketId: string): void;
  /** The order of this basket, whichever tab saved it. */
  savedOrder(basketId: string): OrderAccess | undefined;
  /** Runs `step` while no other tab runs a step. */
  withLock<T>(step: () => T): Promise<T>;
  newIdempotencyKey(): string;
  now(): number;
}

/** 128 random bits. `crypto.randomUUID` would need a secure context; this does not. */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Within this time after the button was pressed a reloaded page finishes the checkout by itself; later it waits for the button. */
const FINISH_WITHIN_MS = 10 * 60_000;

/** In doubt, and begun so recently that the shopper still waits for the answer. `now` in milliseconds of this machine's clock. */
export const isRecent = ({ inDoubt, begunAt }: CheckoutAttempt, now: number): boolean =>
  inDoubt && Math.abs(now - begunAt) < FINISH_WITHIN_MS;

/** The shop refused: nothing was ordered, and the key may be used again. Any other error leaves the request in doubt. */
export function isRefusal(error: unknown): error is ApiError {
  return error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429;
}
