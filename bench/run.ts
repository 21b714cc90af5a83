// ./dev bench [NAME...]: what the shop costs, against yardsticks of the same run. A missed bar is printed red and the run
// goes on: it is a measurement, not a test. Shipped binaries; permissions, signatures and fsync on.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { coldStarts } from './cold.ts';
import { flood } from './flood.ts';
import { type Result, compared, figure, header, median, print, save } from './report.ts';
import { type Shop, functionsOf, load, memory, root, sendsPerSecond, startHello, startShop, topology } from './shop.ts';

interface Requests {
  perSecond: number;
  answered: number;
  other: number;
  p50: number;
  p99: number;
}
interface Live {
  p50: number;
  p99: number;
  missing: number;
  framesPerSecond: number;
}

const rounds = 5;
const results: Result[] = [];
const add = (result: Result): void => {
  results.push(result);
  print(result);
};

const api = async <T>(shop: Shop, path: string, init: RequestInit = {}): Promise<T> => {
  const response = await fetch(`${shop.url}/api/v1${path}`, { ...init, headers: { 'content-type': 'application/json', ...init.headers } });
  if (!response.ok) throw new Error(`${init.method ?? 'GET'} ${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
};
const local = (shop: Shop): string => shop.url.replace('localhost', '127.0.0.1');

const catalogueOf = async (shop: Shop): Promise<{ id: string; available: number }[]> => {
  const items: { id: string; available: number }[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: { items: { id: string; available: number }[]; nextCursor: string | null } = await api(
      shop, `/products?limit=100${cursor === '' ? '' : `&cursor=${cursor}`}`);
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return items;
};

function bigItems(count: number): string {
  mkdirSync(join(root, 'out/bench'), { recursive: true });
  const file = join(root, `out/bench/items-${count}.jsonl`);
  writeFileSync(file, execFileSync('node', ['demo/big.ts', String(count)], { cwd: root, maxBuffer: 2 ** 30 }));
  return file;
}

// Data is seeded before: what is timed is a start on data that lies there.
async function timeStarts(name: string, items: string, bar: string): Promise<void> {
  const app = topology(items);
  const data = mkdtempSync(join(tmpdir(), 'vitrine-bench-'));
  await (await startShop({ app, data })).stop();
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const shop = await startShop({ app, data });
    await api(shop, '/products');
    times.push(shop.readyAfter);
    await shop.stop();
  }
  add(figure(name, median(times), 'ms', bar));
  rmSync(data, { recursive: true });
}

async function start(): Promise<void> {
  await timeStarts('exec of vitrine serve to GET /products answered, demo shop', join(root, 'out/demo/items.jsonl'), '<= 200');
  await timeStarts('the same, 10,000 products', bigItems(10_000), '<= 1000');
}

async function footprint(): Promise<void> {
  const shop = await startShop();
  const basket = await api<{ id: string }>(shop, '/baskets', { method: 'POST' });
  await fetch(`${shop.url}/api/v1/orders/${basket.id}`);
  add(figure('host, idle after a few requests, resident', memory(shop.pid), 'MB', '<= 30'));
  for (const [name, pids] of functionsOf(shop.pid)) {
    add(figure(`function ${name}, demo shop, resident`, Math.max(...pids.map(memory)), 'MB', '<= 12'));
  }
  await shop.stop();
  const big = await startShop({ app: topology(bigItems(10_000)) });
  add(figure('function catalog, 10,000 products, resident', Math.max(...(functionsOf(big.pid).get('vitrine-local-catalog') ?? []).map(memory)), 'MB', '<= 64'));
  await big.stop();
}

async function cold(): Promise<void> {
  const { yardstick, plain, tls } = await coldStarts(21);
  add(compared('cold start of baskets, spawn to response that read one item, median of 21', median(plain), 'ms', median(yardstick), '<= 4'));
  add(compared('the same over TLS (the yardstick is plain)', median(tls), 'ms', median(yardstick), null));
}

let getRate = Number.NaN;

async function reads(): Promise<void> {
  const shop = await startShop();
  const hello = await startHello();
  const [product] = await catalogueOf(shop);
  const url = `${local(shop)}/api/v1/products/${product?.id}`;
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    theirs.push(load<Requests>('http', '--url', hello.url).perSecond);
    const run = load<Requests>('http', '--url', url);
    if (run.other > 0) throw new Error(`${run.other} answers were not 200`);
    ours.push(run.perSecond);
  }
  getRate = median(ours);
  add(compared('GET /products/{id}, 64 connections, demo shop', getRate, '/s', median(theirs), '>= 0.08'));
  const half = Array.from({ length: rounds }, () => load<Requests>('http', '--url', url, '--rate', String(Math.floor(getRate / 2))).p99);
  add(figure('p99 of the same at half that rate, open loop', median(half), 'ms', '<= 10'));
  await hello.stop();
  await shop.stop();
}

async function search(): Promise<void> {
  const shop = await startShop({ app: topology(bigItems(10_000)) });
  const url = `${local(shop)}/api/v1/products?q=copper%20teapt`;
  const hello = await startHello();
  const p99: number[] = [];
  const helloP99: number[] = [];
  for (let round = 0; round < rounds; round++) {
    helloP99.push(load<Requests>('http', '--url', hello.url, '--rate', '200').p99);
    p99.push(load<Requests>('http', '--url', url, '--rate', '200').p99);
  }
  add(figure('GET /products?q= with a typo, 10,000 products, 200/s open loop: p99', median(p99), 'ms', '<= 10'));
  add(figure('hello at that rate, for what the machine itself adds: p99', median(helloP99), 'ms'));
  await hello.stop();
  await shop.stop();
}

// Baskets of three lines, made before; every request of the load is the checkout of one of them.
async function fillBaskets(shop: Shop, count: number): Promise<string> {
  const products = (await catalogueOf(shop)).filter((product) => product.available >= 10);
  const lines: string[] = [];
  const one = async (index: number): Promise<void> => {
    const basket = await api<{ id: string; token: string }>(shop, '/baskets', { method: 'POST' });
    const headers = { authorization: `Bearer ${basket.token}` };
    let now = { rev: 0, total: { amount: 0, currency: 'EUR' } };
    for (let line = 0; line < 3; line++) {
      const product = products[(index * 3 + line) % products.length];
      now = await api(shop, `/baskets/${basket.id}/lines/${product?.id}`, { method: 'PUT', headers, body: '{"quantity":1}' });
    }
    const body = {
      basketId: basket.id, basketRev: now.rev, expectedTotal: now.total,
      customer: { name: 'Sample Shopper', email: 'shopper@example.com', address: { line1: '1 Example Street', city: 'Sampleton', postcode: '12345', country: 'DE' } },
    };
    lines[index] = ['POST', '/api/v1/orders', `Content-Type: application/json|Authorization: Bearer ${basket.token}|Idempotency-Key: bench-${index}`, JSON.stringify(body)].join('\t');
  };
  let next = 0;
  await Promise.all(Array.from({ length: 16 }, async () => {
    while (next < count) await one(next++);
  }));
  const file = join(shop.data, 'checkouts.tsv');
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

// Milliseconds until the feed's head has stood still for half a second: how far the stream consumers were behind.
async function lag(shop: Shop): Promise<number> {
  const begun = performance.now();
  let last = '';
  let moved = begun;
  while (performance.now() - moved < 500) {
    const { feed } = await api<{ feed: string }>(shop, '/products?limit=1');
    if (feed !== last) moved = performance.now();
    last = feed;
    await new Promise((later) => setTimeout(later, 50));
  }
  return moved - begun;
}

async function checkout(): Promise<void> {
  if (Number.isNaN(getRate)) await reads();
  const rates: number[] = [];
  const lags: number[] = [];
  let fsyncs = 0;
  for (let round = 0; round < rounds; round++) {
    const data = mkdtempSync(join(tmpdir(), 'vitrine-bench-'));
    const shop = await startShop({ app: topology(bigItems(1_000)), data });
    const count = 1_200;
    const file = await fillBaskets(shop, count);
    const run = load<Requests>('http', '--url', `${local(shop)}/`, '--requests', file, '--status', '201', '--for', '60000');
    lags.push(await lag(shop));
    if (run.other > 0) console.log(`  ${run.other} of ${count} checkouts were not 201`);
    rates.push(run.perSecond);
    await shop.stop();
    fsyncs = fsyncsIn(join(data, 'log/vitrine.clef'));
    rmSync(data, { recursive: true });
  }
  add(compared('checkout of 3 lines, 1,000 products, 64 clients: orders on disk (yardstick: GET)', median(rates), '/s', getRate, '>= 0.1'));
  add(figure('fsyncs in the last of these runs, baskets included', fsyncs, '', '>= 1'));
  add(figure('until the stream consumers had caught up afterwards', median(lags), 'ms'));
}

// The host says at its end how often it had to wait for the disk.
function fsyncsIn(log: string): number {
  const counts = [...readFileSync(log, 'utf8').matchAll(/"Fsyncs":(\d+)/g)];
  return Number(counts.at(-1)?.[1] ?? 0);
}

async function live(): Promise<void> {
  const shop = await startShop();
  const products = (await catalogueOf(shop)).slice(0, 60).flatMap(({ id }) => ['--product', id]);
  const runs: Live[] = [];
  const sends: number[] = [];
  for (let round = 0; round < rounds; round++) {
    sends.push(sendsPerSecond(1_000));
    runs.push(load<Live>('live', '--url', local(shop), '--sockets', '1000', '--rate', '5', '--changes', '30', ...products));
  }
  add(figure('stock change sent to its frame on the last of 1,000 sockets, 5/s: p50', median(runs.map((run) => run.p50)), 'ms', '<= 150'));
  add(figure('the same: p99', median(runs.map((run) => run.p99)), 'ms', '<= 300'));
  add(figure('changes that missed a socket, all rounds', runs.reduce((sum, run) => sum + run.missing, 0), '', '<= 0'));
  add(compared('frames while a change is under way (yardstick: send() loop)', median(runs.map((run) => run.framesPerSecond)), '/s', median(sends), '>= 0.03'));
  await shop.stop();
}

// Not among all: it takes six minutes.
async function underFlood(): Promise<void> {
  const shop = await startShop({ app: topology(bigItems(1_000)) });
  const products = (await catalogueOf(shop)).filter(({ available }) => available >= 50).map(({ id }) => id);
  const run = await flood(shop, products);
  add(compared('honest requests while 50 addresses send 3,000 each in 5 min, p99 (yardstick: quiet)', run.floodP99, 'ms', run.quietP99, '<= 2'));
  add(compared('honest purchases paid meanwhile (yardstick: begun)', run.through, '', run.begun, '>= 1'));
  add(figure("the flood's requests, answered", run.perSecond, '/s', '>= 450'));
  await shop.stop();
}

const all = { start, footprint, cold, reads, search, checkout, live };
const known = { ...all, flood: underFlood };
const wanted = process.argv.slice(2);
for (const name of wanted) {
  if (!(name in known)) {
    console.error(`bench: '${name}' is none of ${Object.keys(known).join(' ')}`);
    process.exit(2);
  }
}
header();
for (const [name, bench] of Object.entries(known)) {
  if (wanted.length === 0 ? name in all : wanted.includes(name)) await bench();
}
save(results);
