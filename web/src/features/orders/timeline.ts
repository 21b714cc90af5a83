import type { Order, OrderState, Payment } from '@/lib/api/shapes';

type PaymentState = Payment['state'];
type OrderProgress = Pick<Order, 'state' | 'history' | 'placedAt' | 'payment'>;

/** A step of the timeline; `at` where it was reached. */
export interface TimelineStep {
  name: string;
  /** done: reached; now: the current one; ahead: still to come. */
  state: 'done' | 'now' | 'ahead';
  at?: Date;
  text?: string;
}

const STEPS: { name: string; reached: OrderState; waiting: string }[] = [
  { name: 'Placed', reached: 'awaiting-payment', waiting: '' },
  { name: 'Paid', reached: 'paid', waiting: 'waiting for you' },
  { name: 'Packed', reached: 'packed', waiting: 'by hand, with too much paper' },
  { name: 'Shipped', reached: 'shipped', waiting: 'as soon as the string is tied' },
  { name: 'Delivered', reached: 'delivered', waiting: 'any day now' },
];

const END_STEPS: Partial<Record<OrderState, string>> = {
  expired: 'Run out',
  cancelled: 'Cancelled',
  refunded: 'Refunded',
};

/** The text of the step 'Paid' while the order is unpaid. */
const UNPAID_TEXTS: Partial<Record<PaymentState, string>> = {
  pending: 'being decided',
  declined: 'declined, waiting for you',
};

/** The order's progress: all five steps, or those it reached and the one at which it ended. */
export function timelineSteps({ state, history, placedAt, payment }: OrderProgress): TimelineStep[] {
  // An entry without a change of state is a note.
  const moves = history.filter(({ from, to }) => from !== to);
  const reachedAt = new Map(moves.map(({ to, at }) => [to, new Date(at)] as const));
  reachedAt.set('awaiting-payment', new Date(placedAt));
  const end = END_STEPS[state];
  const passed = STEPS.filter(({ reached }) => reachedAt.has(reached)).map(({ name, reached }): TimelineStep =>
    done(name, reachedAt.get(reached)),
  );
  if (end) return [...passed, done(end, reachedAt.get(state))];
  if (payment.state === 'refunding') return [...passed, { name: 'Refunded', state: 'now', text: 'on its way to you' }];
  const ahead = STEPS.filter(({ reached }) => !reachedAt.has(reached)).map(
    ({ name, reached, waiting }, i): TimelineStep => {
      if (i > 0) return i === 1 ? { name, state: 'ahead', text: waiting } : { name, state: 'ahead' };
      return { name, state: 'now', text: (reached === 'paid' && UNPAID_TEXTS[payment.state]) || waiting };
    },
  );
  return [...passed, ...ahead];
}

const done = (name: string, at: Date | undefined): TimelineStep =>
  at ? { name, state: 'done', at } : { name, state: 'done' };

const HEADLINES: Record<OrderState, string> = {
  'awaiting-payment': 'Held for you.',
  paid: 'Paid, thank you.',
  packed: 'Packed, with care.',
  shipped: 'On its way.',
  delivered: 'Delivered.',
  expired: 'Back on the shelf.',
  cancelled: 'Cancelled.',
  refunded: 'Refunded.',
};

/** The order's state in a few words. */
export function orderHeadline({ state, payment }: Pick<Order, 'state' | 'payment'>): string {
  if (payment.state === 'pending') return 'Payment being decided.';
  if (payment.state === 'refunding') return 'On its way back.';
  return HEADLINES[state];
}
