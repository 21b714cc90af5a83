import { ApiError } from '@/lib/api/problem';
import type { Checkout, NewOrder } from '@/lib/api/shapes';
import type { Stored } from '@/lib/storage';

/** A checkout that was sent: kept until it is answered, so that a repeat, even after a crash of the page, is the same request. */
export interface Attempt {
  key: string;
  /** The basket's: whoever repeats the request needs it, and the basket itself may be forgotten by then. */
  token: string;
  body: Checkout;
  /** When the button was pressed, in milliseconds of this machine's clock. */
  begunAt: number;
  /** Sent, and not known to have been refused: it may have become an order. */
  inDoubt: boolean;
}

export const isAttempt = (value: unknown): value is Attempt => {
  const { key, token, body, begunAt, inDoubt } = (value ?? {}) as Partial<Attempt>;
  return (
    typeof key === 'string' &&
    typeof token === 'string' &&
    typeof body?.basketId === 'string' &&
    typeof begunAt === 'number' &&
    typeof inDoubt === 'boolean'
  );
};

/** What opens an order. */
export interface Placed {
  id: string;
  token: string;
}

/** What placing an order needs of the browser; tests pass their own. */
export interface Desk {
  storage: Stored<Attempt>;
  /** Keeps what opens the order. Called before the attempt is forgotten, so that at every moment one of the two is stored. */
  keep(order: NewOrder, basketId: string): void;
  /** What was kept of this basket, by whichever tab. */
  kept(basketId: string): Placed | undefined;
  /** Runs `step` while no other tab runs one. */
  exclusively<T>(step: () => T): Promise<T>;
  drawKey(): string;
  now(): number;
}

/** 128 random bits. `crypto.randomUUID` would need a secure context; this does not. */
export function drawKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Within this time of the press, a page that comes back finishes the checkout by itself; later it asks first. */
const FINISH_WITHIN_MS = 10 * 60_000;

/** Whoever pressed the button is still waiting: the page was left or reloaded before the answer came. */
export const isFresh = ({ inDoubt, begunAt }: Attempt, now: number): boolean =>
  inDoubt && Math.abs(now - begunAt) < FINISH_WITHIN_MS;

/** The shop has judged and said no: nothing was ordered, and the key is free. Anything else leaves the request in doubt. */
export function isRefusal(error: unknown): error is ApiError {
  return error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429;
}
