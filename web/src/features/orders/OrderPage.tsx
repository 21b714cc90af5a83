import { Link } from '@tanstack/react-router';
import { type CSSProperties, type ReactElement, useEffect, useId, useRef } from 'react';
import { CopyButton } from '@/components/CopyButton';
import { LiveLabel } from '@/components/Dot';
import { Head } from '@/components/Head';
import { LineItem } from '@/components/LineItem';
import { Price } from '@/components/Price';
import { Picture, TileFrame } from '@/components/Tile';
import { useLiveStatus } from '@/components/useLive';
import { ApiError } from '@/lib/api/problem';
import type { Order } from '@/lib/api/shapes';
import { formatClock, formatMoment } from '@/lib/time';
import { capitalized, numberInWords, plural } from '@/lib/words';
import { BrokenLinkPage } from './BrokenLinkPage';
import { CancelOrder } from './CancelOrder';
import { Hold } from './Hold';
import type { FetchedOrder } from './queries';
import { PaymentStatus } from './PaymentStatus';
import { useIsPaying } from './PaymentForm';
import { Timeline } from './Timeline';
import { orderHeadline } from './timeline';
import { useOrder } from './useOrder';
import { useRevealOutcome } from './useRevealOutcome';

export interface OrderPageProps {
  id: string;
  token: string;
  /** Called when the token has opened the order. */
  onOpen(): void;
  countryName(code: string): string;
  /** Offers the same lines again after an expired or cancelled order: passed in by the app, which has the basket. */
  reorderPanel(order: Order): ReactElement;
}

export function OrderPage({ id, token, onOpen, countryName, reorderPanel }: OrderPageProps) {
  const { data, error } = useOrder(id, token);
  const isOpen = data !== undefined;
  useEffect(() => {
    if (isOpen) onOpen();
  }, [isOpen, onOpen]);
  if (error && !data) {
    if (error instanceof ApiError && error.status === 404) return <BrokenLinkPage token={token} />;
    throw error;
  }
  return (
    <main id="main" className="wrap" tabIndex={-1}>
      <Head
        title={data ? `Order ${data.order.number}` : 'Order'}
        description="Where the order is. This page moves by itself."
      />
      {data ? (
        <OrderDetails fetched={data} token={token} countryName={countryName} reorderPanel={reorderPanel} />
      ) : (
        <Loading />
      )}
    </main>
  );
}

type OrderDetailsProps = { fetched: FetchedOrder } & Omit<OrderPageProps, 'id' | 'onOpen'>;

function OrderDetails({ fetched: { order, serverTime }, token, countryName, reorderPanel }: OrderDetailsProps) {
  const { lines, state, total, customer, number, payment } = order;
  const status = useLiveStatus();
  const paying = useIsPaying(order.id);
  const title = useRef<HTMLHeadingElement>(null);
  const headline = orderHeadline(order);
  const startReveal = useRevealOutcome(title, { text: headline, busy: paying, unsettled: payment.state === 'pending' });
  const toPay = state === 'awaiting-payment' && (paying || payment.state !== 'pending');
  const hold = { order, token, serverTime, onAction: startReveal };
  const pieces = lines.reduce((count, { quantity }) => count + quantity, 0);
  return (
    <>
      <div className="order-head">
        <div>
          <p className="crumbs">
            <Link to="/orders">My orders</Link>
            <span aria-hidden="true">/</span>
            <span className="mono" translate="no">
              {number}
            </span>
          </p>
          <div role="status">
            <h1 ref={title} tabIndex={-1}>
              {headline}
            </h1>
          </div>
          <p className="meta">
            <LiveLabel still={status !== 'live'}>
              {status === 'live' ? 'This page moves by itself' : 'This page looks every ten seconds'}
            </LiveLabel>
            <span>
              {`Placed ${formatMoment(new Date(order.placedAt), new Date())}${customer.name ? ` by ${customer.name}` : ''}`}
            </span>
          </p>
        </div>
        <OrderPictures order={order} />
      </div>
      <Timeline order={order} />
      {/* The payment form stays open until its own answer, though the order is reported as pending before. */}
      {!paying && <PaymentStatus order={order} />}
      {toPay && <Hold {...hold} />}
      {(state === 'expired' || state === 'cancelled') && reorderPanel(order)}
      <div className="order-body">
        <section>
          <h2>{`${capitalized(numberInWords(pieces))} ${plural(pieces, 'piece')}`}</h2>
          <ul className="lines">
            {lines.map((line) => (
              <LineItem key={line.productId} {...line} image={line.image} />
            ))}
          </ul>
          <dl className="totals pt-s3">
            <div className="grand">
              <dt>Total, tax included</dt>
              <dd>
                <Price money={total} />
              </dd>
            </div>
          </dl>
        </section>
        <section className="grid content-start gap-s6">
          <ShippingAddress customer={customer} countryName={countryName} />
          <ShareLink order={order} token={token} />
          {toPay && !paying && <CancelOrder {...hold} />}
        </section>
      </div>
    </>
  );
}

/** Sizes and offsets of up to three pictures; hanging products are drawn behind standing ones. */
const PLACES = {
  stands: [
    { '--k': 0.45, '--dx': -30 },
    { '--k': 0.38, '--dx': 13 },
    { '--k': 0.34, '--dx': -9 },
  ],
  hangs: [
    { '--k': 0.4, '--dx': -5 },
    { '--k': 0.36, '--dx': 24 },
    { '--k': 0.34, '--dx': -32 },
  ],
};

function OrderPictures({ order: { lines, state, holdUntil, payment } }: { order: Order }) {
  const images = lines.flatMap(({ image }) => (image && image.placed !== 'photo' ? [image] : [])).slice(0, 3);
  const counts = { stands: 0, hangs: 0 };
  const placed = images
    .map((image) => {
      const placed = image.placed === 'hangs' ? 'hangs' : 'stands';
      return { image, placed, style: PLACES[placed][counts[placed]++] as CSSProperties };
    })
    .sort((a, b) => a.placed.localeCompare(b.placed));
  return (
    <TileFrame tint={images[0]?.tint} className="shelf">
      {placed.map(({ image, style }, i) => (
        <Picture key={i} image={image} sizes="24vw" eager style={style} />
      ))}
      {state === 'awaiting-payment' && payment.state !== 'pending' && (
        <>
          <span className="slip-line" />
          <span className="slip-tag">
            <span>until</span>
            <b className="mono">{formatClock(new Date(holdUntil))}</b>
          </span>
        </>
      )}
    </TileFrame>
  );
}

/** An address need not have these. */
const NO_OPTIONAL_FIELDS = { line2: '', city: '', stateName: '', postcode: '' };

function ShippingAddress({
  customer: { name, address },
  countryName,
}: {
  customer: Order['customer'];
  countryName: OrderPageProps['countryName'];
}) {
  const { line1, line2, postcode, city, stateName, country } = { ...NO_OPTIONAL_FIELDS, ...address };
  if (!name)
    return (
      <div>
        <h2>Going to</h2>
        <p className="quiet">Name and address were erased.</p>
      </div>
    );
  const place = [`${postcode} ${city}`.trim(), stateName, countryName(country)].filter(Boolean).join(', ');
  const lines = [name, line1, line2, place].filter(Boolean);
  return (
    <div>
      <h2>Going to</h2>
      <address className="quiet not-italic" translate="no">
        {lines.map((line, i) => (
          <span key={i}>{line}</span>
        ))}
      </address>
    </div>
  );
}

function ShareLink({ order: { id }, token }: { order: Order; token: string }) {
  const field = useId();
  const link = `${location.origin}/orders/${id}#${token}`;
  return (
    <div>
      <h2>Let someone else watch</h2>
      <div className="share">
        <label className="sr" htmlFor={field}>
          Link to this order
        </label>
        <input id={field} readOnly value={link} onFocus={(event) => event.currentTarget.select()} />
        <CopyButton className="btn line small" text={link} icon />
      </div>
      <p className="small quiet pt-s2">
        Whoever has the link sees this page and can do here what you can, so choose them well.
      </p>
    </div>
  );
}

function Loading() {
  return (
    <div className="order-head skeleton" aria-busy="true">
      <div>
        <div className="bar" />
        <div className="bar h-16!" />
      </div>
      <span className="tile shelf" />
    </div>
  );
}
