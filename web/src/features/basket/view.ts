import type { Basket, Card, Money, Notice } from '@/lib/api/shapes';
import { sum, times } from '@/lib/money';
import type { Ticket } from './ticket';

/** A line as the shopper wants it, not answered yet. */
export interface Pending {
  card: Card;
  quantity: number;
  sent: boolean;
  /** How many were put in beside none: that many more, if another tab has put some in by then. */
  added?: number;
}

export interface LineView {
  card: Card;
  quantity: number;
  unitPrice: Money;
  lineTotal: Money;
  notices: readonly Notice[];
  /** Shown before the shop has answered. */
  pending: boolean;
  /** Why the last change of this line was taken back. */
  failure?: string;
}

export interface BasketView {
  ticket: Ticket | null;
  /** False until the basket was read once; a browser without one is ready at once. */
  ready: boolean;
  rev: number | null;
  lines: readonly LineView[];
  count: number;
  total: Money | null;
  /** Something is shown that the shop has not confirmed. */
  pending: boolean;
  /** Lines that could not even be begun, by product. */
  failures: ReadonlyMap<string, string>;
}

/** The basket as the shop knows it, with what is on its way laid over it. */
export function viewOf(
  ticket: Ticket | null,
  server: Basket | null,
  pending: ReadonlyMap<string, Pending>,
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
  const lines = [...known.map((line) => overlay(line, pending.get(line.card.id))), ...begun]
    .filter(({ quantity }) => quantity > 0)
    .map((line) => {
      const failure = failures.get(line.card.id);
      return failure === undefined ? line : { ...line, failure };
    });
  const currency = lines[0]?.unitPrice.currency ?? server?.total.currency;
  return {
    ticket,
    ready: ticket === null || server !== null,
    rev: server?.rev ?? null,
    lines,
    count: lines.reduce((count, { quantity }) => count + quantity, 0),
    total:
      currency === undefined
        ? null
        : sum(
            lines.map(({ lineTotal }) => lineTotal),
            currency,
          ),
    pending: pending.size > 0,
    failures: new Map(failures),
  };
}

const overlay = (line: LineView, pending: Pending | undefined): LineView =>
  pending ? optimistic({ card: line.card, unitPrice: line.unitPrice }, pending.quantity) : line;

function optimistic({ card, unitPrice }: Pick<LineView, 'card' | 'unitPrice'>, quantity: number): LineView {
  return { card, quantity, unitPrice, lineTotal: times(unitPrice, quantity), notices: [], pending: true };
}
