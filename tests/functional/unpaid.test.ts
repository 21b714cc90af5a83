// What one network address may hold without paying for it, tried from addresses of 127.0.0.0/8.
import { randomInt, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shopApp } from '../support/app.ts';
import { eventually } from '../support/eventually.ts';
import { type Host, startHost } from '../support/host.ts';
import type { Answer } from '../support/http.ts';
import { bearer, must, type NewOrder, problem, remote, Shop, shop } from '../support/shop.ts';

const api = shop();

/** An address that no other test orders from. */
const newAddress = (): string => `127.${randomInt(1, 255)}.${randomInt(256)}.${randomInt(1, 255)}`;

const orderFrom = async (
  from: string,
  lines: Record<string, number>,
  headers: Record<string, string> = {},
  at: Shop = api,
): Promise<Answer> => {
  const basket = await at.fill(lines);
  return await at.call('POST', '/orders', {
    json: at.checkoutOf(basket),
    headers: { ...headers, ...bearer(basket.token), 'Idempotency-Key': randomUUID() },
    from,
  });
};
const thing = async (available: number): Promise<string> => (await api.create({ available })).id;
const refusedLines = (answer: Answer): unknown => problem(409, 'unpaid-limit', answer).lines;

describe.skipIf(remote)('an address that has not paid', () => {
  test('holds a fifth of a product, and is told how many more it may', async () => {
    const id = await thing(50);
    const from = newAddress();
    expect(refusedLines(await orderFrom(from, { [id]: 11 }))).toEqual([{ productId: id, wanted: 11, available: 10 }]);
    must(201, await orderFrom(from, { [id]: 7 }));
    expect(refusedLines(await orderFrom(from, { [id]: 4 }))).toEqual([{ productId: id, wanted: 4, available: 3 }]);
    must(201, await orderFrom(from, { [id]: 3 }));
    expect(refusedLines(await orderFrom(from, { [id]: 1 }))).toEqual([{ productId: id, wanted: 1, available: 0 }]);
    expect((await api.studioProducts()).get(id)).toMatchObject({ available: 40, reserved: 10, received: 50 });
  });

  test('holds one unit of what there are few of', async () => {
    const id = await thing(3);
    const from = newAddress();
    expect(refusedLines(await orderFrom(from, { [id]: 2 }))).toEqual([{ productId: id, wanted: 2, available: 1 }]);
    must(201, await orderFrom(from, { [id]: 1 }));
    problem(409, 'unpaid-limit', await orderFrom(from, { [id]: 1 }));
  });

  test('cannot take a whole shop, and leaves the others theirs', async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, () => thing(40)));
    const from = newAddress();
    const everything = Object.fromEntries(ids.map((id) => [id, 40]));
    expect(refusedLines(await orderFrom(from, everything))).toEqual(
      ids.map((productId) => ({ productId, wanted: 40, available: 8 })),
    );
    const share = Object.fromEntries(ids.map((id) => [id, 8]));
    must(201, await orderFrom(from, share));
    await Promise.all(
      Array.from({ length: 20 }, async () => problem(409, 'unpaid-limit', await orderFrom(from, share))),
    );
    const stock = await api.studioProducts();
    for (const id of ids) expect(stock.get(id)).toMatchObject({ available: 32, reserved: 8 });
    must(201, await orderFrom(newAddress(), share));
  });

  test('orders the rest once it has paid', async () => {
    const id = await thing(50);
    const from = newAddress();
    const order = must<NewOrder>(201, await orderFrom(from, { [id]: 10 }));
    must(200, await api.pay(order));
    must(201, await orderFrom(from, { [id]: 8 }));
  });

  test('has ten unpaid orders at most, of which a cancelled one is one', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, () => thing(50)));
    const from = newAddress();
    const order = async (id = ''): Promise<NewOrder> => must(201, await orderFrom(from, { [id]: 1 }));
    const [cancelled, paid] = [await order(ids[0]), await order(ids[1])];
    for (const id of ids.slice(2, 10)) await order(id);
    const another = { [ids[10] ?? '']: 1 };
    expect(refusedLines(await orderFrom(from, another))).toEqual([]);
    must(200, await api.cancel(cancelled));
    problem(409, 'unpaid-limit', await orderFrom(from, another));
    must(200, await api.pay(paid));
    must(201, await orderFrom(from, another));
  });

  test('is one household when it orders twice at once', async () => {
    const id = await thing(50);
    const from = newAddress();
    const answers = await Promise.all(Array.from({ length: 12 }, () => orderFrom(from, { [id]: 4 })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(2);
    for (const answer of answers.filter(({ status }) => status !== 201)) problem(409, 'unpaid-limit', answer);
    expect((await api.studioProducts()).get(id)).toMatchObject({ reserved: 8 });
  });

  test('gets its order again by its key, however much it holds', async () => {
    const id = await thing(10);
    const from = newAddress();
    const basket = await api.fill({ [id]: 2 });
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 6 }, () => api.checkout(basket, {}, key, from)));
    const orders = answers.map((answer) => must<NewOrder>(201, answer).id);
    expect(new Set(orders).size).toBe(1);
  });

  test.each([
    ['X-Forwarded-For', (made: string) => made],
    ['X-Forwarded-For', (made: string) => `${made}, ${newAddress()}`],
    ['X-Forwarded-For', (made: string) => `${made},`],
    ['X-Forwarded-For', () => ''],
    ['x-forwarded-for', () => '2001:db8::7'],
    ['Forwarded', (made: string) => `for=${made}`],
    ['X-Real-IP', (made: string) => made],
    ['True-Client-IP', (made: string) => made],
    ['X-Client-IP', (made: string) => made],
    ['CloudFront-Viewer-Address', (made: string) => `${made}:443`],
    ['Via', (made: string) => `1.1 ${made}`],
    ['Connection', () => 'x-forwarded-for'],
  ])('is the one it comes from, whatever its %s says (case %#)', async (name, value) => {
    const id = await thing(5);
    const from = newAddress();
    must(201, await orderFrom(from, { [id]: 1 }, { [name]: value(newAddress()) }));
    problem(409, 'unpaid-limit', await orderFrom(from, { [id]: 1 }, { [name]: value(newAddress()) }));
  });
});

describe.skipIf(remote)('where goods are held for four seconds', () => {
  let host: Host;
  let at: Shop;

  beforeAll(async () => {
    const app = await shopApp(({ functions }) => {
      Object.assign(functions.orders?.environment ?? {}, { HOLD_SECONDS: '4' });
    });
    host = await startHost({ app });
    at = new Shop(host.url);
  });
  afterAll(async () => {
    await host.stop();
  });

  test('a product is held for two hold times in a row, then there is a pause of one', async () => {
    const { id } = await at.create({ available: 50 });
    const from = newAddress();
    const one = (): Promise<Answer> => orderFrom(from, { [id]: 1 }, {}, at);
    const first = must<NewOrder>(201, await one());
    const began = Date.parse(first.placedAt);
    const after = (seconds: number): Promise<true> =>
      eventually(
        async () => ((await at.product(id), Date.now() > began + seconds * 1000) ? true : undefined),
        'time passes',
        10_000,
      );

    await after(5);
    const second = must<NewOrder>(201, await one());
    expect(Date.parse(second.holdUntil)).toBe(began + 8_000);
    await after(6.1);
    const { detail, lines } = problem(409, 'unpaid-limit', await one());
    expect(detail).toMatch(/can be ordered again in a minute/);
    expect(lines).toEqual([{ productId: id, wanted: 1, available: 0 }]);
    must(201, await orderFrom(newAddress(), { [id]: 1 }, {}, at));

    for (const order of [first, second]) must(200, await at.cancel(order));
    problem(409, 'unpaid-limit', await one());
    const again = await eventually(
      async () => {
        const answer = await one();
        return answer.status === 201 ? must<NewOrder>(201, answer) : undefined;
      },
      'the pause ends',
      10_000,
    );
    expect(Date.parse(again.holdUntil) - Date.parse(again.placedAt)).toBe(4_000);
  }, 40_000);

  test('no address is in the tables or in the log', async () => {
    const { id } = await at.create({ available: 50 });
    const from = newAddress();
    must(201, await orderFrom(from, { [id]: 1 }, {}, at));
    problem(409, 'unpaid-limit', await orderFrom(from, { [id]: 40 }, {}, at));
    const files = (await readdir(host.data, { recursive: true, withFileTypes: true })).filter((file) => file.isFile());
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const bytes = await readFile(join(file.parentPath, file.name));
      expect(bytes.includes(from), file.name).toBe(false);
    }
  });
});
