// What honest shoppers notice of a flood: addresses of 127.0.0.0/8 that each send as much as WAF's rate rule lets through, all of it of the dear kind.
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { type Shop } from './shop.ts';

interface Answer {
  status: number;
  ms: number;
  body: { id: string; token: string; rev: number; total: { amount: number; currency: string } };
}

export interface Flood {
  quietP99: number; // ms, of every request of the honest
  floodP99: number;
  begun: number; // purchases of the honest while the flood went on
  through: number; // those of them that were paid
  sent: number; // the flood's requests that were answered
  perSecond: number;
}

const customer = {
  name: 'Sample Shopper',
  email: 'shopper@example.com',
  address: { line1: '1 Example Street', city: 'Sampleton', postcode: '12345', country: 'DE' },
};

// One network address, with connections of its own.
class Caller {
  readonly #agent: Agent;
  readonly #port: number;
  constructor(port: number, address: string) {
    this.#port = port;
    this.#agent = new Agent({ keepAlive: true, localAddress: address });
  }
  call(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Answer> {
    const begun = performance.now();
    return new Promise((answer, fail) => {
      const text = body === undefined ? '' : JSON.stringify(body);
      const sent = request(
        {
          host: '127.0.0.1', port: this.#port, path: `/api/v1${path}`, method, agent: this.#agent,
          headers: { ...(body !== undefined && { 'content-type': 'application/json' }), 'content-length': String(Buffer.byteLength(text)), ...headers },
        },
        (response) => {
          let got = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => (got += chunk));
          response.on('end', () =>
            answer({ status: response.statusCode ?? 0, ms: performance.now() - begun, body: (got === '' ? {} : JSON.parse(got)) as Answer['body'] }));
        },
      );
      sent.on('error', fail);
      sent.end(text);
    });
  }
  end(): void {
    this.#agent.destroy();
  }
}

async function fill(caller: Caller, product: string, quantity: number): Promise<[Answer[], object, Record<string, string>]> {
  const basket = await caller.call('POST', '/baskets');
  const authorization = { authorization: `Bearer ${basket.body.token}` };
  const line = await caller.call('PUT', `/baskets/${basket.body.id}/lines/${product}`, { quantity }, authorization);
  const order = { basketId: basket.body.id, basketRev: line.body.rev, expectedTotal: line.body.total, customer };
  return [[basket, line], order, { ...authorization, 'idempotency-key': randomUUID() }];
}

// Looks, fills a basket with one piece, orders and pays: what each request took, and whether it ended with a paid order.
async function purchase(port: number, address: string, product: string): Promise<{ ms: number[]; paid: boolean }> {
  const caller = new Caller(port, address);
  try {
    const seen = [await caller.call('GET', '/products?limit=24'), await caller.call('GET', `/products/${product}`)];
    const [filled, order, headers] = await fill(caller, product, 1);
    const placed = await caller.call('POST', '/orders', order, headers);
    const answers = [...seen, ...filled, placed];
    if (placed.status === 201) {
      answers.push(
        await caller.call('POST', `/orders/${placed.body.id}/payment`, { method: 'simulator', instrument: 'ok' },
          { authorization: `Bearer ${placed.body.token}`, 'idempotency-key': randomUUID() }));
    }
    return { ms: answers.map(({ ms }) => ms), paid: answers.length === 6 && answers.every(({ status }) => status < 300) };
  } finally {
    caller.end();
  }
}

// A purchase every half second, each from an address of its own.
async function shopping(port: number, products: string[], seconds: number, network: number): Promise<{ ms: number[]; paid: boolean }[]> {
  const begun: Promise<{ ms: number[]; paid: boolean }>[] = [];
  for (let nth = 0; nth < seconds * 2; nth++) {
    const address = `127.${network}.${1 + Math.floor(nth / 250)}.${1 + (nth % 250)}`;
    begun.push(purchase(port, address, products[nth % products.length] ?? ''));
    await pause(500);
  }
  return await Promise.all(begun);
}

// An address that asks for all that it can get: baskets, lines, orders that are never paid, searches nobody has asked before.
async function attack(port: number, address: string, products: string[], every: number, until: number): Promise<number> {
  const caller = new Caller(port, address);
  let sent = 0;
  const turn = async (): Promise<void> => {
    const product = products[Math.floor(Math.random() * products.length)] ?? '';
    const [answers, order, headers] = await fill(caller, product, 1 + Math.floor(Math.random() * 9));
    await caller.call('POST', '/orders', order, headers);
    await caller.call('GET', `/products?q=${randomUUID().slice(0, 8)}`);
    sent += answers.length + 2;
  };
  const turns: Promise<void>[] = [];
  for (let next = performance.now(); next < until; next += every * 4) {
    await pause(Math.max(0, next - performance.now()));
    turns.push(turn());
  }
  await Promise.all(turns);
  caller.end();
  return sent;
}

const p99 = (runs: { ms: number[] }[]): number => {
  const sorted = runs.flatMap(({ ms }) => ms).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN;
};

/** `addresses` send `requests` each within `seconds`; before, the honest shop alone for a fifth of that time. `products`: plenty of each in stock. */
export async function flood(shop: Shop, products: string[], { addresses = 50, requests = 3_000, seconds = 300 } = {}): Promise<Flood> {
  const port = Number(new URL(shop.url).port);
  const quiet = await shopping(port, products, seconds / 5, 100);
  const until = performance.now() + seconds * 1_000;
  const attackers = Array.from({ length: addresses }, async (_, nth) => {
    await pause(Math.random() * 1_000);
    return await attack(port, `127.50.0.${1 + nth}`, products, (seconds * 1_000) / requests, until);
  });
  const during = await shopping(port, products, seconds, 101);
  const sent = (await Promise.all(attackers)).reduce((sum, each) => sum + each, 0);
  return {
    quietP99: p99(quiet),
    floodP99: p99(during),
    begun: during.length,
    through: during.filter(({ paid }) => paid).length,
    sent,
    perSecond: sent / seconds,
  };
}
