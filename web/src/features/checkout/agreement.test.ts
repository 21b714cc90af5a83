import { describe, expect, it } from 'vitest';
import type { Notice } from '@/lib/api/shapes';
import { eur } from '@/test/shop';
import { acceptedAgreement, type Line, review } from './agreement';

const line = (id: string, price: number, quantity = 1, notices: Notice[] = []): Line => ({
  card: { id, name: id },
  quantity,
  unitPrice: eur(price),
  notices,
});

const agreed = acceptedAgreement([line('a', 1000, 2), line('b', 500)]);

describe('what the shopper agreed to', () => {
  it('needs no word while nothing changed', () => {
    expect(review(agreed, [line('a', 1000, 2), line('b', 500)], eur(2500))).toEqual({
      prices: [],
      shorts: [],
      contents: false,
      needsConsent: false,
      blocked: false,
    });
  });

  it('needs a word when a price rose', () => {
    const found = review(agreed, [line('a', 1100, 2), line('b', 500)], eur(2700));
    expect(found.needsConsent).toBe(true);
    expect(found.prices).toEqual([{ id: 'a', name: 'a', was: eur(1000), is: eur(1100) }]);
  });

  it('needs none when the total fell', () => {
    const found = review(agreed, [line('a', 900, 2), line('b', 500)], eur(2300));
    expect(found.needsConsent).toBe(false);
    expect(found.prices).toHaveLength(1);
  });

  it('needs a word when another tab changed what is in it', () => {
    expect(review(agreed, [line('a', 1000, 1), line('b', 500)], eur(1500)).needsConsent).toBe(true);
    expect(review(agreed, [line('a', 1000, 2)], eur(2000)).needsConsent).toBe(true);
  });

  it('is not a price that changed before the page was opened', () => {
    const changed: Notice = { type: 'price-changed', from: eur(1000), to: eur(1200) };
    const early = acceptedAgreement([line('a', 1200, 1, [changed])]);
    expect(early.total).toBe(1000);
    expect(review(early, [line('a', 1200, 1, [changed])], eur(1200)).needsConsent).toBe(true);
  });

  it('cannot be had while something is short', () => {
    const found = review(
      agreed,
      [
        line('a', 1000, 2, [{ type: 'insufficient-stock', available: 1 }]),
        line('b', 500, 1, [{ type: 'unavailable' }]),
      ],
      eur(2500),
    );
    expect(found.blocked).toBe(true);
    expect(found.shorts.map(({ id, wanted, available }) => [id, wanted, available])).toEqual([
      ['a', 2, 1],
      ['b', 1, 0],
    ]);
  });
});
