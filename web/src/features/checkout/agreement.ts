import type { Money, Notice } from '@/lib/api/shapes';

/** What the checkout needs of a basket's line. */
export interface CheckoutLine {
  card: { id: string; name: string };
  quantity: number;
  unitPrice: Money;
  notices: readonly Notice[];
}

/** The prices and quantities the shopper last agreed to, by opening the page or by the checkbox. `total` in minor units. */
export interface Agreement {
  lines: ReadonlyMap<string, { name: string; quantity: number; unitPrice: Money }>;
  total: number;
}

/** A product's unit price as agreed and now. */
export interface PriceDifference {
  id: string;
  name: string;
  was: Money;
  is: Money;
}

/** A product's quantity before and now; 0 where it is not in the basket. */
export interface QuantityDifference {
  id: string;
  name: string;
  was: number;
  is: number;
}

/** A product of which fewer are available than wanted. */
export interface Shortage {
  id: string;
  name: string;
  wanted: number;
  available: number;
}

/** How the basket differs from the agreement. */
export interface Review {
  prices: PriceDifference[];
  shortages: Shortage[];
  /** Other products or quantities, chosen in another tab. */
  quantities: QuantityDifference[];
  /** The total is higher than agreed, or for something else. */
  needsConsent: boolean;
  /** A quantity is not available: consent does not help. */
  blocked: boolean;
}

/** The agreement to these lines at their prices now. */
export function agreementTo(lines: readonly CheckoutLine[], total: Money): Agreement {
  return {
    lines: new Map(lines.map(({ card, quantity, unitPrice }) => [card.id, { name: card.name, quantity, unitPrice }])),
    total: total.amount,
  };
}

/** The prices at which the lines were added: opening the page is no consent to a price that changed since. */
export function acceptedAgreement(lines: readonly CheckoutLine[]): Agreement {
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

/** Compares the basket with the agreement. */
export function reviewBasket(agreed: Agreement, lines: readonly CheckoutLine[], total: Money): Review {
  const prices = lines.flatMap(({ card, unitPrice }): PriceDifference[] => {
    const was = agreed.lines.get(card.id)?.unitPrice;
    return was && was.amount !== unitPrice.amount ? [{ id: card.id, name: card.name, was, is: unitPrice }] : [];
  });
  const shortages = lines.flatMap(({ card, quantity, notices }): Shortage[] => {
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
  const quantities = quantityDifferences(agreed, lines);
  return {
    prices,
    shortages,
    quantities,
    needsConsent: quantities.length > 0 || total.amount > agreed.total,
    blocked: shortages.length > 0,
  };
}

function quantityDifferences(agreed: Agreement, lines: readonly CheckoutLine[]): QuantityDifference[] {
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
