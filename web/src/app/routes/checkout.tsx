import { Link, Navigate, useNavigate } from '@tanstack/react-router';
import { useState, useSyncExternalStore } from 'react';
import { Totals } from '@/components/Lines';
import { Price } from '@/components/Price';
import { StatePage } from '@/components/StatePage';
import { Room, Tile } from '@/components/Tile';
import { BasketPage } from '@/features/basket/BasketPage';
import { useBasket, useBasketStore } from '@/features/basket/context';
import type { LineView } from '@/features/basket/view';
import { placeOrder } from '@/features/checkout/attempt';
import { CheckoutPage } from '@/features/checkout/CheckoutPage';
import { rememberOrder } from '@/features/orders/own';
import type { Customer, Money, NewOrder } from '@/lib/api/shapes';
import { formatMoney } from '@/lib/money';
import { attempts, found, recoverOrder } from '../recovery';

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
  if (!placing && lines.length === 0) return <Recovered />;
  if (!total) return <main id="main" className="wrap" aria-busy="true" tabIndex={-1} />;
  return (
    <CheckoutPage
      lines={lines}
      total={total}
      pending={pending}
      onPlace={place}
      onRefresh={() => store.refresh()}
      onQuantity={(id, quantity) => {
        const line = lines.find(({ card }) => card.id === id);
        if (line) store.set(line.card, quantity);
      }}
      summary={<Summary lines={lines} count={count} total={total} />}
    />
  );
}

/** The basket is closed: if that was a checkout of ours whose answer was lost, its order is what one wants to see. */
function Recovered() {
  const state = useSyncExternalStore(found.subscribe, found.get);
  switch (state.kind) {
    case 'order': {
      const { id, token } = state.order;
      return <Navigate to="/orders/$id" params={{ id }} hash={token} replace />;
    }
    case 'asking':
      return <main id="main" className="wrap" aria-busy="true" tabIndex={-1} />;
    case 'no-answer':
      return <InDoubt />;
    case 'nothing':
      return <BasketPage />;
  }
}

function InDoubt() {
  return (
    <main id="main" className="wrap" tabIndex={-1}>
      <StatePage
        title="Your order is on its way to you"
        picture={
          <Room tint="var(--tint-blush)">
            <span className="pool" />
            <span className="ghost-foot" />
          </Room>
        }
        acts={
          <button type="button" className="btn" onClick={() => void recoverOrder()}>
            Ask again
          </button>
        }
      >
        <p>The shop took your basket, and its answer was lost on the line. Asking again places nothing twice.</p>
      </StatePage>
    </main>
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
