import { useState } from 'react';
import { Icon } from '@/components/Icon';
import { formatClock } from '@/lib/time';
import { useLive, useLiveStatus } from './context';

/** Says quietly that nothing is heard from the shop, and since when. It lies over the page, and moves nothing. */
export function OfflineBanner() {
  const offline = useLiveStatus() === 'offline';
  return <div role="status">{offline && <Offline />}</div>;
}

function Offline() {
  const client = useLive();
  const [since] = useState(() => new Date());
  return (
    <div className="snackbar">
      <Icon name="offline" />
      <span>
        <b>You are offline.</b>
        <span>
          {` You see the window as it was at ${formatClock(since)}. Your basket is safe and catches up by itself.`}
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
