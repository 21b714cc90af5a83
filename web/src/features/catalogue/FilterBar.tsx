import { type FormEvent, useId, useState } from 'react';
import { FieldError } from '@/components/Field';
import { Icon } from '@/components/Icon';
import { formatMoneyShort, minorUnits } from '@/lib/money';
import { plural } from '@/lib/words';
import { type Filters, MAX_PRICE, isInverted, SORT_NAMES, SORTS, type Sort } from './filters';
import { categoryName } from './categories';

export interface FilterBarProps {
  filters: Filters;
  currency: string;
  total: number | undefined;
  onChange(filters: Filters): void;
}

/** The filters of a list, each as a chip that can be removed. */
export function FilterBar({ filters, currency, total, onChange }: FilterBarProps) {
  const [pricing, setPricing] = useState(false);
  const { q, category, inStock, minPrice, maxPrice, sort, ...rest } = filters;
  const priced = minPrice !== undefined || maxPrice !== undefined;
  const narrowed = Boolean(q || category || inStock || priced);
  const without = (...keys: (keyof Filters)[]) =>
    onChange(Object.fromEntries(Object.entries(filters).filter(([key]) => !keys.includes(key as keyof Filters))));
  return (
    <>
      <div className="row bar">
        <div className="chips">
          {q && <Removable onRemove={() => without('q')}>{`“${q}”`}</Removable>}
          {category && <Removable onRemove={() => without('category')}>{categoryName(category)}</Removable>}
          {priced ? (
            <Removable onRemove={() => without('minPrice', 'maxPrice')}>{priceWords(filters, currency)}</Removable>
          ) : (
            <button type="button" className="chip" aria-expanded={pricing} onClick={() => setPricing(!pricing)}>
              <span>Price</span>
              <Icon name="down" />
            </button>
          )}
          <button
            type="button"
            className="chip"
            aria-pressed={Boolean(inStock)}
            onClick={() => (inStock ? without('inStock') : onChange({ ...filters, inStock: true }))}
          >
            In stock
          </button>
          {narrowed && (
            <button type="button" className="chip bare" onClick={() => onChange(sort ? { ...rest, sort } : {})}>
              <span className="link">Clear all</span>
            </button>
          )}
        </div>
        <div className="flex flex-wrap items-center gap-x-s5">
          <span className="found" role="status">
            {total === undefined ? '\u00a0' : `${total} ${plural(total, 'object')}`}
          </span>
          <label className="select">
            <span>Sort</span>
            <select
              value={sort ?? (q ? '' : 'newest')}
              onChange={(event) =>
                event.target.value ? onChange({ ...filters, sort: event.target.value as Sort }) : without('sort')
              }
            >
              {q && <option value="">Best match</option>}
              {SORTS.map((value) => (
                <option key={value} value={value}>
                  {SORT_NAMES[value]}
                </option>
              ))}
            </select>
            <Icon name="down" />
          </label>
        </div>
      </div>
      {pricing && !priced && (
        <PriceForm
          currency={currency}
          onChoose={(range) => {
            setPricing(false);
            onChange({ ...filters, ...range });
          }}
        />
      )}
    </>
  );
}

function Removable({ children, onRemove }: { children: React.ReactNode; onRemove(): void }) {
  return (
    <button type="button" className="chip on" onClick={onRemove}>
      <span>{children}</span>
      <Icon name="x" />
      <span className="sr">, remove</span>
    </button>
  );
}

function PriceForm({ currency, onChoose }: { currency: string; onChoose(range: Filters): void }) {
  const id = useId();
  const [wrong, setWrong] = useState<string | null>(null);
  const choose = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const range = readRange(String(form.get('from')), String(form.get('to')), currency);
    if (typeof range === 'object') return onChoose(range);
    setWrong(range);
  };
  return (
    <form className="flex flex-wrap items-end gap-s3" noValidate onSubmit={choose}>
      {(['from', 'to'] as const).map((name) => (
        <div key={name} className="field w-28">
          <label htmlFor={id + name}>{name === 'from' ? 'From' : 'Up to'}</label>
          <input
            id={id + name}
            name={name}
            inputMode="decimal"
            autoComplete="off"
            aria-invalid={wrong ? true : undefined}
            aria-describedby={wrong ? `${id}-e` : undefined}
          />
        </div>
      ))}
      <button type="submit" className="btn line">
        Show
      </button>
      {wrong && (
        <div className="w-full" role="alert">
          <FieldError id={`${id}-e`}>{wrong}</FieldError>
        </div>
      )}
    </form>
  );
}

/** The range that was typed, in minor units, or the text of what is wrong with it. */
function readRange(from: string, to: string, currency: string): Filters | string {
  const units = minorUnits(currency);
  const form = new RegExp(`^\\d+([.,]\\d{1,${Math.max(1, Math.log10(units))}})?$`);
  const read = (typed: string) => {
    const text = typed.trim();
    if (!text) return undefined;
    return form.test(text) ? Math.round(Number(text.replace(',', '.')) * units) : NaN;
  };
  const [min, max] = [read(from), read(to)];
  const given = [min, max].filter((amount) => amount !== undefined);
  if (given.some(Number.isNaN)) return 'A price is a number, such as 25.';
  if (given.some((amount) => amount > MAX_PRICE))
    return `No price here is above ${formatMoneyShort({ amount: MAX_PRICE, currency })}.`;
  const range = { ...(min === undefined ? {} : { minPrice: min }), ...(max === undefined ? {} : { maxPrice: max }) };
  return isInverted(range) ? '“From” is above “Up to”: nothing can cost both.' : range;
}

function priceWords({ minPrice, maxPrice }: Filters, currency: string): string {
  const word = (amount: number) => formatMoneyShort({ amount, currency });
  if (minPrice === undefined) return `up to ${word(maxPrice ?? 0)}`;
  return maxPrice === undefined ? `from ${word(minPrice)}` : `${word(minPrice)} to ${word(maxPrice)}`;
}
