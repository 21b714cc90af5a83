// Owner's routes where a key is needed, and where editing is closed: the shop's app.yaml with other switches.
import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shopApp } from '../support/app.ts';
import { type Host, startHost } from '../support/host.ts';
import { bearer, must, type NewOrder, problem, remote, Shop } from '../support/shop.ts';

const newKey = (): string => randomBytes(32).toString('base64url');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

async function hostWithKeys(hashes: string): Promise<Host> {
  const app = await shopApp(({ functions }) => {
    for (const { environment } of Object.values(functions)) {
      if (environment !== undefined && 'EDITOR_OPEN' in environment)
        Object.assign(environment, { EDITOR_OPEN: '', EDITOR_KEY_HASHES: hashes });
    }
  });
  return await startHost({ app });
}

const ownerRoutes: [string, string, Record<string, unknown> | undefined][] = [
  [
    'POST',
    '/products',
    {
      id: 'made-by-key',
      name: 'A',
      description: '',
      category: 'testing',
      price: { amount: 1, currency: 'EUR' },
      available: 1,
    },
  ],
  ['GET', '/products/made-by-key/content', undefined],
  ['PATCH', '/products/made-by-key/content', { name: 'B' }],
  ['POST', '/products/made-by-key/stock', { delta: 1 }],
  ['GET', '/studio/products', undefined],
  ['GET', '/orders?state=paid', undefined],
  ['POST', '/orders/made-by-key/transitions', { to: 'packed' }],
  ['POST', '/orders/made-by-key/erasure', undefined],
  ['DELETE', '/products/made-by-key', undefined],
];

const headersFor = (method: string, path: string, headers: Record<string, string>): Record<string, string> => {
  if (path.endsWith('/transitions')) return { 'If-Match': '*', ...headers };
  if (method !== 'PATCH') return headers;
  return { 'Content-Type': 'application/merge-patch+json', 'If-Match': '*', ...headers };
};

describe.skipIf(remote)('where two editor keys are valid', () => {
  const [first, second] = [newKey(), newKey()];
  let host: Host;
  let api: Shop;

  beforeAll(async () => {
    host = await hostWithKeys(`${sha256(first)},${sha256(second)}`);
    api = new Shop(host.url);
  });
  afterAll(async () => {
    await host.stop();
  });

  test("an owner's route without a key is 401", async () => {
    for (const [method, path, json] of ownerRoutes) {
      problem(401, 'unauthorized', await api.call(method, path, { json, headers: headersFor(method, path, {}) }));
    }
    expect(must(200, await api.call('GET', '/meta'))).toMatchObject({ switches: { editorOpen: false } });
  });

  test("an owner's route with a wrong key is 403", async () => {
    for (const wrong of [newKey(), sha256(first), first.slice(1), `${first}A`]) {
      for (const [method, path, json] of ownerRoutes) {
        problem(
          403,
          'forbidden',
          await api.call(method, path, { json, headers: headersFor(method, path, bearer(wrong)) }),
        );
      }
    }
    expect(ownerRoutes.length).toBeGreaterThan(0);
  });

  test.each([
    ['the first', first],
    ['the second', second],
  ])('%s opens them all', async (_, key) => {
    for (const [method, path, json] of ownerRoutes) {
      const answer = await api.call(method, path, { json, headers: headersFor(method, path, bearer(key)) });
      // No order is called so: the key opened the route, and there was nothing behind it.
      const opened = path.startsWith('/orders/') ? [404] : [200, 201, 204, 409];
      expect(opened, `${method} ${path}`).toContain(answer.status);
    }
  });

  test('an order is opened by its token or a key, and by nothing else', async () => {
    const owner = new Shop(host.url, first);
    const { id } = await owner.create();
    const order = must<NewOrder>(201, await api.checkout(await api.fill({ [id]: 1 })));

    must(200, await api.getOrder(order));
    must(200, await api.getOrder({ id: order.id, token: second }));
    problem(404, 'not-found', await api.call('GET', `/orders/${order.id}`));
    problem(404, 'not-found', await api.getOrder({ id: order.id, token: newKey() }));
    problem(404, 'not-found', await api.cancel({ id: order.id, token: first }));
  });

  test('the studio topic asks for a key', async () => {
    const live = await api.live();
    live.send({ action: 'hello', topics: ['studio'] });
    expect((await live.next('error')).problem).toMatchObject({ type: '/problems/unauthorized', status: 401 });
    live.send({ action: 'hello', topics: ['studio'], editorKey: newKey() });
    expect((await live.next('error')).problem).toMatchObject({ type: '/problems/forbidden', status: 403 });
    live.send({ action: 'hello', topics: ['studio'], editorKey: second });
    expect((await live.next('ready')).type).toBe('ready');
    await live.close();
  });

  test('no key, token, name, e-mail or address is ever logged', async () => {
    const owner = new Shop(host.url, first);
    const { id } = await owner.create();
    const basket = await api.fill({ [id]: 1 });
    const who = {
      name: 'Peregrine Loggable',
      email: 'never.log.me@example.com',
      address: { line1: '77 Unloggable Lane', city: 'Quietville', postcode: 'N7 7QQ', country: 'GB' },
    };
    const order = must<NewOrder>(201, await api.checkout(basket, { customer: who }));
    problem(422, 'invalid-content', await api.checkout(basket, { customer: { ...who, email: 'never.log.me' } }));
    must(200, await api.pay(order));
    must(204, await owner.own('POST', `/orders/${order.id}/erasure`));

    const lines = host.output() + (await host.log());
    expect(lines).toContain('"@t"');
    for (const secret of [
      first,
      second,
      basket.token,
      order.token,
      who.name,
      'never.log.me',
      who.address.line1,
      who.address.city,
    ]) {
      expect(lines).not.toContain(secret);
    }
  });
});

describe.skipIf(remote)('where editing is closed', () => {
  let host: Host;
  let api: Shop;

  beforeAll(async () => {
    host = await hostWithKeys('');
    api = new Shop(host.url);
  });
  afterAll(async () => {
    await host.stop();
  });

  test("every owner's route is 403, with a key or without", async () => {
    for (const [method, path, json] of ownerRoutes) {
      problem(403, 'forbidden', await api.call(method, path, { json, headers: headersFor(method, path, {}) }));
      problem(
        403,
        'forbidden',
        await api.call(method, path, { json, headers: headersFor(method, path, bearer(newKey())) }),
      );
    }
    expect(ownerRoutes.length).toBeGreaterThan(0);
  });

  test('shoppers notice nothing', async () => {
    const [card] = (await api.list('inStock=true&limit=1')).items;
    const order = must<NewOrder>(201, await api.checkout(await api.fill({ [card?.id ?? '']: 1 })));
    must(200, await api.getOrder(order));
    expect(must(200, await api.cancel(order))).toMatchObject({ state: 'cancelled' });
  });
});
