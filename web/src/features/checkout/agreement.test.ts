import { describe, expect, it } from 'vitest';
import type { Notice } from '@/lib/api/shapes';
import { eur } from '@/test/shop';
import { acceptedAgreement, type CheckoutLine, reviewBasket } from './agreement';

const line = (id: string, price: number, quantity = 1, notices: Notice[] = []): CheckoutLine => ({
  card: { id, name: id },
  quantity,
  unitPrice: eur(price),
  notices,
});

const agreed = acceptedAgreement([line('a', 1000, 2), line('b', 500)]);

describe('what the shopper agreed to', () => {
  it('needs no consent while nothing changed', () => {
    expect(reviewBasket(agreed, [line('a', 1000, 2), line('b', 500)], eur(2500))).toEqual({
      prices: [],
      shortages: [],
      quantities: [],
      needsConsent: false,
      blocked: false,
    });
  });

  it('needs consent when a price rose', () => {
    const found = reviewBasket(agreed, [line('a', 1100, 2), line('b', 500)], eur(2700));
    expect(found.needsConsent).toBe(true);
    expect(found.prices).toEqual([{ id: 'a', name: 'a', was: eur(1000), is: eur(1100) }]);
  });

  it('needs no consent when the total fell', () => {
    const found = reviewBasket(agreed, [line('a', 900, 2), line('b', 500)], eur(2300));
    expect(found.needsConsent).toBe(false);
    expect(found.prices).toHaveLength(1);
  });

  it.each([
    ['fewer of something', [line('a', 1000, 1), line('b', 500)], 1500, [{ id: 'a', name: 'a', was: 2, is: 1 }]],
    ['something less', [line('a', 1000, 2)], 2000, [{ id: 'b', name: 'b', was: 1, is: 0 }]],
    [
      'something more',
      [line('a', 1000, 2), line('b', 500), line('c', 100, 3)],
      2800,
      [{ id: 'c', name: 'c', was: 0, is: 3 }],
    ],
    [
      'one thing for another of the same price',
      [line('a', 1000, 2), line('c', 500)],
      2500,
      [
        { id: 'c', name: 'c', was: 0, is: 1 },
        { id: 'b', name: 'b', was: 1, is: 0 },
      ],
    ],
  ])('needs consent when another tab chose %s', (_, lines, total, quantities) => {
    expect(reviewBasket(agreed, lines, eur(total))).toMatchObject({ needsConsent: true, quantities });
  });

  it('excludes a price that changed before the page was opened', () => {
    const changed: Notice = { type: 'price-changed', from: eur(1000), to: eur(1200) };
    const early = acceptedAgreement([line('a', 1200, 1, [changed])]);
    expect(early.total).toBe(1000);
    expect(reviewBasket(early, [line('a', 1200, 1, [changed])], eur(1200)).needsConsent).toBe(true);
  });

  it('is blocked while there is too little stock', () => {
    const found = reviewBasket(
      agreed,
      [
        line('a', 1000, 2, [{ type: 'insufficient-stock', available: 1 }]),
        line('b', 500, 1, [{ type: 'unavailable' }]),
      ],
      eur(2500),
    );
    expect(found.blocked).toBe(true);
    expect(found.shortages.map(({ id, wanted, available }) => [id, wanted, available])).toEqual([
      ['a', 2, 1],
      ['b', 1, 0],
    ]);
  });
});
