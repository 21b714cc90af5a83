import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { LiveLabel } from '@/components/Dot';
import { PreviousPrice } from '@/components/Price';
import { Tile } from '@/components/Tile';
import { useFeedChanges, useLive, useLiveStatus, useFeedReset } from '@/components/useLive';
import { useNow } from '@/components/useNow';
import type { ConnectionStatus } from '@/lib/live/ports';
import { formatMoney } from '@/lib/money';
import { formatAgo } from '@/lib/time';
import {
  type ChangedCard,
  type RecentChange,
  mergeNewest,
  recentChangeOf,
  recentChangeOfUpdate,
} from './recentChanges';

const SHOWN = 4;
/** More than are shown, since some products may be removed. */
const KEPT = 2 * SHOWN;

const STATUS_WORDS: Record<ConnectionStatus, string> = {
  connecting: 'finding the line',
  live: 'as it happens',
  polling: 'every ten seconds',
  offline: 'when the line is back',
};

/** The four latest changes of the whole shop, updated by the feed. Renders nothing where nothing ever changed. */
export function RecentChanges({ fetched }: { fetched: readonly ChangedCard[] }) {
  const { feed } = useLive();
  const [arrived, setArrived] = useState<RecentChange[]>([]);
  const status = useLiveStatus();
  const now = useNow();

  useFeedChanges((update) => {
    const change = recentChangeOfUpdate(update);
    setArrived((old) => {
      const others = old.filter(({ card }) => card.id !== update.id);
      return change ? [change, ...others].slice(0, KEPT) : others;
    });
  });
  // The changes that arrived belong to the feed before the reset; the query is fetched again.
  useFeedReset(() => setArrived([]));

  const isThere = ({ card }: RecentChange) => feed.get(card.id)?.card !== null;
  const all = mergeNewest(
    arrived,
    fetched.flatMap((card) => recentChangeOf(card) ?? []),
    KEPT,
  );
  const shown = all.filter(isThere).slice(0, SHOWN);
  if (shown.length === 0) return null;
  return (
    <section className="recent-changes" aria-labelledby="changed">
      <div>
        <h2 id="changed">Just changed</h2>
        <p className="pt-s2 leading-none">
          <LiveLabel still={status !== 'live'}>{STATUS_WORDS[status]}</LiveLabel>
        </p>
      </div>
      <ul className="events">
        {shown.map((change) => (
          <RecentChangeLine key={`${change.card.id}-${change.at}`} change={change} now={now} />
        ))}
      </ul>
    </section>
  );
}

function RecentChangeLine({ change: { card, at, detail, live }, now }: { change: RecentChange; now: number }) {
  return (
    <li className={live ? 'event arrives' : 'event'}>
      <Tile image={card.image} sizes="60px" />
      <div>
        <Link className="name" to="/p/$id" params={{ id: card.id }}>
          {card.name}
        </Link>
        <span>
          <ChangeDetailText card={card} detail={detail} />
        </span>
        <time dateTime={new Date(at).toISOString()}>{` ${formatAgo(new Date(at), new Date(now))}`}</time>
      </div>
    </li>
  );
}

function ChangeDetailText({ card, detail }: Pick<RecentChange, 'card' | 'detail'>) {
  switch (detail.kind) {
    case 'price':
      return (
        <>
          <span>now </span>
          <b translate="no">{formatMoney(card.price)}</b>
          <span>, </span>
          <PreviousPrice money={detail.from} />
        </>
      );
    case 'sold-out':
      return <span className="few">sold out</span>;
    case 'few':
      return <span className="few">{card.available === 1 ? 'the last one' : `${card.available} left`}</span>;
    case 'back':
      return <span>{`back, ${card.available} of them`}</span>;
    case 'sold':
      return <span>{`${detail.count} sold, ${card.available} left`}</span>;
    case 'delivered':
      return <span>{`${detail.count} more came in`}</span>;
    case 'in-stock':
      return <span>{`${card.available} in stock`}</span>;
  }
}
