import { buildDemo, DEMO_PLACES } from './catalogue/build.ts';
import { bigCatalogue } from './catalogue/big.ts';
import { seedLine } from './catalogue/items.ts';
import { readProducts } from './catalogue/source.ts';

/** Prints a large catalogue to seed: `node demo/big.ts 10000 > items.jsonl`. */

const count = Number(process.argv[2] ?? Number.NaN);
const demo = await buildDemo({ ...DEMO_PLACES, products: readProducts() });
try {
  const lines = Array.from(bigCatalogue(count, demo), seedLine);
  process.stdout.write(`${lines.join('\n')}\n`);
} catch (error) {
  if (!(error instanceof RangeError)) throw error;
  console.error(`${error.message}: node demo/big.ts COUNT`);
  process.exitCode = 2;
}
