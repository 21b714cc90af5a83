import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { Dot } from '@/components/Dot';
import { Panel } from '@/components/Panel';
import { useBasketStore } from '@/features/basket/context';
import { redraft } from '@/features/checkout/draft';
import { ownOrder } from '@/features/orders/own';
import { useOpenBasket } from '../drawer';
import { refill, type Refilled } from './refill';
import type { Order } from '@/lib/api/shapes';

type Filling = { kind: 'idle' | 'filling' } | { kind: 'done'; lines: Refilled[] };

/** After an order that came to nothing: the same lines in a new basket, and a word on each that could not be had. */
export function Again({ order: { id, lines, customer } }: { order: Order }) {
  const store = useBasketStore();
  const openBasket = useOpenBasket();
  const [state, setState] = useState<Filling>({ kind: 'idle' });
  const busy = useRef(false);

  async function fill() {
    if (busy.current) return;
    busy.current = true;
    setState({ kind: 'filling' });
    // Whoever only watches the order has an address of their own.
    if (ownOrder(id)) redraft(customer);
    const filled = await refill(lines, store);
    busy.current = false;
    setState({ kind: 'done', lines: filled });
    if (filled.every(({ added, wanted }) => added === wanted)) openBasket();
  }

  const missed = state.kind === 'done' ? state.lines.filter(({ added, wanted }) => added < wanted) : [];
  return (
    <Panel
      dot="hollow"
      title="Everything went back on the shelf"
      acts={
        <>
          {state.kind === 'done' ? (
            <button type="button" className="btn" onClick={openBasket}>
              See the basket
            </button>
          ) : (
            <button type="button" className="btn" aria-disabled={state.kind === 'filling'} onClick={() => void fill()}>
              {state.kind === 'filling' ? 'Filling the basket' : 'Fill a new basket with these'}
            </button>
          )}
          <Link className="link" to="/">
            To the window
          </Link>
        </>
      }
      below={<div role="status">{missed.length > 0 && <Missed lines={missed} all={lines.length} />}</div>}
    >
      Nothing was charged. If you still want it, put the same pieces into a new basket.
    </Panel>
  );
}

function Missed({ lines, all }: { lines: readonly Refilled[]; all: number }) {
  return (
    <>
      <p className="small">
        {lines.length === all && lines.every(({ added }) => added === 0)
          ? 'None of it could be had just now.'
          : 'The rest is in your basket. Not these:'}
      </p>
      <ul className="missed">
        {lines.map(({ productId, name, why }) => (
          <li key={productId}>
            <Dot kind="half" />
            <b>{name}</b>
            <span>{` ${why ?? ''}`}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
