import { describe, expect, it } from 'vitest';
import { cases } from '../../../tests/cases/money.json';
import { formatMoney, formatMoneyShort, minorUnits, sumMoney, multiplyMoney } from './money';

describe('money', () => {
  it('always has its decimals, and groups thousands', () => {
    expect(formatMoney({ amount: 123400, currency: 'EUR' })).toBe('€1,234.00');
    expect(formatMoney({ amount: 5, currency: 'EUR' })).toBe('€0.05');
  });

  it.each(cases)('shows $amount of $currency as $digits, whatever the browser thinks of its decimals', (given) => {
    const [shown] = /\d[\d.,]*$/.exec(formatMoney(given)) ?? [];
    expect(shown?.replaceAll(',', '')).toBe(given.digits);
  });

  it('asks for as many minor units as ISO 4217 has', () => {
    expect(['EUR', 'HUF', 'JPY', 'KWD', 'CLF'].map(minorUnits)).toEqual([100, 100, 1, 1000, 10_000]);
  });

  it('loses round decimals only where a range is chosen', () => {
    expect(formatMoneyShort({ amount: 500, currency: 'EUR' })).toBe('€5');
    expect(formatMoneyShort({ amount: 550, currency: 'EUR' })).toBe('€5.50');
  });

  it('multiplies and adds in integers', () => {
    expect(multiplyMoney({ amount: 10, currency: 'EUR' }, 3)).toEqual({ amount: 30, currency: 'EUR' });
    expect(
      sumMoney(
        [
          { amount: 1, currency: 'EUR' },
          { amount: 2, currency: 'EUR' },
        ],
        'EUR',
      ).amount,
    ).toBe(3);
  });
});
