import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Live } from '@/components/Dot';
import { Was } from '@/components/Price';
import { Tile } from '@/components/Tile';
import { useFeedChanges, useLive, useLiveStatus, useReset } from '@/components/useLive';
import { useNow } from '@/components/useNow';
import type { Status } from '@/lib/live/ports';
import { formatMoney } from '@/lib/money';
import { formatAgo } from '@/lib/time';
import { type ChangedCard, type Entry, entryOf, entryOfChange, newest } from './ledger';

const SHOWN = 4;
/** Some of them may leave the shop. */
const KEPT = 2 * SHOWN;

const STATUS_WORDS: Record<Status, string> = {
  connecting: 'finding the line',
  live: 'as it happens',
  polling: 'every ten seconds',
  offline: 'when the line is back',
};

/** The four newest changes of the whole shop; who watches sees them arrive. Where nothing ever changed there is none. */
export function Ledger({ found }: { found: readonly ChangedCard[] }) {
  const { feed } = useLive();
  const [told, setTold] = useState<Entry[]>([]);
  const status = useLiveStatus();
  const now = useNow();

  useFeedChanges((change) => {
    const entry = entryOfChange(change);
    setTold((old) => {
      const others = old.filter(({ card }) => card.id !== change.id);
      return entry ? [entry, ...others].slice(0, KEPT) : others;
    });
  });
  // What was told belongs to a feed that is no more: whatever is shown is asked for again.
  useReset(() => setTold([]));

  const isThere = ({ card }: Entry) => feed.get(card.id)?.card !== null;
  const all = newest(
    told,
    found.flatMap((card) => entryOf(card) ?? []),
    KEPT,
  );
  const shown = all.filter(isThere).slice(0, SHOWN);
  if (shown.length === 0) return null;
  return (
    <section className="ledger" aria-labelledby="changed">
      <div>
        <h2 id="changed">Just changed</h2>
        <p className="pt-s2 leading-none">
          <Live still={status !== 'live'}>{STATUS_WORDS[status]}</Live>
        </p>
      </div>
      <ul className="events">
        {shown.map((entry) => (
          <EventLine key={`${entry.card.id}-${entry.at}`} entry={entry} now={now} />
        ))}
      </ul>
    </section>
  );
}

function EventLine({ entry: { card, at, news, live }, now }: { entry: Entry; now: number }) {
  return (
    <li className={live ? 'event arrives' : 'event'}>
      <Tile image={card.image} sizes="60px" />
      <div>
        <Link className="name" to="/p/$id" params={{ id: card.id }}>
          {card.name}
        </Link>
        <span>
          <NewsLine card={card} news={news} />
        </span>
        <time dateTime={new Date(at).toISOString()}>{` ${formatAgo(new Date(at), new Date(now))}`}</time>
      </div>
    </li>
  );
}

function NewsLine({ card, news }: Pick<Entry, 'card' | 'news'>) {
  switch (news.kind) {
    case 'price':
      return (
        <>
          <span>now </span>
          <b translate="no">{formatMoney(card.price)}</b>
          <span>, </span>
          <Was money={news.from} />
        </>
      );
    case 'sold-out':
      return <span className="few">sold out</span>;
    case 'few':
      return <span className="few">{card.available === 1 ? 'the last one' : `${card.available} left`}</span>;
    case 'back':
      return <span>{`back, ${card.available} of them`}</span>;
    case 'sold':
      return <span>{`${news.count} sold, ${card.available} left`}</span>;
    case 'delivered':
      return <span>{`${news.count} more came in`}</span>;
    case 'in-stock':
      return <span>{`${card.available} in stock`}</span>;
  }
}
