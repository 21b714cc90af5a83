import { Link } from '@tanstack/react-router';
import { Head } from '@/components/Head';
import { StatePage } from '@/components/StatePage';
import { EmptyTile } from '@/components/Tile';

/** A whole token: 32 random bytes in base64url, after the # of an order's link. */
const TOKEN_FORMAT = /^[\w-]{43}$/;

/** Shown where a link opens no order: what may be wrong with it, and what to do. */
export function BrokenLinkPage({ token }: { token: string }) {
  return (
    <main id="main" className="wrap" tabIndex={-1}>
      <Head title="This link opens no order" description="What may have happened to the link, and what to do." />
      <StatePage
        title="This link opens no order"
        picture={<EmptyTile tint="var(--tint-celadon)" hangs />}
        actions={
          <>
            <Link className="btn" to="/orders">
              My orders
            </Link>
            <Link className="link" to="/">
              To the window
            </Link>
          </>
        }
      >
        <p>{brokenLinkText(token)}</p>
        <p>
          Ask whoever sent it to copy the link again, with the button on the order’s page, and open it whole. Orders
          that were placed in this browser are under My orders.
        </p>
      </StatePage>
    </main>
  );
}

function brokenLinkText(token: string): string {
  if (token === '')
    return 'The part after the # is missing: it is the key to the order, and some programs leave it out when a link is sent on.';
  if (!TOKEN_FORMAT.test(token))
    return 'The part after the # is not whole: it is the key to the order, and something was lost or added on its way here.';
  return 'The number of the order and its key do not belong together: a letter may have changed on the way, or two links were mixed up.';
}
