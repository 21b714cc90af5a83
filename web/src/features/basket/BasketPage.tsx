import { Link } from '@tanstack/react-router';
import { Head } from '@/components/Head';
import { Icon } from '@/components/Icon';
import { Totals } from '@/components/Totals';
import { StatePage } from '@/components/StatePage';
import { EmptyTile } from '@/components/Tile';
import { useLiveStatus } from '@/components/useLive';
import { BasketLines } from './BasketLines';
import { useBasket } from './context';

export function BasketPage() {
  const { ready, lines, count, total } = useBasket();
  const offline = useLiveStatus() === 'offline';
  return (
    <main id="main" className="wrap" tabIndex={-1}>
      <Head title="Basket" description="What you have chosen, at the prices of this second." />
      {ready && lines.length === 0 ? (
        <EmptyBasket />
      ) : !ready && offline ? (
        <BasketUnavailable />
      ) : (
        <div className="checkout">
          <div>
            <h1 className="pb-s5">Basket</h1>
            <BasketLines lines={lines} />
          </div>
          {/* Not before the lines, which would push it down. */}
          {ready && (
            <aside className="summary" aria-label="What it costs">
              {total && <Totals count={count} total={total} label="Total, tax included" />}
              <CheckoutLink />
              <p className="small quiet pt-s3">The same basket is open in all your tabs.</p>
            </aside>
          )}
        </div>
      )}
    </main>
  );
}

export function CheckoutLink({ replace = false }: { replace?: boolean }) {
  return (
    <Link className="btn full mt-s3" to="/checkout" replace={replace}>
      <span>Check out</span>
      <Icon name="arrow" />
    </Link>
  );
}

/** Offline: this browser stores only the basket's id and token, not its content. */
function BasketUnavailable() {
  return (
    <StatePage
      title="Your basket is out of reach"
      picture={<EmptyTile tint="var(--tint-blush)" />}
      actions={
        <Link className="btn" to="/">
          To the window
        </Link>
      }
    >
      <p>
        It is kept in the shop, and there is no line to it. When the line is back it comes by itself, as you left it.
      </p>
    </StatePage>
  );
}

function EmptyBasket() {
  return (
    <StatePage
      title="An empty basket"
      picture={<EmptyTile tint="var(--tint-butter)" />}
      actions={
        <>
          <Link className="btn" to="/">
            Back to the window
          </Link>
          <Link className="link" to="/orders">
            My orders
          </Link>
        </>
      }
    >
      <p>Something stood here a moment ago, or will in a moment.</p>
    </StatePage>
  );
}
