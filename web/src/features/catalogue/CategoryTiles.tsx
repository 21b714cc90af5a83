import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { CSSProperties } from 'react';
import { Tile } from '@/components/Tile';
import { useLive } from '@/components/useLive';
import type { Card, Category } from '@/lib/api/shapes';
import { plural } from '@/lib/words';
import { firstProductsQuery } from './queries';
import { tilesPerRow } from './categories';

/** Placeholders before the number of categories is known. */
const LOADING = 7;

/** Each category as a tile with the picture of one of its products. */
export function CategoryTiles({
  categories,
  cards,
}: {
  categories: readonly Category[] | undefined;
  cards: readonly Card[];
}) {
  return (
    <ul className="category-tiles" style={{ '--across': tilesPerRow(categories?.length ?? LOADING) } as CSSProperties}>
      {categories
        ? categories.map((category) => (
            <CategoryTile
              key={category.slug}
              category={category}
              card={cards.find((card) => card.category === category.slug && card.image && card.available > 0)}
            />
          ))
        : Array.from({ length: LOADING }, (_, i) => (
            <li key={i} className="category-tile skeleton" aria-hidden="true">
              <span className="tile" />
              <span className="name">&nbsp;</span>
              <span className="n">&nbsp;</span>
            </li>
          ))}
    </ul>
  );
}

function CategoryTile({ category: { slug, name, count }, card }: { category: Category; card: Card | undefined }) {
  const live = useLive();
  const { data } = useQuery({ ...firstProductsQuery(live, { category: slug, inStock: true }, 1), enabled: !card });
  const shown = card ?? data?.items[0];
  return (
    <li className="category-tile">
      <Link to="/c/$slug" params={{ slug }} className="block">
        <Tile image={shown?.image} sizes="(min-width: 1000px) 13vw, 36vw" />
        <span className="name">{name}</span>
        <span className="n">{`${count} ${plural(count, 'object')}`}</span>
      </Link>
    </li>
  );
}
