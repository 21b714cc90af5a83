import { type Attempt, findOrder, isAttempt } from '@/features/checkout/attempt';
import { rememberOrder } from '@/features/orders/own';
import type { NewOrder } from '@/lib/api/shapes';
import { Signal } from '@/lib/signal';
import { stored } from '@/lib/storage';

export const attempts = stored<Attempt>('vitrine.checkout', isAttempt);

export type Found = { kind: 'nothing' | 'asking' | 'no-answer' } | { kind: 'order'; order: NewOrder };

/** The order that a checkout became though its answer was lost. */
export const found = new Signal<Found>({ kind: 'nothing' });

/** To be called when the basket is known to be closed: what it became is asked for, and kept under My orders. */
export async function recoverOrder(): Promise<void> {
  if (!attempts.read()?.inDoubt || found.get().kind === 'asking') return;
  found.set({ kind: 'asking' });
  try {
    const order = await findOrder(attempts);
    if (order) rememberOrder(order);
    found.set(order ? { kind: 'order', order } : { kind: 'nothing' });
  } catch {
    found.set({ kind: 'no-answer' });
  }
}
