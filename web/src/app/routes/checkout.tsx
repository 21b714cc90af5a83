import { Link, Navigate, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { Head } from '@/components/Head';
import { Totals } from '@/components/Lines';
import { Price } from '@/components/Price';
import { StatePage } from '@/components/StatePage';
import { EmptyRoom, Tile } from '@/components/Tile';
import { useLiveStatus } from '@/components/useLive';
import { BasketPage } from '@/features/basket/BasketPage';
import { useBasket, useBasketStore } from '@/features/basket/context';
import type { LineView } from '@/features/basket/view';
import type { Placed } from '@/features/checkout/attempt';
import { CheckoutPage } from '@/features/checkout/CheckoutPage';
import { draftOf, dropDraft, keepDraft } from '@/features/checkout/draft';
import { placeOrder } from '@/features/checkout/placing';
import { type CustomerForm, fromCustomer } from '@/features/checkout/schema';
import type { ApiError } from '@/lib/api/problem';
import type { Customer, Money } from '@/lib/api/shapes';
import { formatMoney } from '@/lib/money';
import { desk, type Recovery, recoverOrder, recovery, unfinished } from '../recovery';

/** Brings basket, checkout and orders together: the basket's lines in, an order's page out. */
export function CheckoutRoute() {
  const { ticket } = useBasket();
  const [left] = useState(() => (unfinished(ticket?.id) ? ticket?.id : undefined));
  return left === undefined ? <Ordering /> : <Finishing basketId={left} />;
}

function Ordering({ refusal }: { refusal?: ApiError }) {
  const store = useBasketStore();
  const basket = useBasket();
  const basketId = useLastSeen(basket.ticket?.id);
  const navigate = useNavigate();
  const offline = useLiveStatus() === 'offline';
  const [placing, setPlacing] = useState(false);
  const [known] = useState(() => draftOf((id) => desk.kept(id) !== undefined) ?? knownCustomer(basketId));
  const type = useCallback((values: Partial<CustomerForm>) => keepDraft(basketId ?? null, values), [basketId]);

  async function place(customer: Customer, expectedTotal: Money) {
    const { ticket, rev } = basket;
    if (!ticket || rev === null) return;
    setPlacing(true);
    try {
      const order = await placeOrder(
        { basketId: ticket.id, basketRev: rev, customer, expectedTotal },
        ticket.token,
        desk,
      );
      dropDraft();
      await navigate({ to: '/orders/$id', params: { id: order.id }, hash: order.token, replace: true });
      store.forget();
    } catch (error) {
      setPlacing(false);
      throw error;
    }
  }

  const { lines, total, ready, pending, count } = basket;
  if (!ready) return offline ? <BasketPage /> : <Waiting />;
  // Placing the order empties the basket: the form stays until the order's page takes its place.
  if (!placing && lines.length === 0) return <Closed basketId={basketId} />;
  if (!total) return <Waiting />;
  return (
    <CheckoutPage
      lines={lines}
      total={total}
      pending={pending}
      known={known}
      refusal={refusal}
      onType={type}
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

/** The page was left or reloaded while the order was on its way: it is finished with the same key and body, and nothing is typed again. */
function Finishing({ basketId }: { basketId: string }) {
  const state = useRecovery(basketId);
  useEffect(() => void recoverOrder(), []);
  switch (state?.kind) {
    case 'order':
      return <ToOrder order={state.order} />;
    case 'no-answer':
      return <InDoubt />;
    case 'refused':
      return <Ordering refusal={state.error} />;
    case 'none':
      return <Ordering />;
    default:
      return <Waiting>Your order is on its way.</Waiting>;
  }
}

/** The basket is closed: what one wants to see is its order, whether another tab placed it or the answer to this one was lost. */
function Closed({ basketId }: { basketId: string | undefined }) {
  const state = useRecovery(basketId);
  const elsewhere = basketId === undefined ? undefined : desk.kept(basketId);
  if (elsewhere) return <ToOrder order={elsewhere} />;
  switch (state?.kind) {
    case 'order':
      return <ToOrder order={state.order} />;
    case 'asking':
      return <Waiting />;
    case 'no-answer':
      return <InDoubt />;
    default:
      return <BasketPage />;
  }
}

/** Opens the order's page, and leaves the basket that it was. */
function ToOrder({ order: { id, token } }: { order: Placed }) {
  const store = useBasketStore();
  useEffect(() => {
    dropDraft();
    void store.refresh();
  }, [store]);
  return <Navigate to="/orders/$id" params={{ id }} hash={token} replace />;
}

function Waiting({ children }: { children?: ReactNode }) {
  return (
    <main id="main" className="wrap" aria-busy="true" tabIndex={-1}>
      <Head title="Checkout" description="Who it is for and where it goes. No account needed." />
      <p role="status" className="quiet pt-s8">
        {children}
      </p>
    </main>
  );
}

function useRecovery(basketId: string | undefined): Recovery | null {
  const state = useSyncExternalStore(recovery.subscribe, recovery.get);
  return basketId === undefined || state?.basketId === basketId ? state : null;
}

/** The last value there was: what became of the basket is asked when it is gone. */
function useLastSeen<T>(value: T | undefined): T | undefined {
  const [seen, setSeen] = useState(value);
  if (value !== undefined && value !== seen) setSeen(value);
  return value ?? seen;
}

/** What was typed for this basket before, if it was sent: a reload makes nobody type it twice. */
function knownCustomer(basketId: string | undefined): CustomerForm | undefined {
  const attempt = desk.storage.read();
  return attempt && attempt.body.basketId === basketId ? fromCustomer(attempt.body.customer) : undefined;
}

function InDoubt() {
  return (
    <main id="main" className="wrap" tabIndex={-1}>
      <Head title="Your order is on its way" description="It was sent, and its answer was lost on the line." />
      <StatePage
        title="Your order is on its way to you"
        picture={<EmptyRoom tint="var(--tint-blush)" />}
        acts={
          <button type="button" className="btn" onClick={() => void recoverOrder()}>
            Ask again
          </button>
        }
      >
        <p>It was sent, and the shop’s answer was lost on the line. Asking again places nothing twice.</p>
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
        <p className="each">{`${quantity} × ${formatMoney(unitPrice)}`}</p>
        {from && <p className="small few">{`was ${formatMoney(from)}`}</p>}
      </div>
      <span className="sum">
        <Price money={lineTotal} />
      </span>
    </li>
  );
}
