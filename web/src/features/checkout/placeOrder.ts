import { callApi as request } from '@/lib/api/client';
import type { Checkout, NewOrder } from '@/lib/api/shapes';
import { type CheckoutAttempt, type CheckoutPorts, isRefusal, type OrderAccess } from './attempt';

/** Other tabs may begin attempts of the same basket meanwhile: so many are waited for before the refusal is thrown. */
const MAX_ROUNDS = 3;

/**
 * Places the order once, however often and in however many tabs it is called: the key is stored before the first send and used again until
 * the shop has answered. An attempt in doubt is sent again with its own body first: if it did become an order, that order is returned.
 * Throws `ApiError` when the shop refuses, `NoResponse` when the outcome is unknown.
 */
export async function placeOrder(body: Checkout, token: string, ports: CheckoutPorts): Promise<OrderAccess> {
  for (let round = 0; ; round++) {
    const claimed = await ports.withLock(() => claim(body, token, ports));
    if ('placed' in claimed) return claimed.placed;
    const { attempt, earlier } = claimed;
    if (!earlier) return send(attempt, ports);
    try {
      return await send(attempt, ports);
    } catch (error) {
      if (!isRefusal(error) || round === MAX_ROUNDS) throw error;
    }
  }
}

type Claim = { placed: OrderAccess } | { attempt: CheckoutAttempt; earlier: boolean };

/** The order another tab made of this basket; or its attempt in doubt; or a new one, stored with the key that the basket's attempts share. */
function claim(body: Checkout, token: string, { attempts, savedOrder, newIdempotencyKey, now }: CheckoutPorts): Claim {
  const placed = savedOrder(body.basketId);
  if (placed) return { placed };
  const stored = attempts.read();
  const ofBasket = stored?.body.basketId === body.basketId ? stored : null;
  if (ofBasket?.inDoubt) return { attempt: ofBasket, earlier: true };
  const attempt = { key: ofBasket?.key ?? newIdempotencyKey(), token, body, begunAt: now(), inDoubt: true };
  attempts.write(attempt);
  return { attempt, earlier: false };
}

/**
 * Finishes the attempt in doubt: its order, or null if no attempt is in doubt. Throws `ApiError` if the shop refuses it, `NoResponse` while the
 * outcome is unknown. Where the basket is still open this may place the order: see `isRecent`.
 */
export async function finishOrder(ports: CheckoutPorts): Promise<NewOrder | null> {
  const attempt = ports.attempts.read();
  return attempt?.inDoubt ? send(attempt, ports) : null;
}

async function send(attempt: CheckoutAttempt, ports: CheckoutPorts): Promise<NewOrder> {
  const { key, token, body } = attempt;
  try {
    const { data } = await request<NewOrder>('/orders', {
      method: 'POST',
      token,
      body,
      headers: { 'idempotency-key': key },
    });
    ports.saveOrder(data, body.basketId);
    replace(attempt, null, ports);
    return data;
  } catch (error) {
    if (isRefusal(error)) replace(attempt, { ...attempt, inDoubt: false }, ports);
    throw error;
  }
}

/** Leaves an attempt alone that another tab has begun since. */
function replace({ key, begunAt }: CheckoutAttempt, next: CheckoutAttempt | null, { attempts }: CheckoutPorts): void {
  const stored = attempts.read();
  if (stored?.key === key && stored.begunAt === begunAt) attempts.write(next);
}
