import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactElement, type ReactNode, useState } from 'react';
import type { Elements } from '@/components/elements';
import { Head } from '@/components/Head';
import { Tile } from '@/components/Tile';
import { useLiveCard, useFeedChanges, useLive } from '@/components/useLive';
import { useNow } from '@/components/useNow';
import { isMissing } from '@/lib/api/problem';
import type { Card, Image, Product } from '@/lib/api/shapes';
import { formatDay, formatMoment } from '@/lib/time';
import { capitalized, titleOfSlug } from '@/lib/words';
import { productJsonLd } from './jsonLd';
import { CardSkeleton, ProductCard } from './ProductCard';
import { productQuery, firstProductsQuery } from './queries';
import { categoryName } from './categories';

const RELATED = 4;

export interface ProductPageProps {
  id: string;
  /** Renders the buy box: passed in by the app, which has the basket. */
  buy(card: Card, gone: boolean): ReactElement;
  /** Shown where there is no such product: passed in by the app. */
  notFound: Elements;
}

export function ProductPage({ id, buy, notFound }: ProductPageProps) {
  const { data, error } = useQuery(productQuery(useLive(), id));
  if (isMissing(error) && !data) return notFound;
  if (error && !data) throw error;
  return (
    <main id="main" className="wrap" tabIndex={-1}>
      {data ? <ProductDetails product={data.product} buy={buy} /> : <Loading id={id} />}
    </main>
  );
}

function ProductDetails({ product, buy }: { product: Product; buy: ProductPageProps['buy'] }) {
  const live = useLiveCard(product);
  const card = live ?? product;
  useFreshContent(product);
  return (
    <>
      <Head title={card.name} description={product.description} data={productJsonLd(product, card, location.origin)} />
      <article className={`product ${live && card.available > 0 ? '' : 'is-sold'}`}>
        <Gallery key={product.id} product={product} />
        <div className="buy">
          <h1>{card.name}</h1>
          <p className="desc">{product.description}</p>
          {buy(card, live === null)}
          <Facts card={card} />
        </div>
      </article>
      <Related card={card} />
    </>
  );
}

/** Descriptions and pictures are not in the feed: a change of neither price nor stock may be one of theirs, so the product is fetched. */
function useFreshContent(product: Product) {
  const queries = useQueryClient();
  useFeedChanges(({ id, before, after }) => {
    if (id !== product.id || !before?.card || !after.card) return;
    const explained =
      before.card.available !== after.card.available || before.card.price.amount !== after.card.price.amount;
    if (!explained) void queries.invalidateQueries({ queryKey: ['product', id] });
  });
}

function Gallery({ product: { images, image, category, name } }: { product: Product }) {
  const all: (Image | undefined)[] = images.length > 0 ? images : [image];
  const [chosen, choose] = useState(0);
  const shown = all[chosen] ?? all[0];
  return (
    <div className="gallery">
      <p className="crumbs">
        <Link to="/">Vitrine</Link>
        <span aria-hidden="true">/</span>
        <Link to="/c/$slug" params={{ slug: category }}>
          {categoryName(category)}
        </Link>
      </p>
      <Tile key={chosen} image={shown} sizes="(min-width: 940px) 54vw, 100vw" eager alt={shown?.alt || name} />
      {all.length > 1 && (
        <div className="thumbs">
          {all.map((thumb, i) => (
            <button
              key={i}
              type="button"
              aria-pressed={i === chosen}
              aria-label={thumb?.alt || `Picture ${i + 1}`}
              onClick={() => choose(i)}
            >
              <Tile image={thumb} sizes="12vw" />
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

function Facts({ card }: { card: Card }) {
  const now = new Date(useNow());
  const facts: [string, ReactNode][] = [
    [
      'Room',
      <Link key="room" className="link" to="/c/$slug" params={{ slug: card.category }}>
        {categoryName(card.category)}
      </Link>,
    ],
    ['In the window since', formatDay(new Date(card.createdAt), now)],
    [
      'Price last changed',
      card.priceChangedAt ? capitalized(formatMoment(new Date(card.priceChangedAt), now)) : 'Never yet',
    ],
    [
      'Ask for it as',
      <span key="id" className="mono" translate="no">
        {card.id}
      </span>,
    ],
  ];
  return (
    <dl className="facts">
      {facts.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Related({ card: { id, category } }: { card: Card }) {
  const { data } = useQuery(firstProductsQuery(useLive(), { category, inStock: true }, RELATED + 1));
  const cards = data?.items.filter((card) => card.id !== id).slice(0, RELATED);
  if (cards?.length === 0) return null;
  return (
    <section className="section" aria-labelledby="related">
      <div className="head">
        <h2 id="related">Keeps company with</h2>
        <Link className="link" to="/c/$slug" params={{ slug: category }}>
          {`All of ${categoryName(category).toLowerCase()}`}
        </Link>
      </div>
      <ul className="cards">
        {cards
          ? cards.map((card) => <ProductCard key={card.id} card={card} />)
          : Array.from({ length: RELATED }, (_, i) => <CardSkeleton key={i} />)}
      </ul>
    </section>
  );
}

/** Placeholders of the final size, so that nothing shifts. The title is taken from the address until the name is known. */
function Loading({ id }: { id: string }) {
  return (
    <div className="product" aria-busy="true">
      <Head title={titleOfSlug(id)} description={`${titleOfSlug(id)}, with its price and stock as of this second.`} />
      <div className="gallery skeleton">
        <p className="crumbs">&nbsp;</p>
        <span className="tile" />
      </div>
      <div className="buy skeleton" aria-hidden="true">
        <h1>&nbsp;</h1>
        <p className="desc">
          &nbsp;
          <br />
          &nbsp;
        </p>
        <p className="money">
          <span className="price">&nbsp;</span>
        </p>
        <div className="act stay">
          <span className="btn">&nbsp;</span>
        </div>
        <div className="terms">&nbsp;</div>
      </div>
    </div>
  );
}
