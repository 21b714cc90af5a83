import type { Order, OrderState, Payment } from '@/lib/api/shapes';

type PaymentState = Payment['state'];
type Way = Pick<Order, 'state' | 'history' | 'placedAt' | 'payment'>;

export interface Stop {
  name: string;
  /** done: passed; now: waited for; ahead: still to come. */
  state: 'done' | 'now' | 'ahead';
  at?: Date;
  text?: string;
}

const WAY: { name: string; reached: OrderState; waiting: string }[] = [
  { name: 'Placed', reached: 'awaiting-payment', waiting: '' },
  { name: 'Paid', reached: 'paid', waiting: 'waiting for you' },
  { name: 'Packed', reached: 'packed', waiting: 'by hand, with too much paper' },
  { name: 'Shipped', reached: 'shipped', waiting: 'as soon as the string is tied' },
  { name: 'Delivered', reached: 'delivered', waiting: 'any day now' },
];

const ENDS: Partial<Record<OrderState, string>> = { expired: 'Run out', cancelled: 'Cancelled', refunded: 'Refunded' };

/** Paid, while it is not: what it waits for. */
const UNPAID: Partial<Record<PaymentState, string>> = {
  pending: 'being decided',
  declined: 'declined, waiting for you',
};

/** The order's way as stops: the five of a good one, or how far it came and where it ended. */
export function stopsOf({ state, history, placedAt, payment }: Way): Stop[] {
  // An entry that leads nowhere is a note, not a move.
  const moves = history.filter(({ from, to }) => from !== to);
  const reachedAt = new Map(moves.map(({ to, at }) => [to, new Date(at)] as const));
  reachedAt.set('awaiting-payment', new Date(placedAt));
  const end = ENDS[state];
  const passed = WAY.filter(({ reached }) => reachedAt.has(reached)).map(({ name, reached }): Stop =>
    done(name, reachedAt.get(reached)),
  );
  if (end) return [...passed, done(end, reachedAt.get(state))];
  if (payment.state === 'refunding') return [...passed, { name: 'Refunded', state: 'now', text: 'on its way to you' }];
  const ahead = WAY.filter(({ reached }) => !reachedAt.has(reached)).map(({ name, reached, waiting }, i): Stop => {
    if (i > 0) return i === 1 ? { name, state: 'ahead', text: waiting } : { name, state: 'ahead' };
    return { name, state: 'now', text: (reached === 'paid' && UNPAID[payment.state]) || waiting };
  });
  return [...passed, ...ahead];
}

const done = (name: string, at: Date | undefined): Stop => (at ? { name, state: 'done', at } : { name, state: 'done' });

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

/** How the order stands, in a few words. */
export function headlineOf({ state, payment }: Pick<Order, 'state' | 'payment'>): string {
  if (payment.state === 'pending') return 'Payment being decided.';
  if (payment.state === 'refunding') return 'On its way back.';
  return HEADLINES[state];
}
