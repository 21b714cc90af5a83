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
  contents: boolean;
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
  const contents =
    lines.length !== agreed.lines.size ||
    lines.some(({ card, quantity }) => agreed.lines.get(card.id)?.quantity !== quantity);
  return {
    prices,
    shorts,
    contents,
    needsConsent: contents || total.amount > agreed.total,
    blocked: shorts.length > 0,
  };
}
