import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Totals } from '@/components/Lines';
import { Price } from '@/components/Price';
import { Tile } from '@/components/Tile';
import { BasketPage } from '@/features/basket/BasketPage';
import { useBasket, useBasketStore } from '@/features/basket/context';
import type { LineView } from '@/features/basket/view';
import { type Attempt, isAttempt, placeOrder } from '@/features/checkout/attempt';
import { CheckoutPage } from '@/features/checkout/CheckoutPage';
import { rememberOrder } from '@/features/orders/own';
import type { Customer, Money, NewOrder } from '@/lib/api/shapes';
import { formatMoney } from '@/lib/money';
import { stored } from '@/lib/storage';

const attempts = stored<Attempt>('vitrine.checkout', isAttempt);

/** Brings basket, checkout and orders together: the basket's lines in, an order's page out. */
export function CheckoutRoute() {
  const store = useBasketStore();
  const basket = useBasket();
  const navigate = useNavigate();
  const [placing, setPlacing] = useState(false);

  async function place(customer: Customer, expectedTotal: Money) {
    const { ticket, rev } = basket;
    if (!ticket || rev === null) return;
    setPlacing(true);
    try {
      const order = await placeOrder(
        { basketId: ticket.id, basketRev: rev, customer, expectedTotal },
        ticket.token,
        attempts,
      );
      await show(order);
    } catch (error) {
      setPlacing(false);
      throw error;
    }
  }

  async function show(order: NewOrder) {
    rememberOrder(order);
    await navigate({ to: '/orders/$id', params: { id: order.id }, hash: order.token, replace: true });
    store.forget();
  }

  const { lines, total, ready, pending, count } = basket;
  if (!ready) return <main id="main" className="wrap" aria-busy="true" tabIndex={-1} />;
  // Placing the order empties the basket: the form stays until the order's page takes its place.
  if (!placing && lines.length === 0) return <BasketPage />;
  if (!total) return <main id="main" className="wrap" aria-busy="true" tabIndex={-1} />;
  return (
    <CheckoutPage
      lines={lines}
      total={total}
      pending={pending}
      onPlace={place}
      onRefresh={() => store.refresh({ prices: true })}
      onQuantity={(id, quantity) => {
        const line = lines.find(({ card }) => card.id === id);
        if (line) store.set(line.card, quantity);
      }}
      summary={<Summary lines={lines} count={count} total={total} />}
    />
  );
}

function Summary({ lines, count, total }: { lines: readonly LineView[]; count: number; total: Money }) {
  return (
    <aside className="summary" aria-labelledby="summary">
      <h2 id="summary">Your objects</h2>
      <ul className="lines">
        {lines.map((line) => (
          <SummaryLine key={line.card.id} line={line} />
        ))}
      </ul>
      <div className="border-t border-hair pt-s4">
        <Totals count={count} total={total} full />
      </div>
    </aside>
  );
}

function SummaryLine({ line: { card, quantity, unitPrice, lineTotal, notices } }: { line: LineView }) {
  const from = notices.find((notice) => notice.type === 'price-changed')?.from;
  return (
    <li className="item lean">
      <Tile image={card.image} sizes="60px" />
      <div>
        <Link className="name" to="/p/$id" params={{ id: card.id }}>
          {card.name}
        </Link>
        <p className="each">
          {quantity} × {formatMoney(unitPrice)}
        </p>
        {from && <p className="small few">was {formatMoney(from)}</p>}
      </div>
      <span className="sum">
        <Price money={lineTotal} />
      </span>
    </li>
  );
}
