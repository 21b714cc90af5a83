import type { Order, OrderState } from '@/lib/api/shapes';

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

/** The order's way as stops: the five of a good one, or how far it came and where it ended. */
export function stopsOf({ state, history, placedAt }: Pick<Order, 'state' | 'history' | 'placedAt'>): Stop[] {
  const reachedAt = new Map(history.map(({ to, at }) => [to, new Date(at)] as const));
  reachedAt.set('awaiting-payment', new Date(placedAt));
  const end = ENDS[state];
  const passed = WAY.filter(({ reached }) => reachedAt.has(reached)).map(({ name, reached }): Stop =>
    done(name, reachedAt.get(reached)),
  );
  if (end) return [...passed, done(end, reachedAt.get(state))];
  const ahead = WAY.filter(({ reached }) => !reachedAt.has(reached)).map(({ name, waiting }, i): Stop =>
    i === 0 ? { name, state: 'now', text: waiting } : { name, state: 'ahead' },
  );
  return [...passed, ...ahead];
}

const done = (name: string, at: Date | undefined): Stop => (at ? { name, state: 'done', at } : { name, state: 'done' });

export const HEADLINES: Record<OrderState, string> = {
  'awaiting-payment': 'Held for you.',
  paid: 'Paid, thank you.',
  packed: 'Packed, with care.',
  shipped: 'On its way.',
  delivered: 'Delivered.',
  expired: 'Back on the shelf.',
  cancelled: 'Cancelled.',
  refunded: 'Refunded.',
};
