import { useState } from 'react';
import { Icon } from '@/components/Icon';
import { useLive, useLiveStatus } from '@/components/useLive';
import { formatClock } from '@/lib/time';

/** Says that there is no connection, and since when. It lies over the page and shifts no layout. */
export function OfflineBanner() {
  const offline = useLiveStatus() === 'offline';
  return <div role="status">{offline && <Offline />}</div>;
}

function Offline() {
  const client = useLive();
  // Without a position there was no answer since the page was opened: what shows was cached, at an unknown time.
  const [since] = useState(() => (client.feed.position ? new Date() : null));
  return (
    <div className="snackbar">
      <Icon name="offline" />
      <span>
        <b>You are offline.</b>
        <span>
          {since
            ? ` You see the window as it was at ${formatClock(since)}. Your basket is safe and catches up by itself.`
            : ' You see what this browser kept from before. Your basket is safe and catches up by itself.'}
        </span>
      </span>
      <span className="acts">
        <button type="button" className="link" onClick={() => client.wake()}>
          Try now
        </button>
      </span>
    </div>
  );
}
