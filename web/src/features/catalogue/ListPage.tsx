import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useMemo, useRef } from 'react';
import { Dot } from '@/components/Dot';
import type { Elements } from '@/components/elements';
import { Head } from '@/components/Head';
import { EmptyTile } from '@/components/Tile';
import { useLive } from '@/components/useLive';
import type { Card, Category } from '@/lib/api/shapes';
import { FilterBar } from './FilterBar';
import { type Filters, isInverted } from './filters';
import { useListPosition } from './listPosition';
import { CardSkeleton, ProductCard } from './ProductCard';
import { categoriesQuery, listQuery } from './queries';
import { categoriesWithCounts } from './categoryCounts';
import { categoryName, categoryText } from './categories';
import { useNewProducts } from './useNewProducts';

export interface ListPageProps {
  filters: Filters;
  onFilters(filters: Filters): void;
  /** Shown where there is no such category: passed in by the app. */
  notFound?: Elements;
}

/** The products of a category or of a search. */
export function ListPage({ filters, onFilters, notFound }: ListPageProps) {
  const live = useLive();
  const list = useInfiniteQuery(listQuery(live, filters));
  const { data: allCategories } = useQuery(categoriesQuery);
  if (list.error && !list.data) throw list.error;

  const pages = list.data?.pages;
  const first = pages?.[0];
  const cards = useMemo(() => withoutDuplicates(pages?.flatMap(({ items }) => items) ?? []), [pages]);
  const shown = useMemo(() => new Set(cards.map(({ id }) => id)), [cards]);
  const arrivals = useNewProducts(filters, shown, first?.answeredAt);
  useListPosition({
    pages: pages?.length ?? 0,
    hasNext: list.hasNextPage,
    isFetching: list.isFetching,
    fetchNext: () => void list.fetchNextPage(),
  });
  const isKnown = first?.total !== 0 || !allCategories || allCategories.some(({ slug }) => slug === filters.category);
  if (notFound && !isKnown) return notFound;
  const currency = cards[0]?.price.currency ?? 'EUR';
  const title = filters.q ? `“${filters.q}”` : filters.category ? categoryName(filters.category) : 'Everything';
  const text = filters.q
    ? undefined
    : filters.category
      ? categoryText(filters.category)
      : 'All that stands and hangs here, the newest first.';

  return (
    <main id="main" className="wrap" tabIndex={-1}>
      <Head title={title} description={text ?? `What the shop has for ${title}.`} />
      <div className="page-head">
        <p className="crumbs">
          <Link to="/">Vitrine</Link>
          <span aria-hidden="true">/</span>
          <span>{filters.q ? 'Search' : title}</span>
        </p>
        <h1>{title}</h1>
        {text && <p className="text">{text}</p>}
      </div>
      <section className="filters" aria-label="Filters">
        <CategoryChips categories={categoriesWithCounts(allCategories, first?.facets.categories)} filters={filters} />
        <FilterBar filters={filters} currency={currency} total={first?.total} onChange={onFilters} />
      </section>
      {arrivals.length > 0 && (
        <div className="pill-row">
          <button
            type="button"
            className="pill"
            onClick={() => {
              window.scrollTo({ top: 0 });
              void list.refetch();
            }}
          >
            <Dot />
            <span>{`${arrivals.length} new`}</span>
          </button>
        </div>
      )}
      {first?.total === 0 ? (
        <NoResults filters={filters} onClear={() => onFilters({})} />
      ) : (
        <ul className="cards" aria-busy={list.isFetching}>
          {cards.map((card, i) => (
            <ProductCard key={card.id} card={card} eager={i < 4} />
          ))}
          {(list.isPending || list.isFetchingNextPage) &&
            Array.from({ length: skeletonCount(cards.length, first?.total) }, (_, i) => <CardSkeleton key={i} />)}
        </ul>
      )}
      {first && list.hasNextPage && (
        <ShowMore
          shown={cards.length}
          total={first.total}
          busy={list.isFetchingNextPage}
          onMore={() => void list.fetchNextPage()}
        />
      )}
    </main>
  );
}

/** A page may repeat a product that a change moved onto it. */
const withoutDuplicates = (cards: Card[]): Card[] => [
  ...new Map(cards.map((card) => [card.id, card] as const)).values(),
];

const skeletonCount = (shown: number, total: number | undefined): number =>
  total === undefined ? 8 : Math.min(8, total - shown);

function CategoryChips({
  categories,
  filters: { q, category: current },
}: {
  categories: readonly Category[];
  filters: Filters;
}) {
  const all = categories.reduce((count, category) => count + category.count, 0);
  const row = useRef<HTMLElement>(null);
  // On a narrow screen the row scrolls: the current category has to be visible.
  useEffect(() => {
    const here = row.current?.querySelector('[aria-current]')?.getBoundingClientRect();
    if (!row.current || !here) return;
    const { left, width } = row.current.getBoundingClientRect();
    row.current.scrollLeft += here.left - left - (width - here.width) / 2;
  }, [current, categories.length]);
  return (
    <nav className="scroll" aria-label="Rooms" ref={row}>
      <div className="chips">
        <Link className="chip" to="/search" search={q ? { q } : {}} aria-current={current ? undefined : 'page'}>
          <span>Everything</span>
          <span className="n">{categories.length > 0 ? ` ${all}` : ''}</span>
        </Link>
        {categories.map(({ slug, name, count }) => (
          <Link
            key={slug}
            className="chip"
            aria-current={slug === current ? 'page' : undefined}
            {...(q
              ? ({ to: '/search', search: { q, category: slug } } as const)
              : ({ to: '/c/$slug', params: { slug } } as const))}
          >
            <span>{name}</span>
            <span className="n">{` ${count}`}</span>
          </Link>
        ))}
      </div>
    </nav>
  );
}

function ShowMore({ shown, total, busy, onMore }: { shown: number; total: number; busy: boolean; onMore(): void }) {
  return (
    <div className="more">
      <span className="quiet small">{`${shown} of ${total}`}</span>
      <span className="track" aria-hidden="true">
        <i style={{ width: `${(100 * shown) / total}%` }} />
      </span>
      <button type="button" className="btn line" onClick={onMore} aria-disabled={busy}>
        Show more
      </button>
    </div>
  );
}

function NoResults({ filters, onClear }: { filters: Filters; onClear(): void }) {
  const { q } = filters;
  const hint = isInverted(filters)
    ? 'The lowest price is above the highest: nothing can cost both.'
    : 'Fewer filters would show more.';
  return (
    <section className="state">
      <EmptyTile tint="var(--tint-harbour)" hangs />
      <div className="words">
        <h2>{q ? `No match for “${q}”` : 'Nothing here, for now'}</h2>
        <p>
          {q && !isInverted(filters)
            ? 'We forgive a typo or two, but this one got past us. Fewer words may find more.'
            : hint}
        </p>
        <div className="acts">
          <button type="button" className="btn line" onClick={onClear}>
            Clear the filters
          </button>
        </div>
      </div>
    </section>
  );
}
