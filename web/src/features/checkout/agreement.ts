import type { Money, Notice } from '@/lib/api/shapes';

/** What the checkout needs to know of a basket's line. */
export interface Line {
  card: { id: string; name: string };
  quantity: number;
  unitPrice: Money;
  notices: readonly Notice[];
}

/** What the shopper has last agreed to, when the page opened or by a tick: prices and quantities, and so the total. */
export interface Agreement {
  lines: ReadonlyMap<string, { name: string; quantity: number; unitPrice: Money }>;
  total: number;
}

export interface Difference {
  id: string;
  name: string;
  was: Money;
  is: Money;
}

/** How many of an object there were and are; 0 where it is not in the basket. */
export interface Count {
  id: string;
  name: string;
  was: number;
  is: number;
}

export interface Short {
  id: string;
  name: string;
  wanted: number;
  available: number;
}

/** How the basket differs from what was agreed. */
export interface Review {
  prices: Difference[];
  shorts: Short[];
  /** Other objects or quantities, chosen in another tab. */
  counts: Count[];
  /** The new total is more than what was agreed, or for something else: it needs a tick. */
  needsConsent: boolean;
  /** Something cannot be had as asked: no tick can agree to that. */
  blocked: boolean;
}

export function agreementOn(lines: readonly Line[], total: Money): Agreement {
  return {
    lines: new Map(lines.map(({ card, quantity, unitPrice }) => [card.id, { name: card.name, quantity, unitPrice }])),
    total: total.amount,
  };
}

/** What was accepted when the line was put in: a price that changed since then is not agreed to by opening the page. */
export function acceptedAgreement(lines: readonly Line[]): Agreement {
  const accepted = lines.map(({ card, quantity, unitPrice, notices }) => ({
    id: card.id,
    name: card.name,
    quantity,
    unitPrice: acceptedPrice(unitPrice, notices),
  }));
  return {
    lines: new Map(accepted.map(({ id, ...line }) => [id, line])),
    total: accepted.reduce((total, { quantity, unitPrice }) => total + quantity * unitPrice.amount, 0),
  };
}

function acceptedPrice(now: Money, notices: readonly Notice[]): Money {
  return notices.find((notice) => notice.type === 'price-changed')?.from ?? now;
}

export function review(agreed: Agreement, lines: readonly Line[], total: Money): Review {
  const prices = lines.flatMap(({ card, unitPrice }): Difference[] => {
    const was = agreed.lines.get(card.id)?.unitPrice;
    return was && was.amount !== unitPrice.amount ? [{ id: card.id, name: card.name, was, is: unitPrice }] : [];
  });
  const shorts = lines.flatMap(({ card, quantity, notices }): Short[] => {
    const short = notices.find((notice) => notice.type !== 'price-changed');
    return short
      ? [
          {
            id: card.id,
            name: card.name,
            wanted: quantity,
            available: short.type === 'insufficient-stock' ? short.available : 0,
          },
        ]
      : [];
  });
  const counts = countsOf(agreed, lines);
  return {
    prices,
    shorts,
    counts,
    needsConsent: counts.length > 0 || total.amount > agreed.total,
    blocked: shorts.length > 0,
  };
}

function countsOf(agreed: Agreement, lines: readonly Line[]): Count[] {
  const held = new Set(lines.map(({ card }) => card.id));
  const kept = lines.map(({ card: { id, name }, quantity }) => ({
    id,
    name,
    was: agreed.lines.get(id)?.quantity ?? 0,
    is: quantity,
  }));
  const taken = [...agreed.lines]
    .filter(([id]) => !held.has(id))
    .map(([id, { name, quantity }]) => ({ id, name, was: quantity, is: 0 }));
  return [...kept, ...taken].filter(({ was, is }) => was !== is);
}
