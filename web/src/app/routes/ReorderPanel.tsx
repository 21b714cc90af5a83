import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { Dot } from '@/components/Dot';
import { Panel } from '@/components/Panel';
import { useBasketStore } from '@/features/basket/context';
import { saveDraftOf } from '@/features/checkout/draft';
import { findSavedOrder } from '@/features/orders/savedOrders';
import { useOpenBasket } from '../drawer';
import { reorder, type ReorderedLine } from './reorder';
import type { Order } from '@/lib/api/shapes';

type ReorderState = { kind: 'idle' | 'filling' } | { kind: 'done'; lines: ReorderedLine[] };

/** After an expired or cancelled order: adds its lines to the basket, and lists what is not available. */
export function ReorderPanel({ order: { id, lines, customer } }: { order: Order }) {
  const store = useBasketStore();
  const openBasket = useOpenBasket();
  const [state, setState] = useState<ReorderState>({ kind: 'idle' });
  const busy = useRef(false);

  async function fill() {
    if (busy.current) return;
    busy.current = true;
    setState({ kind: 'filling' });
    // Only for orders of this browser: who merely has the link does not get the customer's address.
    if (findSavedOrder(id)) saveDraftOf(customer);
    const filled = await reorder(lines, store);
    busy.current = false;
    setState({ kind: 'done', lines: filled });
    if (filled.every(({ added, wanted }) => added === wanted)) openBasket();
  }

  const missed = state.kind === 'done' ? state.lines.filter(({ added, wanted }) => added < wanted) : [];
  return (
    <Panel
      dot="hollow"
      title="Everything went back on the shelf"
      actions={
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
      below={<div role="status">{missed.length > 0 && <MissingLines lines={missed} all={lines.length} />}</div>}
    >
      Nothing was charged. If you still want it, put the same pieces into a new basket.
    </Panel>
  );
}

function MissingLines({ lines, all }: { lines: readonly ReorderedLine[]; all: number }) {
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
