import { createHash } from 'node:crypto';
import type { Stocked } from './items.ts';

/** A large catalogue for measurements: plausible names and prices, and the demo shop's pictures. */

const MANNERS =
  'Quiet Northern Honest Folding Morning Borrowed Plain Winter Crooked Lucky Travelling Unhurried Everyday Little Grand Seaside Attic Festive Modest Wandering Stubborn Cheerful Faithful Evening Second-hand'.split(
    ' ',
  );
const MATERIALS =
  'oak walnut brass copper tin linen enamel cobalt saffron plum slate coral indigo amber chalk pewter cherry willow porcelain marble'.split(
    ' ',
  );

/** What things are called, and the product whose picture, category and price level they share. */
const THINGS: readonly (readonly [string, string])[] = [
  ['teapot', 'sunday-teapot'],
  ['skillet', 'one-egg-skillet'],
  ['mixing bowl', 'blue-mixing-bowl'],
  ['amphora', 'tall-amphora'],
  ['salt cellar', 'glass-salt-cellar'],
  ['coffee cup', 'first-cup-mug'],
  ['egg timer', 'soft-egg-timer'],
  ['ladle', 'stirring-spoon'],
  ['fondue pot', 'fondue-for-four'],
  ['storage jar', 'keeping-jar'],
  ['violin', 'three-quarter-violin'],
  ['accordion', 'harbour-accordion'],
  ['trumpet', 'brass-trumpet'],
  ['banjo', 'porch-banjo'],
  ['snare drum', 'marching-snare'],
  ['saxophone', 'after-hours-saxophone'],
  ['fountain pen', 'broad-nib-pen'],
  ['abacus', 'schoolroom-abacus'],
  ['mantel clock', 'mantel-clock'],
  ['scissors', 'paper-shears'],
  ['radio', 'radio-for-one'],
  ['telephone', 'red-telephone'],
  ['paperweight', 'starry-paperweight'],
  ['houseplant', 'patient-pothos'],
  ['cactus', 'small-saguaro'],
  ['wind chime', 'glass-wind-chime'],
  ['basket', 'harvest-basket'],
  ['watering pail', 'ten-litre-pail'],
  ['stepladder', 'orchard-ladder'],
  ['lantern', 'paper-lantern'],
  ['nesting doll', 'nesting-doll'],
  ['kite', 'sunday-kite'],
  ['locomotive', 'tin-locomotive'],
  ['bear', 'serious-bear'],
  ['boomerang', 'returning-boomerang'],
  ['suitcase', 'blue-cabin-case'],
  ['compass', 'field-compass'],
  ['umbrella', 'plum-umbrella'],
  ['camera', 'slow-camera'],
  ['honey pot', 'heather-honey'],
];

export const MOST = MANNERS.length * MATERIALS.length * THINGS.length;
/** Shares no factor with MOST, so that steps of it meet every combination once. */
const STRIDE = 7919;
const NEWEST = Date.parse('2026-11-19T18:00:00.000Z');
const MINUTE = 60_000;

/** `count` products, at most MOST, the same for the same demo shop. */
export function* bigCatalogue(count: number, demo: readonly Stocked[]): Generator<Stocked> {
  if (!Number.isSafeInteger(count) || count < 1 || count > MOST) {
    throw new RangeError(`The number of products must be between 1 and ${MOST}`);
  }
  const models = new Map(demo.map((product) => [product.id, product]));
  for (let index = 0; index < count; index++) {
    const combination = (index * STRIDE) % MOST;
    const [thing, modelId] = pick(THINGS, combination);
    const material = pick(MATERIALS, Math.floor(combination / THINGS.length));
    const manner = pick(MANNERS, Math.floor(combination / THINGS.length / MATERIALS.length));
    const model = models.get(modelId);
    if (!model) throw new Error(`The demo shop has no ${modelId}`);
    const [dearness, plenty] = chances(index);
    const name = `${manner} ${material} ${thing}`;
    yield {
      id: name.toLowerCase().replaceAll(' ', '-'),
      name,
      description: `${capitalised(thing)} in ${material}. ${model.description}`,
      category: model.category,
      searchWords: model.searchWords,
      price: priceNear(model.price, dearness),
      available: stockFrom(plenty),
      createdAt: new Date(NEWEST - index * 97 * MINUTE).toISOString(),
      images: model.images,
    };
  }
}

function pick<Item>(items: readonly Item[], index: number): Item {
  return items[index % items.length]!;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** From three fifths to twice the model's price, in steps of ten cents. */
function priceNear(price: number, chance: number): number {
  return Math.max(10, Math.round((price * (0.6 + 1.4 * chance)) / 10) * 10);
}

/** Three in a hundred are sold out, eight nearly gone. */
function stockFrom(chance: number): number {
  if (chance < 0.03) return 0;
  if (chance < 0.11) return 1 + Math.floor(((chance - 0.03) / 0.08) * 3);
  return 4 + Math.floor(((chance - 0.11) / 0.89) * 197);
}

/** Two numbers in [0, 1) that depend on the index alone. */
function chances(index: number): [number, number] {
  const digest = createHash('sha256').update(`product ${index}`).digest();
  return [digest.readUInt32BE(0) / 2 ** 32, digest.readUInt32BE(4) / 2 ** 32];
}
