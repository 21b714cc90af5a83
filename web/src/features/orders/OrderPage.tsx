import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type CSSProperties, type ReactElement, useEffect, useId, useRef } from 'react';
import { CopyButton } from '@/components/CopyButton';
import { Live } from '@/components/Dot';
import { Head } from '@/components/Head';
import { Price } from '@/components/Price';
import { Picture, Room, Tile } from '@/components/Tile';
import { useLiveStatus, useSubject } from '@/components/useLive';
import { ApiError } from '@/lib/api/problem';
import type { Order, OrderLine } from '@/lib/api/shapes';
import { formatMoney } from '@/lib/money';
import { formatClock, formatMoment } from '@/lib/time';
import { capitalized, inWords, plural } from '@/lib/words';
import { BrokenLinkPage } from './BrokenLinkPage';
import { Cancel } from './Cancel';
import { Hold } from './Hold';
import { type FetchedOrder, orderQuery } from './queries';
import { Standing } from './Standing';
import { useIsPaying } from './Till';
import { Timeline } from './Timeline';
import { headlineOf } from './timeline';
import { useReveal } from './useReveal';

export interface OrderPageProps {
  id: string;
  token: string;
  /** The token did open the order. */
  onOpen(): void;
  countryName(code: string): string;
  /** Offers the same lines again, where the order came to nothing: given by the app, which knows the basket. */
  again(order: Order): ReactElement;
}

export function OrderPage({ id, token, onOpen, countryName, again }: OrderPageProps) {
  const { data, error, refetch } = useQuery(orderQuery(id, token));
  const isOpen = data !== undefined;
  useEffect(() => {
    if (isOpen) onOpen();
  }, [isOpen, onOpen]);
  useSubject({ kind: 'order', id, token }, (notification) => {
    if (notification === 'refresh' || notification.rev > (data?.order.rev ?? 0)) void refetch();
  });
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
      {data ? <Shown fetched={data} token={token} countryName={countryName} again={again} /> : <Loading />}
    </main>
  );
}

type ShownProps = { fetched: FetchedOrder } & Omit<OrderPageProps, 'id' | 'onOpen'>;

function Shown({ fetched: { order, sighting }, token, countryName, again }: ShownProps) {
  const { lines, state, total, customer, number, payment } = order;
  const status = useLiveStatus();
  const paying = useIsPaying(order.id);
  const title = useRef<HTMLHeadingElement>(null);
  const headline = headlineOf(order);
  const begin = useReveal(title, { text: headline, busy: paying, unsettled: payment.state === 'pending' });
  const toPay = state === 'awaiting-payment' && (paying || payment.state !== 'pending');
  const hold = { order, token, sighting, onAct: begin };
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
            <Live still={status !== 'live'}>
              {status === 'live' ? 'This page moves by itself' : 'This page looks every ten seconds'}
            </Live>
            <span>
              {`Placed ${formatMoment(new Date(order.placedAt), new Date())}${customer.name ? ` by ${customer.name}` : ''}`}
            </span>
          </p>
        </div>
        <Shelf order={order} />
      </div>
      <Timeline order={order} />
      {/* The till stays open for its own answer, though the order is told to be pending before it comes. */}
      {!paying && <Standing order={order} />}
      {toPay && <Hold {...hold} />}
      {(state === 'expired' || state === 'cancelled') && again(order)}
      <div className="order-body">
        <section>
          <h2>{`${capitalized(inWords(pieces))} ${plural(pieces, 'piece')}`}</h2>
          <ul className="lines">
            {lines.map((line) => (
              <Line key={line.productId} line={line} />
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
          <Destination customer={customer} countryName={countryName} />
          <Share order={order} token={token} />
          {toPay && !paying && <Cancel {...hold} />}
        </section>
      </div>
    </>
  );
}

function Line({ line: { name, image, quantity, unitPrice, lineTotal, productId } }: { line: OrderLine }) {
  return (
    <li className="item lean">
      <Tile image={image} sizes="60px" />
      <div>
        <Link className="name" to="/p/$id" params={{ id: productId }}>
          {name}
        </Link>
        <p className="each">{`${quantity} × ${formatMoney(unitPrice)}`}</p>
      </div>
      <span className="sum">
        <Price money={lineTotal} />
      </span>
    </li>
  );
}

/** Up to three of the objects on a shelf of their own; hanging ones behind standing ones. */
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

function Shelf({ order: { lines, state, holdUntil, payment } }: { order: Order }) {
  const images = lines.flatMap(({ image }) => (image && image.placed !== 'photo' ? [image] : [])).slice(0, 3);
  const counts = { stands: 0, hangs: 0 };
  const placed = images
    .map((image) => {
      const placed = image.placed === 'hangs' ? 'hangs' : 'stands';
      return { image, placed, style: PLACES[placed][counts[placed]++] as CSSProperties };
    })
    .sort((a, b) => a.placed.localeCompare(b.placed));
  return (
    <Room tint={images[0]?.tint} className="shelf">
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
    </Room>
  );
}

/** What an address need not have. */
const NO_PLACE = { line2: '', city: '', stateName: '', postcode: '' };

function Destination({
  customer: { name, address },
  countryName,
}: {
  customer: Order['customer'];
  countryName: OrderPageProps['countryName'];
}) {
  const { line1, line2, postcode, city, stateName, country } = { ...NO_PLACE, ...address };
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

function Share({ order: { id }, token }: { order: Order; token: string }) {
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
