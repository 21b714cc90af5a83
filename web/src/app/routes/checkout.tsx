import { Navigate, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { Head } from '@/components/Head';
import { LineItem } from '@/components/LineItem';
import { Totals } from '@/components/Totals';
import { StatePage } from '@/components/StatePage';
import { EmptyTile } from '@/components/Tile';
import { useLiveStatus } from '@/components/useLive';
import { BasketPage } from '@/features/basket/BasketPage';
import { useBasket, useBasketStore } from '@/features/basket/context';
import type { LineView } from '@/features/basket/view';
import type { OrderAccess } from '@/features/checkout/attempt';
import { CheckoutPage } from '@/features/checkout/CheckoutPage';
import { readDraft, discardDraft, saveDraft } from '@/features/checkout/draft';
import { placeOrder } from '@/features/checkout/placeOrder';
import { type CustomerForm, fromCustomer } from '@/features/checkout/schema';
import type { ApiError } from '@/lib/api/problem';
import type { Customer, Money } from '@/lib/api/shapes';
import { checkoutPorts, type Recovery, recoverOrder, recovery, hasUnfinishedCheckout } from '../recovery';

/** Connects basket, checkout and orders: the basket's lines in, an order's page out. */
export function CheckoutRoute() {
  const { handle } = useBasket();
  const [unfinishedBasketId] = useState(() => (hasUnfinishedCheckout(handle?.id) ? handle?.id : undefined));
  return unfinishedBasketId === undefined ? <CheckoutForm /> : <UnfinishedCheckout basketId={unfinishedBasketId} />;
}

function CheckoutForm({ refusal }: { refusal?: ApiError }) {
  const store = useBasketStore();
  const basket = useBasket();
  const basketId = useLastSeen(basket.handle?.id);
  const navigate = useNavigate();
  const offline = useLiveStatus() === 'offline';
  const [placing, setPlacing] = useState(false);
  const [known] = useState(
    () => readDraft((id) => checkoutPorts.savedOrder(id) !== undefined) ?? customerOfAttempt(basketId),
  );
  const type = useCallback((values: Partial<CustomerForm>) => saveDraft(basketId ?? null, values), [basketId]);

  async function place(customer: Customer, expectedTotal: Money) {
    const { handle, rev } = basket;
    if (!handle || rev === null) return;
    setPlacing(true);
    try {
      const order = await placeOrder(
        { basketId: handle.id, basketRev: rev, customer, expectedTotal },
        handle.token,
        checkoutPorts,
      );
      discardDraft();
      await navigate({ to: '/orders/$id', params: { id: order.id }, hash: order.token, replace: true });
      store.forget();
    } catch (error) {
      setPlacing(false);
      throw error;
    }
  }

  const { lines, total, ready, pending, count } = basket;
  if (!ready) return offline ? <BasketPage /> : <CheckoutPending />;
  // Placing the order empties the basket: the form stays until the order's page takes its place.
  if (!placing && lines.length === 0) return <ClosedBasket basketId={basketId} />;
  if (!total) return <CheckoutPending />;
  return (
    <CheckoutPage
      lines={lines}
      total={total}
      pending={pending}
      initialValues={known}
      refusal={refusal}
      onInput={type}
      onPlace={place}
      onRefresh={() => store.refresh()}
      onQuantityChange={(id, quantity) => {
        const line = lines.find(({ card }) => card.id === id);
        if (line) store.set(line.card, quantity);
      }}
      summary={<Summary lines={lines} count={count} total={total} />}
    />
  );
}

/** The page was left or reloaded before the answer: the checkout is finished with the same key and body, without the form. */
function UnfinishedCheckout({ basketId }: { basketId: string }) {
  const state = useRecovery(basketId);
  useEffect(() => void recoverOrder(), []);
  switch (state?.kind) {
    case 'order':
      return <RedirectToOrder order={state.order} />;
    case 'no-answer':
      return <OrderInDoubt />;
    case 'refused':
      return <CheckoutForm refusal={state.error} />;
    case 'none':
      return <CheckoutForm />;
    default:
      return <CheckoutPending>Your order is on its way.</CheckoutPending>;
  }
}

/** The basket is closed: shows its order, whether another tab placed it or the answer to this one was lost. */
function ClosedBasket({ basketId }: { basketId: string | undefined }) {
  const state = useRecovery(basketId);
  const elsewhere = basketId === undefined ? undefined : checkoutPorts.savedOrder(basketId);
  if (elsewhere) return <RedirectToOrder order={elsewhere} />;
  switch (state?.kind) {
    case 'order':
      return <RedirectToOrder order={state.order} />;
    case 'asking':
      return <CheckoutPending />;
    case 'no-answer':
      return <OrderInDoubt />;
    default:
      return <BasketPage />;
  }
}

/** Opens the order's page; the store then finds the basket closed and drops it. */
function RedirectToOrder({ order: { id, token } }: { order: OrderAccess }) {
  const store = useBasketStore();
  useEffect(() => {
    discardDraft();
    void store.refresh();
  }, [store]);
  return <Navigate to="/orders/$id" params={{ id }} hash={token} replace />;
}

function CheckoutPending({ children }: { children?: ReactNode }) {
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

/** The last defined value: the basket's id is needed after the basket is gone. */
function useLastSeen<T>(value: T | undefined): T | undefined {
  const [seen, setSeen] = useState(value);
  if (value !== undefined && value !== seen) setSeen(value);
  return value ?? seen;
}

/** The customer of this basket's last attempt, so that a reload keeps what was typed. */
function customerOfAttempt(basketId: string | undefined): CustomerForm | undefined {
  const attempt = checkoutPorts.attempts.read();
  return attempt && attempt.body.basketId === basketId ? fromCustomer(attempt.body.customer) : undefined;
}

function OrderInDoubt() {
  return (
    <main id="main" className="wrap" tabIndex={-1}>
      <Head title="Your order is on its way" description="It was sent, and its answer was lost on the line." />
      <StatePage
        title="Your order is on its way to you"
        picture={<EmptyTile tint="var(--tint-blush)" />}
        actions={
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
          <LineItem
            key={line.card.id}
            {...line}
            productId={line.card.id}
            name={line.card.name}
            image={line.card.image}
            previousPrice={line.notices.find((notice) => notice.type === 'price-changed')?.from}
          />
        ))}
      </ul>
      <div className="border-t border-hair pt-s4">
        <Totals count={count} total={total} full />
      </div>
    </aside>
  );
}
