import type { Basket, BasketLine, Card, Order } from '@/lib/api/shapes';

export const eur = (amount: number) => ({ amount, currency: 'EUR' });

export function aCard(change: Partial<Card> = {}): Card {
  return {
    kind: 'product',
    id: 'copper-teapot',
    rev: 1,
    name: 'Copper teapot',
    category: 'kitchen',
    price: eur(4900),
    available: 12,
    createdAt: '2026-11-01T09:00:00.000Z',
    ...change,
  };
}

export function aLine(change: Partial<BasketLine> = {}): BasketLine {
  const product = change.product ?? aCard();
  const quantity = change.quantity ?? 1;
  return {
    product,
    quantity,
    unitPrice: product.price,
    lineTotal: eur(product.price.amount * quantity),
    notices: [],
    ...change,
  };
}

export function aBasket(change: Partial<Basket> = {}): Basket {
  const lines = change.lines ?? [];
  return {
    id: '01jd9w3k7q2m',
    rev: 1,
    state: 'open',
    lines,
    count: lines.reduce((count, { quantity }) => count + quantity, 0),
    total: eur(lines.reduce((total, { lineTotal }) => total + lineTotal.amount, 0)),
    expiresAt: '2026-12-22T10:00:00.000Z',
    ...change,
  };
}

export function anOrder(change: Partial<Order> = {}): Order {
  return {
    id: '01jd9w9s0f4t',
    number: 'V-7K3M-92QDXR',
    rev: 1,
    state: 'awaiting-payment',
    lines: [
      { productId: 'copper-teapot', name: 'Copper teapot', quantity: 2, unitPrice: eur(4900), lineTotal: eur(9800) },
    ],
    total: eur(9800),
    customer: {
      name: 'Ada Example',
      email: 'ada@example.com',
      address: { line1: '1 Analytical Row', city: 'London', postcode: 'N1 9GU', country: 'GB' },
    },
    placedAt: '2026-11-22T10:00:00.000Z',
    holdUntil: '2026-11-22T10:10:00.000Z',
    payment: { state: 'none' },
    history: [{ at: '2026-11-22T10:00:00.000Z', from: null, to: 'awaiting-payment', by: 'customer' }],
    ...change,
  };
}
