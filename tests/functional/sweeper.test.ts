// What happens because time passes, in shops whose holds are short. The sweeper is woken by every new basket too, so that no
// test has to wait for the minute.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppFile, shopApp } from '../support/app.ts';
import { eventually } from '../support/eventually.ts';
import { type Host, startHost } from '../support/host.ts';
import { must, type NewOrder, type Order, pointers, problem, remote, Shop } from '../support/shop.ts';

interface Grant {
  actions: string[];
  on: string[];
}
const streamReading = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'];

function wakeByBaskets(app: AppFile): void {
  (app.events as unknown[]).push({ stream: 'baskets', to: 'sweeper', batch: 1, retries: 0 });
  const grants = app.functions.sweeper?.allow as Grant[];
  grants.push({ actions: streamReading.map((action) => `dynamodb:${action}`), on: ['stream.baskets'] });
}

async function shopThatHolds(seconds: number, change: (app: AppFile) => void = () => undefined): Promise<Host> {
  const app = await shopApp((file) => {
    Object.assign(file.functions.orders?.environment ?? {}, { HOLD_SECONDS: String(seconds) });
    wakeByBaskets(file);
    change(file);
  });
  return await startHost({ app });
}

const now = async (api: Shop, order: NewOrder): Promise<Order> => must(200, await api.getOrder(order));

/** The order once it is as wished; the sweeper is woken until it is. */
const sweptUntil = async (
  api: Shop,
  order: NewOrder,
  good: (order: Order) => boolean,
  within: number,
): Promise<Order> =>
  eventually(
    async () => {
      await api.newBasket();
      const seen = await now(api, order);
      return good(seen) ? seen : undefined;
    },
    'the sweeper came',
    within,
  );

describe.skipIf(remote)('where goods are held for a second', () => {
  let host: Host;
  let api: Shop;

  beforeAll(async () => {
    host = await shopThatHolds(1, ({ functions }) => {
      for (const { environment } of Object.values(functions)) {
        if (environment !== undefined && 'SIMULATOR' in environment) environment.SIMULATOR = 'false';
      }
    });
    api = new Shop(host.url);
  });
  afterAll(async () => {
    await host.stop();
  });

  test('an unpaid order expires and its stock returns', async () => {
    const { id } = await api.create({ available: 10 });
    const order = await api.order({ [id]: 2 });
    const live = await api.live();
    await live.hello([], [{ order: order.id, token: order.token }]);
    const expired = await sweptUntil(api, order, ({ state }) => state === 'expired', 10_000);

    expect(expired.history.at(-1)).toMatchObject({ from: 'awaiting-payment', to: 'expired', by: 'system' });
    expect(Date.parse(expired.history.at(-1)?.at ?? '')).toBeGreaterThanOrEqual(Date.parse(expired.holdUntil));
    expect((await api.studioProducts()).get(id)).toMatchObject({ available: 10, reserved: 0, sold: 0, received: 10 });
    const frame = await live.next('order', (seen) => seen.rev === expired.rev);
    expect(frame).toMatchObject({ id: order.id, state: 'expired' });
    await live.close();
  });

  test('many orders of one product expire, and each unit returns once', async () => {
    const { id } = await api.create({ available: 40 });
    const orders = await Promise.all(Array.from({ length: 30 }, () => api.order({ [id]: 1 })));
    for (const order of orders) await sweptUntil(api, order, ({ state }) => state === 'expired', 10_000);
    expect((await api.studioProducts()).get(id)).toMatchObject({ available: 40, reserved: 0, sold: 0 });
  });

  test('an order that expired is not cancelled, moved or revived', async () => {
    const { id } = await api.create();
    const order = await api.order({ [id]: 1 });
    await sweptUntil(api, order, ({ state }) => state === 'expired', 10_000);
    expect(problem(409, 'order-not-cancellable', await api.cancel(order))).toMatchObject({ state: 'expired' });
    problem(409, 'transition-forbidden', await api.move(order, 'paid'));
    expect((await api.studioProducts()).get(id)).toMatchObject({ available: 10, reserved: 0 });
  });

  test('the simulator is closed by its switch', async () => {
    const order = await api.order({ [(await api.create()).id]: 1 });
    expect(pointers(problem(422, 'invalid-content', await api.pay(order)))).toEqual(['/method']);
    expect(must(200, await api.call('GET', '/meta'))).toMatchObject({ switches: { simulator: false } });
  });
});

describe.skipIf(remote)('where goods are held for 35 seconds', () => {
  let host: Host;
  let api: Shop;

  beforeAll(async () => {
    host = await shopThatHolds(35);
    api = new Shop(host.url);
  });
  afterAll(async () => {
    await host.stop();
  });

  test('a payment for an order whose hold is about to end is refused, and so is one for an expired order', async () => {
    const { id } = await api.create();
    const order = await api.order({ [id]: 1 });
    const refused = await eventually(
      async () => {
        const answer = await api.pay(order, 'declined');
        return answer.status === 402 ? undefined : answer;
      },
      'too little of the hold is left',
      15_000,
    );
    problem(409, 'hold-expired', refused);
    await sweptUntil(api, order, ({ state }) => state === 'expired', 60_000);
    expect(problem(409, 'order-not-payable', await api.pay(order))).toMatchObject({ state: 'expired' });
    expect((await api.studioProducts()).get(id)).toMatchObject({ available: 10, reserved: 0, sold: 0 });
  }, 90_000);

  test('a payment that was never answered outlasts its hold and is settled within two minutes', async () => {
    const { id } = await api.create();
    const order = await api.order({ [id]: 2 });
    const begun = performance.now();
    must(202, await api.pay(order, 'timeout'));
    const settled = await sweptUntil(api, order, ({ payment }) => payment.state !== 'pending', 120_000);

    expect(performance.now() - begun).toBeLessThan(120_000);
    expect(settled).toMatchObject({ state: 'paid', payment: { state: 'paid', method: 'simulator' } });
    expect(Date.parse(settled.history.at(-1)?.at ?? '')).toBeGreaterThan(Date.parse(settled.holdUntil));
    expect((await api.studioProducts()).get(id)).toMatchObject({ available: 8, reserved: 0, sold: 2, received: 10 });
  }, 150_000);
});
