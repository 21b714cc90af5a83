// The whole running shop under attack. What must hold (ARCHITECTURE.md, invariants 3 to 5) is counted by `shop` itself:
// every acknowledged order is there, a key has one order, a repeat returns it, stock and orders agree to the unit.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { root, startHost, temporaryFolder } from '../support/host.ts';
import { must, Shop } from '../support/shop.ts';
import { shop, sized } from './shop-tool.ts';

const storms = sized(1, 20);
const kills = sized(3, 100);

/** One storm in a shop of its own, of whose every part a fifth of all that it does fails. */
async function storm(seed: number): Promise<void> {
  const host = await startHost({ args: ['--faults', join(root, 'tests/resilience/storm.yaml')] });
  try {
    const [shoppers, units] = [sized(300, 2_000), sized(50, 100)];
    const told = await shop('storm', host.url, { shoppers, units, seed, patience: '15m' });
    expect(told.code, told.complaints).toBe(0);
    // Units come back when an order is cancelled or its payment ends without money, and are sold again.
    expect(told.summary.orders).toBeGreaterThanOrEqual(units);
    expect((told.summary.orders ?? 0) - (told.summary.cancelled ?? 0)).toBeLessThanOrEqual(units);
    expect(told.summary.repeated).toBeGreaterThan(shoppers);
    const verified = await shop('verify', host.url);
    expect(verified.code, verified.complaints).toBe(0);
  } finally {
    await host.stop();
  }
}

/** Waits until the shop has placed an order that it had not when asked first, or nobody orders any more. */
async function anotherOrder(url: string, going: { on: boolean }): Promise<void> {
  const api = new Shop(url);
  const newest = async (): Promise<unknown> =>
    must<{ items: { id: string }[] }>(200, await api.own('GET', '/orders?state=awaiting-payment&limit=1')).items[0]?.id;
  const before = await newest();
  await eventually(
    async () => (!going.on || (await newest()) !== before ? true : undefined),
    'another order is placed',
    60_000,
  );
}

// A storm spends most of its time waiting for the sweeper, and the kills waiting for the next start: both at once.
describe.concurrent('while', () => {
  test('a fifth of everything goes wrong, of more shoppers than units as many get one as there are', async () => {
    const seeds = Array.from({ length: storms }, (_, index) => index + 1);
    const oneAfterTheOther = async (): Promise<void> => {
      for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) await storm(seed);
    };
    await Promise.all(Array.from({ length: 4 }, oneAfterTheOther));
  });

  test('the host is killed by kill -9, the orders that are placed outlive it, as does the stream of changes', async ({
    onTestFinished,
  }) => {
    const data = await temporaryFolder();
    let host = await startHost({ data });
    onTestFinished(async () => {
      await host.stop();
      await rm(data, { recursive: true, force: true });
    });
    const { port, url } = host;
    const [shoppers, units] = [kills * 300, kills * 250];
    const going = { on: true };
    const ordering = shop('storm', url, { shoppers, units, products: 3, 'at-once': 32, patience: '30m' });
    void ordering.finally(() => (going.on = false));
    let killed = 0;
    for (; killed < kills && going.on; ++killed) {
      await anotherOrder(url, going);
      process.kill(host.pid, 'SIGKILL');
      await host.ended;
      host = await startHost({ data, port });
    }
    const { code, summary, complaints } = await ordering;
    expect(killed, 'kills before the last order was placed').toBe(kills);
    expect(code, complaints).toBe(0);
    expect(summary.orders).toBeGreaterThanOrEqual(units);
    const watched = await shop('watch', url, { sockets: 10, for: '500ms' });
    expect(watched.code, watched.complaints).toBe(0);
  });
});

test('orders that are each sent several times at once are one order each', async () => {
  const host = await startHost();
  onTestFinished(async () => {
    await host.stop();
  });
  const shoppers = sized(200, 5_000);
  const told = await shop('storm', host.url, {
    shoppers,
    units: shoppers,
    products: 5,
    'at-once': 64,
    'no-payment': true,
  });
  expect(told.code, told.complaints).toBe(0);
  expect(told.summary.orders).toBe(shoppers);
  expect(told.summary.accepted).toBeGreaterThan(shoppers);
});

test('screens show the same within two seconds of the last change, though a third loses the network now and then', async () => {
  const host = await startHost();
  onTestFinished(async () => {
    await host.stop();
  });
  const sockets = sized(200, 2_000);
  const { code, summary, complaints } = await shop('watch', host.url, { sockets });
  expect(code, complaints).toBe(0);
  expect(summary.screens).toBe(sockets);
  expect(summary.cuts).toBeGreaterThan(sockets / 10);
});
