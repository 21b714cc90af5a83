import { join } from "node:path";
import { buildDemo } from "./catalogue/build.ts";
import { readProducts } from "./catalogue/source.ts";

/** Makes the demo shop: out/media/ and out/demo/items.jsonl. Run as `node demo/build.ts`. */

const root = join(import.meta.dirname, "..");
const started = performance.now();
const products = readProducts();
let made = 0;

await buildDemo({
  products,
  out: join(root, "out"),
  cache: join(root, ".cache", "pictures"),
  onPicture: (done, total, cached) => {
    if (!cached) made++;
    if (process.stdout.isTTY) process.stdout.write(`\rdemo: picture ${done} of ${total} `);
  },
});

const seconds = ((performance.now() - started) / 1000).toFixed(1);
const start = process.stdout.isTTY ? "\r" : "";
console.log(
  `${start}demo: ${products.length} products, ${products.length * 2} pictures (${made} drawn) in ${seconds} s`,
);
