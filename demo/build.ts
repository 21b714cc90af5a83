import { buildDemo, DEMO_PLACES } from './catalogue/build.ts';
import { readProducts } from './catalogue/source.ts';

/** Makes the demo shop: out/media/ and out/demo/items.jsonl. Run as `node demo/build.ts`. */

const started = performance.now();
const products = readProducts();
let made = 0;

await buildDemo({
  ...DEMO_PLACES,
  products,
  onPicture: (done, total, cached) => {
    if (!cached) made++;
    if (process.stdout.isTTY) process.stdout.write(`\rdemo: picture ${done} of ${total} `);
  },
});

const seconds = ((performance.now() - started) / 1000).toFixed(1);
const start = process.stdout.isTTY ? '\r' : '';
console.log(
  `${start}demo: ${products.length} products, ${products.length * 2} pictures (${made} drawn) in ${seconds} s`,
);
