import type { Card } from '@/lib/api/shapes';

/**
 * The hero's five plinths and its one hanging place. Lengths are in hundredths of the scene: x and width of its width, the rest of its height.
 * `canvas` is the side of the picture; `narrow` holds what differs under 760 px, where only three plinths stand.
 */
export interface Plinth {
  /** Ids of the products for this place in the demo shop; in another shop the first that fits. */
  prefers: readonly string[];
  x: number;
  width: number;
  height: number;
  lift: number;
  canvas: number;
  depth: number;
  tint: string;
  round?: true;
  narrow?: { x: number; width: number; height: number; canvas: number };
}

export const PLINTHS: readonly Plinth[] = [
  {
    prefers: ['sunday-teapot'],
    x: 5,
    width: 17,
    height: 17,
    lift: 5,
    canvas: 43.5,
    depth: 3,
    tint: 'butter',
    narrow: { x: 4, width: 31, height: 22, canvas: 29.5 },
  },
  { prefers: ['slow-camera'], x: 24.5, width: 14.5, height: 22, lift: 8, canvas: 32, depth: 2, tint: 'rose' },
  {
    prefers: ['mantel-clock'],
    x: 40,
    width: 15,
    height: 34,
    lift: 5,
    canvas: 41,
    depth: 3,
    tint: 'harbour',
    round: true,
    narrow: { x: 36.5, width: 29, height: 30, canvas: 25.5 },
  },
  { prefers: ['blue-cabin-case'], x: 58, width: 16, height: 17, lift: 7, canvas: 44.5, depth: 2, tint: 'apricot' },
  {
    prefers: ['tall-vase', 'tall-amphora'],
    x: 77,
    width: 15,
    height: 45,
    lift: 4,
    canvas: 48,
    depth: 3,
    tint: 'blush',
    narrow: { x: 69, width: 27, height: 38, canvas: 30 },
  },
];

/** `held`: where the string holds a product, in hundredths of its picture; for others the middle is taken. */
export const HANGING_PLACE = {
  prefers: ['sunday-kite'],
  x: 53.8,
  drop: 1.5,
  canvas: 36,
  held: { 'sunday-kite': { x: 21.5, y: 24 } } as Record<string, { x: number; y: number }>,
};

const FEATURED = [
  'harbour-accordion',
  'schoolroom-abacus',
  'small-saguaro',
  'three-quarter-violin',
  'heather-honey',
  'serious-bear',
  'glass-wind-chime',
  'broad-nib-pen',
  'two-friend-tent',
];

export interface HeroArrangement {
  plinths: (Card | undefined)[];
  hung: Card | undefined;
  featured: Card[];
}

/** Assigns products to places: the preferred one, else the first that fits and is in stock; no product twice. */
export function arrangeHero(cards: readonly Card[]): HeroArrangement {
  const taken = new Set<string>();
  const take = (prefers: readonly string[], suits: (card: Card) => boolean): Card | undefined => {
    const free = cards.filter(({ id, image }) => image && !taken.has(id));
    const preferred = new Set([...PLINTHS.flatMap((plinth) => plinth.prefers), ...HANGING_PLACE.prefers]);
    const card =
      free.find(({ id }) => prefers.includes(id)) ??
      free.find((card) => suits(card) && card.available > 0 && !preferred.has(card.id));
    if (card) taken.add(card.id);
    return card;
  };
  const plinths = PLINTHS.map(({ prefers }) => take(prefers, ({ image }) => image?.placed === 'stands'));
  const hung = take(HANGING_PLACE.prefers, ({ image }) => image?.placed === 'hangs');
  const rest = cards
    .filter(({ id }) => !taken.has(id))
    .sort((a, b) => Number(b.available > 0) - Number(a.available > 0));
  const wanted = FEATURED.flatMap((id) => rest.filter((card) => card.id === id));
  const others = rest.filter(({ id }) => !FEATURED.includes(id));
  return { plinths, hung, featured: [...wanted, ...others].slice(0, FEATURED.length) };
}
