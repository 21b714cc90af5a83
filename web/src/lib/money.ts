import type { Money } from '@/lib/api/shapes';

const formats = new Map<string, Intl.NumberFormat>();

function formatFor(currency: string): Intl.NumberFormat {
  const known = formats.get(currency);
  if (known) return known;
  const made = new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: 'narrowSymbol' });
  formats.set(currency, made);
  return made;
}

/** Minor units in one major unit: 100 for EUR, 1 for JPY. */
export function minorUnits(currency: string): number {
  return 10 ** (formatFor(currency).resolvedOptions().maximumFractionDigits ?? 2);
}

/** `€1,234.00`: always with all its decimals, so that prices stand in columns. */
export function formatMoney({ amount, currency }: Money): string {
  return formatFor(currency).format(amount / minorUnits(currency));
}

/** `€5`: without decimals where there are none, for ranges people choose. */
export function formatRound({ amount, currency }: Money): string {
  return formatMoney({ amount, currency }).replace(/\.0+$/, '');
}

export const times = ({ amount, currency }: Money, quantity: number): Money => ({
  amount: amount * quantity,
  currency,
});

export const sum = (all: readonly Money[], currency: string): Money => ({
  amount: all.reduce((total, { amount }) => total + amount, 0),
  currency,
});
