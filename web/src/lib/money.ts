import { DECIMALS } from '@/generated/currencies';
import type { Money } from '@/lib/api/shapes';

const formats = new Map<string, Intl.NumberFormat>();

/** Digits after the point by ISO 4217. Browsers differ: Chromium shows forints without. */
export const decimalsOf = (currency: string): number => DECIMALS[currency] ?? 2;

function formatFor(currency: string): Intl.NumberFormat {
  const known = formats.get(currency);
  if (known) return known;
  const made = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: decimalsOf(currency),
    maximumFractionDigits: decimalsOf(currency),
  });
  formats.set(currency, made);
  return made;
}

/** Minor units in one major unit: 100 for EUR, 1 for JPY, 1000 for KWD. */
export const minorUnits = (currency: string): number => 10 ** decimalsOf(currency);

/** `€1,234.00`: always with all decimals, so that prices align in columns. */
export function formatMoney({ amount, currency }: Money): string {
  return formatFor(currency).format(amount / minorUnits(currency));
}

/** `€5`: without decimals where they are zero, for the price filter. */
export function formatMoneyShort({ amount, currency }: Money): string {
  return formatMoney({ amount, currency }).replace(/\.0+$/, '');
}

export const multiplyMoney = ({ amount, currency }: Money, quantity: number): Money => ({
  amount: amount * quantity,
  currency,
});

/** The sum of amounts of one currency; `currency` is the result's, also for an empty list. */
export const sumMoney = (all: readonly Money[], currency: string): Money => ({
  amount: all.reduce((total, { amount }) => total + amount, 0),
  currency,
});
