import { getRouteApi, Link, useLocation } from '@tanstack/react-router';
import { Dot } from '@/components/Dot';
import { useBasketStore } from '@/features/basket/context';
import { countryName } from '@/features/checkout/countries';
import { OrderPage } from '@/features/orders/OrderPage';
import { ownOrder } from '@/features/orders/own';
import { ask } from '@/lib/api/client';
import type { OrderLine, Product } from '@/lib/api/shapes';
import { useOpenBasket } from '../drawer';
import { NotFoundPage } from '../NotFoundPage';

const route = getRouteApi('/orders/$id');

/** The link's fragment opens the order; this browser's own orders open without it. */
export function OrderRoute() {
  const { id } = route.useParams();
  const { hash } = useLocation();
  const token = hash || ownOrder(id)?.token;
  if (!token) return <NotFoundPage />;
  return (
    <OrderPage
      key={`${id}#${token}`}
      id={id}
      token={token}
      countryName={countryName}
      again={(lines) => <Again lines={lines} />}
    />
  );
}

/** After an order that came to nothing: the same lines in a new basket. */
function Again({ lines }: { lines: readonly OrderLine[] }) {
  const store = useBasketStore();
  const openBasket = useOpenBasket();
  async function refill() {
    for (const { productId, quantity } of lines) {
      const found = await ask<Product>(`/products/${productId}`).catch(() => null);
      if (found) store.add(found.data, quantity);
    }
    openBasket();
  }
  return (
    <section className="hold" aria-labelledby="again">
      <div className="col-span-full flex flex-wrap items-center justify-between gap-s5">
        <div>
          <h2 id="again" className="flex items-center gap-s3">
            <Dot kind="hollow" /> Everything went back on the shelf
          </h2>
          <p className="quiet small">
            Nothing was charged. If you still want it, put the same pieces into a new basket.
          </p>
        </div>
        <div className="flex flex-wrap items-center gap-s5">
          <button type="button" className="btn" onClick={() => void refill()}>
            Fill a new basket
          </button>
          <Link className="link" to="/">
            To the window
          </Link>
        </div>
      </div>
    </section>
  );
}
