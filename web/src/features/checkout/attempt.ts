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

/** Other tabs may begin attempts of the same basket meanwhile; this many are waited out before the shopper is told. */
const MOST_ROUNDS = 3;

/** Within this time of the press, a page that comes back finishes the checkout by itself; later it asks first. */
const FINISH_WITHIN_MS = 10 * 60_000;

/**
 * Places the order once, however often and in however many tabs it is called: the key is stored before the first send and used again until
 * the shop has answered. What is in doubt is asked again with its own body first: if it did become an order, that order is the answer.
 */
export async function placeOrder(body: Checkout, token: string, desk: Desk): Promise<Placed> {
  for (let round = 0; ; round++) {
    const claimed = await desk.exclusively(() => claim(body, token, desk));
    if ('placed' in claimed) return claimed.placed;
    const { attempt, earlier } = claimed;
    if (!earlier) return send(attempt, desk);
    try {
      return await send(attempt, desk);
    } catch (error) {
      if (!isRefusal(error) || round === MOST_ROUNDS) throw error;
    }
  }
}

type Claim = { placed: Placed } | { attempt: Attempt; earlier: boolean };

/** The order another tab made of this basket; or its attempt that is in doubt; or a new one, stored with the key that the basket's attempts share. */
function claim(body: Checkout, token: string, { storage, kept, drawKey, now }: Desk): Claim {
  const placed = kept(body.basketId);
  if (placed) return { placed };
  const stored = storage.read();
  const own = stored?.body.basketId === body.basketId ? stored : null;
  if (own?.inDoubt) return { attempt: own, earlier: true };
  const attempt = { key: own?.key ?? drawKey(), token, body, begunAt: now(), inDoubt: true };
  storage.write(attempt);
  return { attempt, earlier: false };
}

/**
 * What became of the checkout in doubt: its order, or null if there is none in doubt. Throws the refusal if the shop refuses it, `NoAnswer` and its
 * like while that stays unknown. Where the basket is open still, this may place the order: see `isFresh`.
 */
export async function finishOrder(desk: Desk): Promise<NewOrder | null> {
  const attempt = desk.storage.read();
  return attempt?.inDoubt ? send(attempt, desk) : null;
}

/** Whoever pressed the button is still waiting: the page was left or reloaded before the answer came. */
export const isFresh = ({ inDoubt, begunAt }: Attempt, now: number): boolean =>
  inDoubt && Math.abs(now - begunAt) < FINISH_WITHIN_MS;

async function send(attempt: Attempt, desk: Desk): Promise<NewOrder> {
  const { key, token, body } = attempt;
  try {
    const { data } = await request<NewOrder>('/orders', {
      method: 'POST',
      token,
      body,
      headers: { 'idempotency-key': key },
    });
    desk.keep(data, body.basketId);
    replace(attempt, null, desk);
    return data;
  } catch (error) {
    if (isRefusal(error)) replace(attempt, { ...attempt, inDoubt: false }, desk);
    throw error;
  }
}

/** Another tab may have begun its own since: that one is not ours to touch. */
function replace({ key, begunAt }: Attempt, next: Attempt | null, { storage }: Desk): void {
  const stored = storage.read();
  if (stored?.key === key && stored.begunAt === begunAt) storage.write(next);
}

/** The shop has judged and said no: nothing was ordered, and the key is free. Anything else leaves the request in doubt. */
export function isRefusal(error: unknown): error is ApiError {
  return error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429;
}
