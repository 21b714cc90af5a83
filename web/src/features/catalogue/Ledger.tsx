import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Live } from '@/components/Dot';
import { Was } from '@/components/Price';
import { Tile } from '@/components/Tile';
import { useNow } from '@/components/useNow';
import { useFeedChanges, useLiveStatus } from '@/features/live/context';
import type { Card } from '@/lib/api/shapes';
import type { Status } from '@/lib/live/ports';
import { formatMoney } from '@/lib/money';
import { formatAgo } from '@/lib/time';
import { type Entry, history, newsOf } from './ledger';

const SHOWN = 4;

const STATUS_WORDS: Record<Status, string> = {
  connecting: 'finding the line',
  live: 'as it happens',
  polling: 'every ten seconds',
  offline: 'when the line is back',
};

/** The four newest changes of the shop; who watches sees them arrive. */
export function Ledger({ cards }: { cards: readonly Card[] }) {
  const [entries, setEntries] = useState<Entry[]>([]);
  const status = useLiveStatus();
  const now = useNow();

  useFeedChanges((change) => {
    const news = newsOf(change);
    const card = change.after.card;
    if (!news || !card) return;
    const at = Date.now();
    setEntries((old) =>
      [
        { key: `${card.id}-${card.rev}`, card, at, news, live: true },
        ...old.filter((entry) => entry.card.id !== card.id),
      ].slice(0, SHOWN),
    );
  });

  const told = new Set(entries.map(({ card }) => card.id));
  const all = [...entries, ...history(cards, SHOWN * 2).filter(({ card }) => !told.has(card.id))].slice(0, SHOWN);
  return (
    <section className="ledger" aria-labelledby="changed">
      <div>
        <h2 id="changed">Just changed</h2>
        <p className="pt-s2 leading-none">
          <Live still={status !== 'live'}>{STATUS_WORDS[status]}</Live>
        </p>
      </div>
      <ul className="events">
        {all.map((entry) => (
          <EventLine key={entry.key} entry={entry} now={now} />
        ))}
        {all.length === 0 && Array.from({ length: SHOWN }, (_, i) => <EventSkeleton key={i} />)}
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
        {at !== null && (
          <time dateTime={new Date(at).toISOString()}>{` ${formatAgo(new Date(at), new Date(now))}`}</time>
        )}
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
    case 'new':
      return <span>new in the window</span>;
  }
}

function EventSkeleton() {
  return (
    <li className="event skeleton" aria-hidden="true">
      <span className="tile" />
      <div>
        <div className="bar" />
        <div className="bar" />
      </div>
    </li>
  );
}
