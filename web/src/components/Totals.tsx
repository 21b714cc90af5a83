import type { ReactNode } from 'react';
import type { Money } from '@/lib/api/shapes';
import { formatMoney } from '@/lib/money';
import { plural } from '@/lib/words';
import { Price } from './Price';

export interface TotalsProps {
  count: number;
  total: Money;
  label?: string;
  /** With a line for tax. */
  full?: boolean;
}

/** Number of pieces, shipping and total of a basket or an order. */
export function Totals({ count, total, label = 'Total', full = false }: TotalsProps) {
  return (
    <dl className="totals">
      <Row term={`${count} ${plural(count, 'piece')}`}>
        <span className="mono" translate="no">
          {formatMoney(total)}
        </span>
      </Row>
      <Row term="Shipping">Free</Row>
      {full && <Row term="Tax">Included</Row>}
      <div className="grand">
        <dt>{label}</dt>
        <dd>
          <Price money={total} />
        </dd>
      </div>
    </dl>
  );
}

function Row({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
