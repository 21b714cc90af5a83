import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Dot } from '@/components/Dot';
import { Head } from '@/components/Head';
import { Price } from '@/components/Price';
import { StatePage } from '@/components/StatePage';
import { EmptyTile, Tile } from '@/components/Tile';
import { formatMoment } from '@/lib/time';
import { type SavedOrder, savedOrders } from './savedOrders';
import { orderHeadline } from './timeline';
import { useOrder } from './useOrder';

/** A socket carries 20 subscriptions. Older orders hardly change, and are fetched when the page opens. */
const MAX_WATCHED = 12;

/** The orders that were placed in this browser. */
export function OrdersPage() {
  const [orders] = useState(savedOrders);
  return (
    <main id="main" className="wrap" tabIndex={-1}>
      <Head title="My orders" description="The orders that were placed in this browser." />
      {orders.length === 0 ? (
        <NoOrders />
      ) : (
        <>
          <div className="page-head pb-s6">
            <h1>My orders</h1>
            <p className="text">
              Those placed in this browser. There are no accounts here: each order has a link of its own.
            </p>
          </div>
          <ul className="lines max-w-3xl">
            {orders.map((order, i) => (
              <OrderRow key={order.id} saved={order} watched={i < MAX_WATCHED} />
            ))}
          </ul>
        </>
      )}
    </main>
  );
}

function OrderRow({ saved: { id, token, number, placedAt }, watched }: { saved: SavedOrder; watched: boolean }) {
  const { data } = useOrder(id, token, watched);
  const order = data?.order;
  return (
    <li className="item lean">
      <Tile image={order?.lines[0]?.image} sizes="60px" />
      <div>
        <Link className="name" to="/orders/$id" params={{ id }} hash={token}>
          {order ? orderHeadline(order).replace(/\.$/, '') : 'An order'}
        </Link>
        <p className="each">
          <span className="mono" translate="no">
            {number}
          </span>
          <span>{`, ${formatMoment(new Date(placedAt), new Date())}`}</span>
        </p>
        {order?.state === 'awaiting-payment' && (
          <p className="small few">
            <Dot kind="half" />
            <span>{order.payment.state === 'pending' ? ' being paid' : ' held'}</span>
          </p>
        )}
      </div>
      <span className="sum">{order && <Price money={order.total} />}</span>
    </li>
  );
}

function NoOrders() {
  return (
    <StatePage
      title="No orders yet"
      picture={<EmptyTile tint="var(--tint-iris)" />}
      actions={
        <Link className="btn" to="/">
          To the window
        </Link>
      }
    >
      <p>What you order in this browser is kept here. An order’s own link works anywhere.</p>
    </StatePage>
  );
}
