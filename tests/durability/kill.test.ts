// Kill -9 of the host under write load: whatever was acknowledged is there after a restart, and the stock adds up.
import { rm } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { startHost, temporaryFolder } from '../support/host.ts';
import { must, type NewOrder, type Order, Shop } from '../support/shop.ts';

interface Acknowledged {
  orders: NewOrder[];
  /** Units that deliveries brought, by product. */
  delivered: Map<string, number>;
  refused: number;
}

/** One client that orders, now and then restocks, until the host is gone. It tells of each order that was acknowledged. */
async function work(
  api: Shop,
  ids: readonly string[],
  at: number,
  done: Acknowledged,
  acknowledged: () => void,
): Promise<void> {
  for (let turn = 0; ; ++turn) {
    const id = ids[(at + turn) % ids.length] ?? '';
    try {
      const basket = await api.fill({ [id]: 1 });
      const answer = await api.checkout(basket);
      if (answer.status === 201) {
        done.orders.push(must<NewOrder>(201, answer));
        acknowledged();
      } else ++done.refused;
      if (turn % 4 === 0) {
        must(200, await api.adjust(id, { delta: 1 }));
        done.delivered.set(id, (done.delivered.get(id) ?? 0) + 1);
      }
    } catch {
      return; // the host is gone
    }
  }
}

test('all that was acknowledged survives kill -9, and the stock adds up', async () => {
  const data = await temporaryFolder();
  onTestFinished(() => rm(data, { recursive: true, force: true }));
  let orders: NewOrder[] = [];
  const delivered = new Map<string, number>();
  let ids: string[] = [];

  for (let round = 0; round < 3; ++round) {
    const host = await startHost({ data });
    const api = new Shop(host.url);
    if (round === 0)
      ids = await Promise.all(Array.from({ length: 4 }, async () => (await api.create({ available: 1000 })).id));

    const done: Acknowledged = { orders: [], delivered: new Map(), refused: 0 };
    const enough = 20 + 7 * round;
    const killAfterEnough = () => {
      if (done.orders.length === enough) process.kill(host.pid, 'SIGKILL');
    };
    const clients = Promise.all(Array.from({ length: 16 }, (_, at) => work(api, ids, at, done, killAfterEnough)));
    await host.ended;
    await clients;
    expect(done.orders.length, 'orders acknowledged before the kill').toBeGreaterThanOrEqual(enough);
    orders = [...orders, ...done.orders];
    for (const [id, units] of done.delivered) delivered.set(id, (delivered.get(id) ?? 0) + units);
  }

  const host = await startHost({ data });
  onTestFinished(async () => {
    await host.stop();
  });
  const api = new Shop(host.url);
  const stock = await api.studioProducts();
  for (const order of orders) {
    expect(must<Order>(200, await api.getOrder(order))).toMatchObject({
      id: order.id,
      number: order.number,
      state: 'awaiting-payment',
      lines: order.lines,
    });
  }
  for (const id of ids) {
    const product = stock.get(id);
    if (product === undefined) throw new Error(`${id} was acknowledged and is lost`);
    const sold = orders.flatMap((order) => order.lines).filter((line) => line.productId === id).length;
    expect(product.available + product.reserved + product.sold).toBe(product.received);
    // What was under way at a kill may have happened without an answer; what was answered has happened.
    expect(product.reserved).toBeGreaterThanOrEqual(sold);
    expect(product.reserved).toBeLessThanOrEqual(sold + 3 * 16);
    expect(product.received).toBeGreaterThanOrEqual(1000 + (delivered.get(id) ?? 0));
  }
});
