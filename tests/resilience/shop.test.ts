// The whole running shop under attack. What must hold (ARCHITECTURE.md, invariants 3 to 5) is counted by `shop` itself:
// every acknowledged order is there, a key has one order, a repeat returns it, stock and orders agree to the unit.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Host, type HostOptions, root, startHost, temporaryFolder } from '../support/host.ts';
import { shop, sized } from './shop-tool.ts';

async function running(options: HostOptions = {}): Promise<Host> {
  const host = await startHost(options);
  onTestFinished(async () => {
    await host.stop();
  });
  return host;
}

test('orders that are each sent several times at once are one order each', async () => {
  const host = await running();
  const shoppers = sized(200, 5_000);
  const { code, summary, complaints } = await shop('storm', host.url, {
    shoppers,
    units: shoppers,
    products: 5,
    'at-once': 64,
  });
  expect(code, complaints).toBe(0);
  expect(summary.orders).toBe(shoppers);
  expect(summary.accepted).toBeGreaterThan(shoppers);
});

test('of more shoppers than units as many get one as there are, while a fifth of everything goes wrong', async () => {
  for (let storm = 0; storm < sized(1, 20); ++storm) {
    const host = await startHost({ args: ['--faults', join(root, 'tests/resilience/storm.yaml')] });
    try {
      const [shoppers, units] = [sized(300, 2_000), sized(50, 100)];
      const told = await shop('storm', host.url, { shoppers, units, seed: storm + 1 });
      expect(told.code, told.complaints).toBe(0);
      expect(told.summary.orders).toBeGreaterThanOrEqual(units);
      expect((told.summary.orders ?? 0) - (told.summary.cancelled ?? 0)).toBeLessThanOrEqual(units);
      expect(told.summary.repeated).toBeGreaterThan(shoppers);
      expect((await shop('verify', host.url)).code).toBe(0);
    } finally {
      await host.stop();
    }
  }
});

test('orders outlive kill -9 of the host while they are placed, as does the stream of changes', async () => {
  const data = await temporaryFolder();
  onTestFinished(() => rm(data, { recursive: true, force: true }));
  let host = await startHost({ data });
  const { port, url } = host;
  const kills = sized(3, 100);
  const storm = shop('storm', url, { shoppers: kills * 150, units: kills * 120, products: 3, 'at-once': 32 });
  const going = { on: true };
  void storm.finally(() => (going.on = false));
  let killed = 0;
  for (; killed < kills && going.on; ++killed) {
    await new Promise((resolve) => setTimeout(resolve, 500 + 97 * (killed % 7)));
    process.kill(host.pid, 'SIGKILL');
    await host.ended;
    host = await startHost({ data, port });
  }
  onTestFinished(async () => {
    await host.stop();
  });
  const { code, summary, complaints } = await storm;
  expect(killed, 'kills before the last order was placed').toBe(kills);
  expect(code, complaints).toBe(0);
  expect(summary.orders).toBe(kills * 120);
  const watched = await shop('watch', url, { sockets: 10, for: '500ms' });
  expect(watched.code, watched.complaints).toBe(0);
});

test('screens show the same within two seconds of the last change, though a third loses the network now and then', async () => {
  const host = await running();
  const sockets = sized(200, 2_000);
  const { code, summary, complaints } = await shop('watch', host.url, { sockets });
  expect(code, complaints).toBe(0);
  expect(summary.screens).toBe(sockets);
  expect(summary.cuts).toBeGreaterThan(sockets / 10);
  expect(summary.convergedAfterMs).toBeLessThanOrEqual(2_000);
});
