import {
  type Attempt,
  type Desk,
  drawKey,
  isAttempt,
  isFresh,
  isRefusal,
  type Placed,
} from '@/features/checkout/attempt';
import { ownOrderOfBasket, rememberOrder } from '@/features/orders/own';
import type { ApiError } from '@/lib/api/problem';
import { Signal } from '@/lib/signal';
import { exclusively, stored } from '@/lib/storage';

const NAME = 'vitrine.checkout';

export const desk: Desk = {
  storage: stored<Attempt>(NAME, isAttempt),
  keep: rememberOrder,
  kept: ownOrderOfBasket,
  exclusively: (step) => exclusively(NAME, step),
  drawKey,
  now: () => Date.now(),
};

/** How the finishing of a checkout stands whose answer was lost; `none`: nothing was ordered. */
export type Recovery = { basketId: string } & (
  { kind: 'asking' | 'no-answer' | 'none' } | { kind: 'order'; order: Placed } | { kind: 'refused'; error: ApiError }
);

export const recovery = new Signal<Recovery | null>(null);

/**
 * Finishes a checkout in doubt, with the key and the body it was sent with. To be called when its basket is known to be closed, or when whoever
 * sent it is still waiting for the answer.
 */
export async function recoverOrder(): Promise<void> {
  const attempt = desk.storage.read();
  if (!attempt?.inDoubt || recovery.get()?.kind === 'asking') return;
  const { basketId } = attempt.body;
  recovery.set({ basketId, kind: 'asking' });
  try {
    const { finishOrder } = await import('@/features/checkout/placing');
    const order = (await finishOrder(desk)) ?? desk.kept(basketId);
    recovery.set(order ? { basketId, kind: 'order', order } : { basketId, kind: 'none' });
  } catch (error) {
    recovery.set(isRefusal(error) ? { basketId, kind: 'refused', error } : { basketId, kind: 'no-answer' });
  }
}

/** The checkout of this basket that was sent just now and not answered: the page was left or reloaded in the middle. */
export function unfinished(basketId: string | undefined): boolean {
  const attempt = desk.storage.read();
  return attempt !== null && attempt.body.basketId === basketId && isFresh(attempt, desk.now());
}
