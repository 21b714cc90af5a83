import { describe, expect, onTestFinished, test } from 'vitest';
import { eventually, within } from '../support/eventually.ts';
import type { FrameOf, Live } from '../support/live.ts';
import { bearer, type ChangeList, customer, euros, must, problem, remote, seqOf, shop } from '../support/shop.ts';

const api = shop();

async function connected(headers: Record<string, string> = {}): Promise<Live> {
  const live = await api.live(headers);
  onTestFinished(async () => {
    await live.close();
  });
  return live;
}

const epochOf = (position: string): string => position.split(':')[0] ?? '';
const about = (id: string) => (frame: FrameOf<'changes'>) => frame.changes.some((change) => change.id === id);

describe('a socket', () => {
  test('says ready to hello and pong to ping, each with the head of the feed', async () => {
    const live = await connected();
    await live.hello(['catalogue']);
    const { id } = await api.create();
    await live.next('changes', about(id)); // so there is a head, whoever was first
    const { head } = await live.hello(['catalogue']);
    const pong = await live.ping();
    expect(epochOf(pong.head)).toBe(epochOf(head));
    expect(seqOf(pong.head)).toBeGreaterThanOrEqual(seqOf(head));
  });

  test('may ping before it said hello', async () => {
    expect((await (await connected()).ping()).type).toBe('pong');
  });

  test('may say hello with no topic at all, and again to add one', async () => {
    const live = await connected();
    await live.hello([]);
    await live.hello(['catalogue']);
    const { id } = await api.create();
    expect(await live.next('changes', about(id))).toBeDefined();
  });

  test.each([
    ['no JSON', 'nonsense', 400, 'malformed-json'],
    ['no object', '[]', 400, 'unknown-action'],
    ['no action', '{}', 400, 'unknown-action'],
    ['an unknown action', '{"action":"dance"}', 400, 'unknown-action'],
    ['an action that is no word', '{"action":7}', 400, 'unknown-action'],
    ['hello without topics', '{"action":"hello"}', 422, 'invalid-content'],
    ['an unknown topic', '{"action":"hello","topics":["weather"]}', 422, 'invalid-content'],
    ['a topic twice', '{"action":"hello","topics":["catalogue","catalogue"]}', 422, 'invalid-content'],
    ['topics that are no list', '{"action":"hello","topics":"catalogue"}', 422, 'invalid-content'],
    ['an unknown field', '{"action":"hello","topics":[],"colour":"red"}', 422, 'invalid-content'],
    ['a token of nothing', '{"action":"hello","topics":[],"tokens":[{"token":"a"}]}', 422, 'invalid-content'],
    [
      'a token of two things',
      '{"action":"hello","topics":[],"tokens":[{"basket":"a","order":"b","token":"c"}]}',
      422,
      'invalid-content',
    ],
    ['a ping with more', '{"action":"ping","loud":true}', 422, 'invalid-content'],
  ])('is told what is wrong with %s, and stays open', async (_, message, status, type) => {
    const live = await connected();
    live.send(message);
    const { problem: found } = await live.next('error');
    expect(found).toMatchObject({ status, type: `/problems/${type}` });
    expect((await live.ping()).type).toBe('pong');
  });

  test('may follow 20 things and not one more', async () => {
    const baskets = await Promise.all(Array.from({ length: 20 }, () => api.newBasket()));
    const tokens = baskets.map(({ id, token }) => ({ basket: id, token }));
    const live = await connected();
    live.send({ action: 'hello', topics: ['catalogue'], tokens });
    expect((await live.next('error')).problem.type).toBe('/problems/invalid-content');
    await live.hello(['catalogue'], tokens.slice(0, 19));
  });
});

describe('a socket that says too much', () => {
  /** Says it again and again, up to 400 times; how often it was answered before it was told and closed. */
  async function spend(live: Live, message: object, answer: 'ready' | 'pong' | 'error'): Promise<number> {
    for (let said = 0; said < 400; ++said) {
      live.send(message);
      const frame = await Promise.race([live.next(answer), live.closed]);
      if ('code' in frame) return said;
      if (frame.type === 'error' && frame.problem.type === '/problems/too-many-messages') return said;
    }
    return 400;
  }

  test.each([
    ['pings', { action: 'ping' }, 'pong'],
    ['hellos that repeat what it follows', { action: 'hello', topics: ['catalogue'] }, 'ready'],
    ['what is no message', { action: 'dance' }, 'error'],
  ] as const)('with %s is told so and closed, and another is not', async (_, message, answer) => {
    const [live, other] = [await connected(), await connected()];
    const answered = await spend(live, message, answer);
    expect(answered).toBeGreaterThanOrEqual(60);
    expect(answered).toBeLessThanOrEqual(100);
    expect((await live.closed).code).toBe(1000);
    expect((await other.ping()).type).toBe('pong');
  });

  test('by hellos with 20 tokens is closed after a few', async () => {
    const baskets = await Promise.all(Array.from({ length: 20 }, () => api.newBasket()));
    const live = await connected();
    const tokens = baskets.map(({ id, token }) => ({ basket: id, token }));
    expect(await spend(live, { action: 'hello', topics: [], tokens }, 'ready')).toBeLessThanOrEqual(4);
    expect((await live.closed).code).toBe(1000);
  });

  test('that sends them all at once is closed as well', async () => {
    const live = await connected();
    for (let i = 0; i < 400; ++i) live.send({ action: 'hello', topics: ['catalogue'] });
    expect((await live.next('error')).problem).toMatchObject({ type: '/problems/too-many-messages', status: 429 });
    expect((await live.closed).code).toBe(1000);
  });
});

describe('changes', () => {
  test('of stock arrive at who follows the catalogue', async () => {
    const { id } = await api.create({ available: 10 });
    const live = await connected();
    await live.hello(['catalogue']);
    await api.order({ [id]: 2 });

    const frame = await live.next('changes', (candidate) =>
      candidate.changes.some((change) => change.id === id && 'available' in change && change.available === 8),
    );
    const { rev } = await api.product(id);
    expect(frame.changes.find((change) => change.id === id)).toMatchObject({ kind: 'product', id, rev, available: 8 });
  });

  test('of price arrive with the price before', async () => {
    const { id } = await api.create({ price: euros(1000) });
    const live = await connected();
    await live.hello(['catalogue']);
    await api.edit(id, { price: euros(900) });

    const frame = await live.next('changes', (candidate) =>
      candidate.changes.some((change) => change.id === id && 'price' in change && change.price.amount === 900),
    );
    expect(frame.changes.find((change) => change.id === id)).toMatchObject({ previousPrice: euros(1000) });
  });

  test('say that an archived product is gone', async () => {
    const { id } = await api.create();
    const live = await connected();
    await live.hello(['catalogue']);
    must(204, await api.own('DELETE', `/products/${id}`));

    const frame = await live.next('changes', (candidate) =>
      candidate.changes.some((change) => change.id === id && 'gone' in change),
    );
    expect(frame.changes.find((change) => change.id === id)).toMatchObject({ gone: true });
  });

  test('do not come of reading', async () => {
    const { id } = await api.create({ available: 5 });
    const live = await connected();
    await live.hello(['catalogue']);
    const order = await api.order({ [id]: 1 });
    const { to } = await live.next('changes', (candidate) =>
      candidate.changes.some((change) => change.id === id && 'available' in change && change.available === 4),
    );
    must(200, await api.own('GET', `/products/${id}/content`));
    must(200, await api.getOrder(order));
    const marker = await api.create();
    await live.next('changes', about(marker.id));

    const { changes } = must<ChangeList>(200, await api.call('GET', `/changes?since=${to}`));
    expect(changes.filter((change) => change.id === id)).toEqual([]);
  });

  test('do not arrive at who did not ask for them', async () => {
    const [silent, follower] = [await connected(), await connected()];
    await follower.hello(['catalogue']);
    const { id } = await api.create();
    await follower.next('changes', about(id));
    await silent.ping();
    expect(silent.frames).toEqual([]);
  });

  test('leave no hole: each frame begins at or before the end of the one before', async () => {
    const live = await connected();
    const { head } = await live.hello(['catalogue']);
    const ids = await Promise.all(Array.from({ length: 40 }, async () => (await api.create()).id));
    const wanted = new Set(ids);

    let at = head;
    while (wanted.size > 0) {
      const frame = await live.next('changes');
      expect(seqOf(frame.from), `${frame.from} after ${at}`).toBeLessThanOrEqual(seqOf(at));
      expect(epochOf(frame.to)).toBe(epochOf(at));
      if (seqOf(frame.to) > seqOf(at)) at = frame.to;
      for (const change of frame.changes) wanted.delete(change.id);
    }
    expect(seqOf(at)).toBeGreaterThan(seqOf(head));
  });

  test('missed while away are found by the head and fetched', async () => {
    const first = await api.live();
    const { head } = await first.hello(['catalogue']);
    await first.close();
    const { id } = await api.create();

    const again = await connected();
    const later = await again.hello(['catalogue']);
    const reached = await eventually(async () => {
      const { head: now } = await again.ping();
      return seqOf(now) > seqOf(head) ? now : undefined;
    }, 'the head moves on');
    expect(epochOf(later.head)).toBe(epochOf(head));
    const found = await eventually(async () => {
      const { changes } = must<ChangeList>(200, await api.call('GET', `/changes?since=${head}`));
      return changes.find((change) => change.id === id);
    }, 'the change is in the feed');
    expect(found).toMatchObject({ kind: 'product', id });
    expect(seqOf(reached)).toBeGreaterThan(seqOf(head));
  });

  test('arrive at all of fifty sockets, though others have died', async () => {
    const dying = await Promise.all(Array.from({ length: 10 }, () => api.live()));
    await Promise.all(dying.map((live) => live.hello(['catalogue'])));
    const living = await Promise.all(Array.from({ length: 50 }, () => connected()));
    await Promise.all(living.map((live) => live.hello(['catalogue'])));
    await Promise.all(dying.map((live) => live.close()));
    const { id } = await api.create();

    const frames = await Promise.all(living.map((live) => live.next('changes', about(id))));
    expect(frames).toHaveLength(50);
  });
});

describe('tokens in a hello', () => {
  test('bring word of a basket to its other tab', async () => {
    const { id } = await api.create();
    const basket = await api.newBasket();
    const live = await connected();
    await live.hello([], [{ basket: basket.id, token: basket.token }]);
    const changed = must<{ rev: number }>(200, await api.setLine(basket, id, 2));

    expect(await live.next('basket', (frame) => frame.rev === changed.rev)).toMatchObject({
      id: basket.id,
      state: 'open',
    });
  });

  test('bring word of an order, and of the basket it closed', async () => {
    const { id } = await api.create();
    const basket = await api.fill({ [id]: 1 });
    const live = await connected();
    await live.hello([], [{ basket: basket.id, token: basket.token }]);
    const order = must<{ id: string; token: string }>(201, await api.checkout(basket));
    expect(await live.next('basket', (frame) => frame.state === 'closed')).toMatchObject({ id: basket.id });

    await live.hello([], [{ order: order.id, token: order.token }]);
    must(200, await api.cancel(order));
    expect(await live.next('order', (frame) => frame.state === 'cancelled')).toMatchObject({ id: order.id, rev: 2 });
  });

  test('bring word to three tabs and a phone, each with its catalogue, basket and orders, and none is told it says too much', async () => {
    const { id } = await api.create({ available: 9 });
    const orders = await Promise.all([api.order({ [id]: 1 }), api.order({ [id]: 1 })]);
    const basket = await api.newBasket();
    const lives = await Promise.all(Array.from({ length: 4 }, () => connected()));
    for (const live of lives) {
      await live.hello(['catalogue']);
      await live.hello([], [{ basket: basket.id, token: basket.token }]);
      for (const order of orders) await live.hello([], [{ order: order.id, token: order.token }]);
      for (let i = 0; i < 3; ++i) await live.ping();
    }
    const { rev } = must<{ rev: number }>(200, await api.setLine(basket, id, 1));
    for (const live of lives) expect(await live.next('basket', (frame) => frame.rev === rev)).toBeDefined();
  });

  test('bring word to 20 sockets, however many follow', async () => {
    const { id } = await api.create();
    const basket = await api.newBasket();
    const lives = await Promise.all(Array.from({ length: 30 }, () => connected()));
    await Promise.all(lives.map((live) => live.hello([], [{ basket: basket.id, token: basket.token }])));
    const heard = (rev: number): Live[] =>
      lives.filter(({ frames }) => frames.some((frame) => frame.type === 'basket' && frame.rev === rev));
    const first = must<{ rev: number }>(200, await api.setLine(basket, id, 1)).rev;
    await eventually(() => Promise.resolve(heard(first).length >= 20 || undefined), 'twenty have heard');
    const second = must<{ rev: number }>(200, await api.setLine(basket, id, 2)).rev;
    await eventually(() => Promise.resolve(heard(second).length >= 20 || undefined), 'twenty have heard again');

    await Promise.all(lives.map((live) => live.ping()));
    expect(heard(first)).toHaveLength(20);
    expect(heard(second)).toEqual(heard(first));
  });

  test('bring no word of what others own', async () => {
    const { id } = await api.create();
    const [mine, theirs] = [await api.newBasket(), await api.newBasket()];
    const live = await connected();
    await live.hello([], [{ basket: mine.id, token: mine.token }]);
    must(200, await api.setLine(theirs, id, 1));
    must(200, await api.setLine(mine, id, 1));

    await live.next('basket', (frame) => frame.id === mine.id);
    await live.ping();
    expect(live.frames.filter((frame) => frame.type === 'basket' && frame.id === theirs.id)).toEqual([]);
  });

  test('that are wrong are named, and nothing of that hello counts', async () => {
    const { id } = await api.create();
    const [mine, theirs] = [await api.newBasket(), await api.newBasket()];
    const live = await connected();
    const tokens = [
      { basket: mine.id, token: mine.token },
      { basket: theirs.id, token: mine.token },
      { order: 'nothing-here', token: mine.token },
    ];
    live.send({ action: 'hello', topics: ['catalogue'], tokens });
    const { problem: found } = await live.next('error');
    expect(found).toMatchObject({ type: '/problems/not-found', status: 404 });
    expect(found.errors?.map(({ pointer }) => pointer)).toEqual(['/tokens/1', '/tokens/2']);

    const follower = await connected();
    await follower.hello(['catalogue'], [{ basket: mine.id, token: mine.token }]);
    must(200, await api.setLine(mine, id, 1));
    const { id: marker } = await api.create();
    await follower.next('basket', (frame) => frame.id === mine.id);
    await follower.next('changes', about(marker));
    await live.ping();
    expect(live.frames).toEqual([]);
  });
});

describe('the studio', () => {
  test.skipIf(remote)('hears of every order, and never who ordered', async () => {
    const { id } = await api.create();
    const live = await connected();
    await live.hello(['studio']);
    const order = await api.order({ [id]: 1 });
    const frame = await live.next('order', (candidate) => candidate.id === order.id);
    expect(frame).toMatchObject({ state: 'awaiting-payment' });
    expect(JSON.stringify(frame)).not.toContain(customer.email);
    must(200, await api.cancel(order));
    expect(
      await live.next('order', (candidate) => candidate.id === order.id && candidate.state === 'cancelled'),
    ).toBeDefined();
  });
});

describe('the handshake', () => {
  test.skipIf(remote)('takes the pages of this shop, and clients that are no page', async () => {
    const { port } = new URL(api.url);
    for (const origin of [`http://localhost:${port}`, `http://127.0.0.1:${port}`, `http://[::1]:${port}`]) {
      expect((await (await connected({ Origin: origin })).ping()).type).toBe('pong');
    }
    expect((await (await connected()).ping()).type).toBe('pong');
  });

  test.each(['http://evil.example', 'null', 'http://localhost', 'http://localhost:1', 'http://localhost.evil.example'])(
    'refuses a page of %s',
    async (origin) => {
      await expect(api.live({ Origin: origin })).rejects.toThrow('refused with 403');
    },
  );

  test.skipIf(remote)('refuses a foreign Host', async () => {
    await expect(api.live({ Host: 'evil.example' })).rejects.toThrow('refused with 403');
  });
});

describe('a message', () => {
  const closes = async (live: Live) => within(5_000, 'the socket is closed', live.closed);

  test('of a frame over 32 KB closes the socket with 1009', async () => {
    const live = await connected();
    live.send(JSON.stringify({ action: 'ping', padding: 'x'.repeat(33 * 1024) }));
    expect((await closes(live)).code).toBe(1009);
  });

  test('over 128 KB in frames that are small enough closes the socket with 1009', async () => {
    const live = await connected();
    const part = 'x'.repeat(30 * 1024);
    for (let i = 0; i < 5; ++i) live.sendFragment(part, i === 4);
    expect((await closes(live)).code).toBe(1009);
  });

  test('of 100 KB in frames that are small enough is read', async () => {
    const live = await connected();
    live.sendFragment(`{"action":"ping","padding":"${'x'.repeat(25 * 1024)}`, false);
    for (let i = 0; i < 2; ++i) live.sendFragment('x'.repeat(30 * 1024), false);
    live.sendFragment('"}', true);
    expect((await live.next('error')).problem.type).toBe('/problems/invalid-content');
  });

  test('that is not UTF-8 closes the socket with 1007', async () => {
    const live = await connected();
    live.sendBytes(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]));
    expect((await closes(live)).code).toBe(1007);
  });

  test('that closed one socket leaves the others alone', async () => {
    const [bad, good] = [await connected(), await connected()];
    await good.hello(['catalogue']);
    bad.sendBytes(Buffer.from([0xff]));
    await closes(bad);
    const { id } = await api.create();
    expect(await good.next('changes', about(id))).toBeDefined();
  });

  test('never brings the wrong owner a basket', async () => {
    const basket = await api.newBasket();
    problem(404, 'not-found', await api.call('GET', `/baskets/${basket.id}`, { headers: bearer('A'.repeat(43)) }));
    const live = await connected();
    live.send({ action: 'hello', topics: [], tokens: [{ basket: basket.id, token: 'A'.repeat(43) }] });
    expect((await live.next('error')).problem.status).toBe(404);
  });
});
