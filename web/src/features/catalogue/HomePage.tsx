import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { LiveLabel } from '@/components/Dot';
import { Head } from '@/components/Head';
import { useLive, useLiveStatus } from '@/components/useLive';
import type { Card } from '@/lib/api/shapes';
import type { ConnectionStatus } from '@/lib/live/ports';
import { capitalized, numberInWords, plural } from '@/lib/words';
import { RecentChanges } from './RecentChanges';
import { CardSkeleton, ProductCard } from './ProductCard';
import { recentChangesQuery, homeQuery, productQuery } from './queries';
import { CategoryTiles } from './CategoryTiles';
import { arrangeHero } from './hero';
import { Hero } from './Hero';

const STATUS_WORDS: Record<ConnectionStatus, string> = {
  connecting: 'The lamps are being lit',
  live: 'Live since you arrived',
  polling: 'Looked at every ten seconds',
  offline: 'As it was when the line went',
};

export function HomePage() {
  const live = useLive();
  const status = useLiveStatus();
  const { data, error } = useQuery(homeQuery(live));
  const changed = useQuery(recentChangesQuery(live));
  const areRecentChangesKnown = !changed.isPending || changed.failureCount > 0;
  if (error && !data) throw error;
  const arrangement = useMemo(() => data && arrangeHero(data.items), [data]);
  const categories = data?.facets.categories;
  return (
    <main id="main" tabIndex={-1}>
      <Head
        title="Things worth stopping for"
        description="A small shop of objects whose prices and stock change on every screen the moment they change."
      />
      <Hero arrangement={arrangement}>
        <p>
          {data
            ? `${capitalized(numberInWords(data.total))} ${plural(data.total, 'object')}, each with a price that tells the truth as of this second.`
            : '\u00a0'}
        </p>
        <p className="mt-3 text-13 leading-normal font-medium">
          <LiveLabel still={status !== 'live'}>{STATUS_WORDS[status]}</LiveLabel>
        </p>
      </Hero>

      {/* Hidden until it is known whether there are recent changes: they would push the rest down. */}
      <div className={areRecentChangesKnown ? 'wrap' : 'wrap invisible h-screen overflow-hidden'}>
        <RecentChanges fetched={changed.data?.items ?? []} />

        <section className="section" aria-labelledby="rooms">
          <div className="head">
            <h2 id="rooms">
              {categories
                ? `${capitalized(numberInWords(categories.length))} small ${plural(categories.length, 'room')}`
                : 'Small rooms'}
            </h2>
            <Link className="link" to="/search">
              See everything
            </Link>
          </div>
          <CategoryTiles categories={categories} cards={data?.items ?? []} />
        </section>

        <section className="section" aria-labelledby="now">
          <div className="head">
            <h2 id="now">In the window today</h2>
          </div>
          <ul className="cards home">
            {arrangement
              ? arrangement.featured.map((card, i) =>
                  i === 0 ? <Feature key={card.id} card={card} /> : <ProductCard key={card.id} card={card} />,
                )
              : Array.from({ length: 9 }, (_, i) => <CardSkeleton key={i} feature={i === 0} />)}
          </ul>
        </section>
      </div>
    </main>
  );
}

/** The one large card. Cards have no description, so the product is fetched for it. */
function Feature({ card }: { card: Card }) {
  const { data } = useQuery(productQuery(useLive(), card.id));
  return <ProductCard card={card} feature text={data?.product.description ?? '\u00a0'} />;
}
