import { ask as request } from '@/lib/api/client';
import { ApiError } from '@/lib/api/problem';
import type { Checkout, NewOrder } from '@/lib/api/shapes';
import type { Stored } from '@/lib/storage';

/** A checkout that was sent: kept until it is answered, so that a repeat, even after a crash of the page, is the same request. */
export interface Attempt {
  key: string;
  /** The basket's: whoever repeats the request needs it, and the basket itself may be forgotten by then. */
  token: string;
  body: Checkout;
  /** Sent, and not known to have been refused: it may have become an order. */
  inDoubt: boolean;
}

export const isAttempt = (value: unknown): value is Attempt => {
  const { key, token, body, inDoubt } = (value ?? {}) as Partial<Attempt>;
  return (
    typeof key === 'string' &&
    typeof token === 'string' &&
    typeof body?.basketId === 'string' &&
    typeof inDoubt === 'boolean'
  );
};

/** 128 random bits. `crypto.randomUUID` would need a secure context; this does not. */
export function drawKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Places the order once, however often it is called: the key is stored before the first send and used again until the shop has answered.
 * What is in doubt is asked again with its own body first: if it did become an order, that order is the answer.
 */
export async function placeOrder(
  body: Checkout,
  token: string,
  storage: Stored<Attempt>,
  draw = drawKey,
): Promise<NewOrder> {
  const earlier = storage.read();
  const own = earlier?.body.basketId === body.basketId ? earlier : null;
  const placed = own?.inDoubt ? await ask(own, storage) : null;
  return placed ?? send({ key: own?.key ?? draw(), token, body, inDoubt: true }, storage);
}

/**
 * What became of a checkout in doubt, for when its basket turns out to be closed: its order, or null if it was refused.
 * Not for a basket that is open: there the repeat might place an order that nobody is waiting for any more.
 */
export function findOrder(storage: Stored<Attempt>): Promise<NewOrder | null> {
  const attempt = storage.read();
  return attempt?.inDoubt ? ask(attempt, storage) : Promise.resolve(null);
}

async function ask(attempt: Attempt, storage: Stored<Attempt>): Promise<NewOrder | null> {
  try {
    return await send(attempt, storage);
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}

async function send(attempt: Attempt, storage: Stored<Attempt>): Promise<NewOrder> {
  const { key, token, body } = attempt;
  storage.write(attempt);
  try {
    const { data } = await request<NewOrder>('/orders', {
      method: 'POST',
      token,
      body,
      headers: { 'idempotency-key': key },
    });
    storage.write(null);
    return data;
  } catch (error) {
    if (isRefusal(error)) storage.write({ ...attempt, inDoubt: false });
    throw error;
  }
}

/** The shop has judged and said no: nothing was ordered, and the key is free. Anything else leaves the request in doubt. */
function isRefusal(error: unknown): error is ApiError {
  return error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429;
}
