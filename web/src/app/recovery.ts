import {
  type CheckoutAttempt,
  type CheckoutPorts,
  newIdempotencyKey,
  isCheckoutAttempt,
  isRecent,
  isRefusal,
  type OrderAccess,
} from '@/features/checkout/attempt';
import { savedOrderOfBasket, saveOrder } from '@/features/orders/savedOrders';
import type { ApiError } from '@/lib/api/problem';
import { Signal } from '@/lib/signal';
import { withLock, stored } from '@/lib/storage';

const NAME = 'vitrine.checkout';

/** The checkout's ports by this browser: orders are saved, attempts stored, one tab at a time. */
export const checkoutPorts: CheckoutPorts = {
  attempts: stored<CheckoutAttempt>(NAME, isCheckoutAttempt),
  saveOrder: saveOrder,
  savedOrder: savedOrderOfBasket,
  withLock: (step) => withLock(NAME, step),
  newIdempotencyKey,
  now: () => Date.now(),
};

/** The state of finishing a checkout whose answer was lost; `none`: nothing was ordered. */
export type Recovery = { basketId: string } & (
  | { kind: 'asking' | 'no-answer' | 'none' }
  | { kind: 'order'; order: OrderAccess }
  | { kind: 'refused'; error: ApiError }
);

/** The progress of `recoverOrder`; null before the first. */
export const recovery = new Signal<Recovery | null>(null);

/**
 * Finishes a checkout in doubt, with the key and body it was sent with. To be called when its basket is known to be closed, or while the
 * shopper still waits for the answer. Its progress is in `recovery`.
 */
export async function recoverOrder(): Promise<void> {
  const attempt = checkoutPorts.attempts.read();
  if (!attempt?.inDoubt || recovery.get()?.kind === 'asking') return;
  const { basketId } = attempt.body;
  recovery.set({ basketId, kind: 'asking' });
  try {
    const { finishOrder } = await import('@/features/checkout/placeOrder');
    const order = (await finishOrder(checkoutPorts)) ?? checkoutPorts.savedOrder(basketId);
    recovery.set(order ? { basketId, kind: 'order', order } : { basketId, kind: 'none' });
  } catch (error) {
    recovery.set(isRefusal(error) ? { basketId, kind: 'refused', error } : { basketId, kind: 'no-answer' });
  }
}

/** Whether a checkout of this basket was sent recently and not answered: the page was left or reloaded meanwhile. */
export function hasUnfinishedCheckout(basketId: string | undefined): boolean {
  const attempt = checkoutPorts.attempts.read();
  return attempt !== null && attempt.body.basketId === basketId && isRecent(attempt, checkoutPorts.now());
}
