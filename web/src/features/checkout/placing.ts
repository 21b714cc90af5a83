import { ask as request } from '@/lib/api/client';
import type { Checkout, NewOrder } from '@/lib/api/shapes';
import { type Attempt, type Desk, isRefusal, type Placed } from './attempt';

/** Other tabs may begin attempts of the same basket meanwhile; this many are waited out before the shopper is told. */
const MOST_ROUNDS = 3;

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
