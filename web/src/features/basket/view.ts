import type { Basket, Card, Money, Notice } from '@/lib/api/shapes';
import { sumMoney, multiplyMoney } from '@/lib/money';
import type { BasketHandle } from './handle';

/** A change of a line that the shop has not confirmed yet. */
export interface PendingLine {
  card: Card;
  quantity: number;
  sent: boolean;
  /** Set for a product that was not in the basket: so many are added to what another tab may have added by then. */
  added?: number;
}

/** A line of the basket as it is shown. */
export interface LineView {
  card: Card;
  quantity: number;
  unitPrice: Money;
  lineTotal: Money;
  notices: readonly Notice[];
  /** Shown before the shop has confirmed it. */
  pending: boolean;
  /** Why the last change of this line was rolled back. */
  failure?: string;
}

/** The basket as it is shown. `count` counts pieces; `total` is null while the currency is unknown. */
export interface BasketView {
  handle: BasketHandle | null;
  /** False until the basket was fetched once; without a basket it is true at once. */
  ready: boolean;
  rev: number | null;
  lines: readonly LineView[];
  count: number;
  total: Money | null;
  /** Some line is not confirmed by the shop yet. */
  pending: boolean;
  /** Why changes were rolled back, by product id; also of products that are not in the basket. */
  failures: ReadonlyMap<string, string>;
}

/** The basket as the shop knows it, with the pending changes applied. */
export function basketView(
  handle: BasketHandle | null,
  server: Basket | null,
  pending: ReadonlyMap<string, PendingLine>,
  failures: ReadonlyMap<string, string>,
): BasketView {
  const known = (server?.lines ?? []).map((line): LineView => {
    const { product: card, quantity, unitPrice, lineTotal, notices } = line;
    return { card, quantity, unitPrice, lineTotal, notices, pending: false };
  });
  const ids = new Set(known.map(({ card }) => card.id));
  const begun = [...pending.values()]
    .filter(({ card }) => !ids.has(card.id))
    .map(({ card, quantity }) => optimistic({ card, unitPrice: card.price }, quantity));
  const lines = [...known.map((line) => withPending(line, pending.get(line.card.id))), ...begun]
    .filter(({ quantity }) => quantity > 0)
    .map((line) => {
      const failure = failures.get(line.card.id);
      return failure === undefined ? line : { ...line, failure };
    });
  const currency = lines[0]?.unitPrice.currency ?? server?.total.currency;
  return {
    handle,
    ready: handle === null || server !== null,
    rev: server?.rev ?? null,
    lines,
    count: lines.reduce((count, { quantity }) => count + quantity, 0),
    total:
      currency === undefined
        ? null
        : sumMoney(
            lines.map(({ lineTotal }) => lineTotal),
            currency,
          ),
    pending: pending.size > 0,
    failures: new Map(failures),
  };
}

const withPending = (line: LineView, pending: PendingLine | undefined): LineView =>
  pending ? optimistic({ card: line.card, unitPrice: line.unitPrice }, pending.quantity) : line;

function optimistic({ card, unitPrice }: Pick<LineView, 'card' | 'unitPrice'>, quantity: number): LineView {
  return { card, quantity, unitPrice, lineTotal: multiplyMoney(unitPrice, quantity), notices: [], pending: true };
}
