import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Card } from '@/lib/api/shapes';
import { aCard } from '@/test/shop';
import { connectClient, FakeLivePorts, settle } from '@/test/fakeLivePorts';
import { LiveClient } from './client';
import type { SubjectUpdate } from './ports';

const MINUTE = 60_000;

let world: FakeLivePorts;
let client: LiveClient;

beforeEach(() => {
  world = new FakeLivePorts();
  client = new LiveClient(world);
});

const card = (rev: number, change: Partial<Card> = {}) => aCard({ rev, ...change });
const known = (id = 'copper-teapot') => client.feed.get(id)?.rev;

const live = () => connectClient(client, world);

describe('the live client', () => {
  it('subscribes to the catalogue and is live when that is answered', () => {
    client.start();
    expect(client.status).toBe('connecting');
    world.last.open();
    expect(world.last.sent).toEqual([{ action: 'hello', topics: ['catalogue'] }]);
    world.last.push({ type: 'ready', head: 'e1:0' });
    expect(client.status).toBe('live');
  });

  it('applies what is pushed', async () => {
    const socket = await live();
    socket.push(world.append(card(2)));
    expect(known()).toBe(2);
  });

  it('starts at the head where there is no snapshot, and brings a later one forward', async () => {
    world.append(card(1));
    client.start();
    const socket = world.connect();
    socket.push(world.append(card(2)));
    expect(known()).toBe(2);
    await client.offerList({ items: [card(1), aCard({ id: 'other' })], feed: 'e1:1' });
    expect(known()).toBe(2);
    expect(known('other')).toBe(1);
    expect(world.fetched).toEqual([]);
  });

  it('fetches what was missed when a message begins beyond its position', async () => {
    const socket = await live();
    world.append(card(2));
    socket.push(world.append(card(1, { id: 'other' })));
    await settle();
    expect(world.fetched).toEqual(['e1:0']);
    expect(known()).toBe(2);
    expect(known('other')).toBe(1);
    expect(client.feed.position).toEqual({ epoch: 'e1', seq: 2 });
  });

  it('follows a long gap page by page', async () => {
    const socket = await live();
    world.pageSize = 2;
    for (let rev = 1; rev <= 5; rev++) world.append(card(rev));
    socket.push({ type: 'pong', head: world.head });
    await settle();
    expect(world.fetched).toEqual(['e1:0', 'e1:2', 'e1:4']);
    expect(known()).toBe(5);
  });

  it('applies messages that arrive during a fetch', async () => {
    const socket = await live();
    world.append(card(2));
    socket.push({ type: 'pong', head: world.head });
    socket.push(world.append(card(3)));
    await settle();
    expect(known()).toBe(3);
    expect(client.feed.position?.seq).toBe(2);
  });

  it('fetches what was missed before the connection was ready', async () => {
    client.start();
    await client.offerList({ items: [card(1)], feed: 'e1:0' });
    world.append(card(2));
    world.connect();
    await settle();
    expect(known()).toBe(2);
  });

  it('fetches what lies between an old snapshot and the head it started at', async () => {
    client.start();
    world.append(card(2));
    world.connect();
    await client.offerList({ items: [card(1)], feed: 'e1:0' });
    expect(world.fetched).toEqual(['e1:0']);
    expect(known()).toBe(2);
  });

  it('retries while there is no answer, and then misses nothing', async () => {
    const socket = await live();
    world.append(card(2));
    world.reachable = false;
    socket.push({ type: 'pong', head: world.head });
    await world.advance(5_000);
    expect(known()).toBeUndefined();
    world.reachable = true;
    await world.advance(30_000);
    expect(known()).toBe(2);
  });

  it('fetches products that a message only announced', async () => {
    const socket = await live();
    world.products.set('copper-teapot', card(4));
    socket.push(world.append({ kind: 'product', id: 'copper-teapot', rev: 4, refetch: true }));
    await settle();
    expect(known()).toBe(4);
    expect(client.feed.unread).toEqual([]);
  });

  it('brings an older list forward from what it knows, without a request', async () => {
    const socket = await live();
    socket.push(world.append(card(2)));
    await client.offerList({ items: [card(1)], feed: 'e1:0' });
    expect(known()).toBe(2);
    expect(world.fetched).toEqual([]);
  });

  it('brings a list from before its start forward by a request', async () => {
    world.append(card(2));
    await live();
    expect(known()).toBeUndefined();
    await client.offerList({ items: [card(1)], feed: 'e1:0' });
    expect(world.fetched).toEqual(['e1:0']);
    expect(known()).toBe(2);
    await client.offerList({ items: [card(1)], feed: 'e1:0' });
    expect(world.fetched).toHaveLength(1);
  });

  it('ignores frames that it cannot decode', async () => {
    const socket = await live();
    socket.onmessage?.('not JSON');
    socket.push({ type: 'changes', from: 'nowhere', to: 7 });
    socket.push({ type: 'a later version' });
    socket.push(world.append(card(2)));
    expect(known()).toBe(2);
  });
});

describe('the connection', () => {
  it('pings after a minute without a message, or four when hidden', async () => {
    const socket = await live();
    await world.advance(MINUTE - 1);
    expect(socket.sent).toHaveLength(1);
    await world.advance(1);
    expect(socket.sent.at(-1)).toEqual({ action: 'ping' });
    world.isHidden = true;
    socket.push({ type: 'pong', head: world.head });
    await world.advance(4 * MINUTE - 1);
    expect(socket.sent).toHaveLength(2);
    await world.advance(1);
    expect(socket.sent).toHaveLength(3);
  });

  it('is closed and opened again when a ping is not answered', async () => {
    const socket = await live();
    await world.advance(MINUTE + 10_000);
    expect(socket.closed).toBe(true);
    await world.advance(1_000);
    expect(world.sockets).toHaveLength(2);
  });

  it('returns after a drop, with growing pauses, and misses nothing', async () => {
    const socket = await live();
    world.append(card(2));
    socket.drop();
    expect(client.status).not.toBe('live');
    await world.advance(1_000);
    world.last.drop();
    const before = world.sockets.length;
    await world.advance(600);
    expect(world.sockets).toHaveLength(before);
    await world.advance(30_000);
    world.connect();
    await settle();
    expect(client.status).toBe('live');
    expect(known()).toBe(2);
  });

  it('is renewed within two hours, and the old socket closes only when the new one is ready', async () => {
    const first = await live();
    first.push(world.append(card(2)));
    for (let minute = 0; minute < 119 && world.sockets.length === 1; minute++) {
      await world.advance(MINUTE);
      first.push({ type: 'pong', head: world.head });
    }
    expect(world.sockets).toHaveLength(2);
    expect(first.closed).toBe(false);
    first.push(world.append(card(3)));
    expect(known()).toBe(3);
    world.connect();
    expect(first.closed).toBe(true);
    expect(client.status).toBe('live');
    world.last.push(world.append(card(4)));
    expect(known()).toBe(4);
  });

  it('is replaced by polling when sockets are blocked', async () => {
    client.start();
    await client.offerList({ items: [], feed: world.head });
    world.last.drop();
    await world.advance(2_000);
    world.last.drop();
    await world.advance(0);
    expect(client.status).toBe('polling');
    world.append(card(2));
    await world.advance(10_000);
    expect(known()).toBe(2);
  });

  describe('that was throttled', () => {
    const SPENT = {
      type: 'error',
      problem: {
        type: '/problems/too-many-messages',
        title: 'Too many messages',
        status: 429,
        detail: 'Connect again in a minute.',
        instance: 'urn:trace:4bf92f3577b34da6a3ce929d0e0e4736',
      },
    };

    it('opens no socket for a minute, even when woken, and polls meanwhile', async () => {
      const socket = await live();
      socket.push(SPENT);
      expect(socket.closed).toBe(true);
      world.append(card(2));
      await world.advance(1_000);
      expect(client.status).toBe('polling');
      expect(known()).toBe(2);
      client.wake();
      await world.advance(58_000);
      expect(world.sockets).toHaveLength(1);
      await world.advance(17_000);
      expect(world.sockets).toHaveLength(2);
      world.connect();
      expect(client.status).toBe('live');
    });

    it('opens no socket for a minute where its first hello was throttled', async () => {
      client.start();
      world.last.open();
      world.last.push(SPENT);
      await world.advance(59_000);
      expect(world.sockets).toHaveLength(1);
    });
  });

  it('opens no socket after it was stopped', async () => {
    const socket = await live();
    client.stop();
    expect(socket.closed).toBe(true);
    await world.advance(10 * MINUTE);
    expect(world.sockets).toHaveLength(1);
  });
});

describe('orders and baskets', () => {
  const subject = { kind: 'order', id: 'o1', token: 't1' } as const;

  it('are subscribed to one hello at a time', async () => {
    const socket = await live();
    client.watch(subject, () => undefined);
    client.watch({ kind: 'basket', id: 'b1', token: 't2' }, () => undefined);
    expect(socket.sent.slice(1)).toEqual([{ action: 'hello', topics: [], tokens: [{ order: 'o1', token: 't1' }] }]);
    socket.push({ type: 'ready', head: world.head });
    expect(socket.sent.at(-1)).toEqual({ action: 'hello', topics: [], tokens: [{ basket: 'b1', token: 't2' }] });
  });

  it('stay subscribed when another one is refused', async () => {
    const socket = await live();
    client.watch(subject, () => undefined);
    client.watch({ kind: 'basket', id: 'b1', token: 't2' }, () => undefined);
    socket.push({ type: 'error', problem: { type: '/problems/not-found', title: 'Not found', status: 404 } });
    expect(socket.sent.at(-1)).toMatchObject({ tokens: [{ basket: 'b1' }] });
    expect(client.status).toBe('live');
  });

  it('are notified of their frames, and to refresh after every ready and pong', async () => {
    const heard: SubjectUpdate[] = [];
    client.watch(subject, (notification) => heard.push(notification));
    const socket = await live();
    expect(heard).toEqual(['refresh']);
    socket.push({ type: 'order', id: 'o1', rev: 3, state: 'paid' });
    socket.push({ type: 'order', id: 'another', rev: 9, state: 'paid' });
    socket.push({ type: 'pong', head: world.head });
    expect(heard).toEqual(['refresh', { rev: 3, state: 'paid' }, 'refresh']);
  });

  it('are subscribed to again on a new socket while somebody watches', async () => {
    const socket = await live();
    const stop = client.watch(subject, () => undefined);
    client.watch({ kind: 'basket', id: 'b1', token: 't2' }, () => undefined);
    stop();
    socket.drop();
    await world.advance(1_000);
    world.connect();
    expect(world.last.sent.at(-1)).toMatchObject({ tokens: [{ basket: 'b1' }] });
    expect(JSON.stringify(world.last.sent)).not.toContain('o1');
  });

  it('are subscribed to on a socket that is still opening', () => {
    client.start();
    client.watch(subject, () => undefined);
    world.connect();
    expect(world.last.sent.at(-1)).toMatchObject({ tokens: [{ order: 'o1' }] });
  });

  it('move to a new socket before one has too many subscriptions', async () => {
    await live();
    for (let i = 0; i < 19; i++) client.watch({ kind: 'order', id: `o${i}`, token: 't' }, () => undefined)();
    client.watch({ kind: 'order', id: 'last', token: 't' }, () => undefined);
    expect(world.sockets.length).toBeGreaterThan(1);
  });
});

describe('the live client under random network faults', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('change' as const), id: fc.constantFrom('a', 'b'), delivered: fc.boolean() }),
    fc.record({ do: fc.constantFrom('drop', 'outage', 'repair', 'snapshot', 'ping', 'repeat') }),
  );

  it('ends at the table’s state once the network works', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        world = new FakeLivePorts();
        client = new LiveClient(world);
        const table = new Map<string, Card>();
        await live();
        let frame: object = { type: 'pong', head: world.head };
        for (const each of steps) {
          if (each.do === 'change' && 'id' in each) {
            const next = aCard({ id: each.id, rev: (table.get(each.id)?.rev ?? 0) + 1 });
            table.set(each.id, next);
            frame = world.append(next);
            if (each.delivered && !world.last.closed) world.last.push(frame);
          } else if (each.do === 'drop') world.last.drop();
          else if (each.do === 'outage') world.reachable = false;
          else if (each.do === 'repair') world.reachable = true;
          else if (each.do === 'ping') world.last.push({ type: 'pong', head: world.head });
          else if (each.do === 'repeat') world.last.push(frame);
          else await client.offerList({ items: [...table.values()], feed: world.head });
          await world.advance(50);
        }
        world.reachable = true;
        await world.advance(60_000);
        if (client.status !== 'live') world.connect();
        world.last.push({ type: 'pong', head: world.head });
        await world.advance(60_000);
        expect(client.feed.position?.seq).toBe(world.log.length);
        for (const [id, { rev }] of table) expect(client.feed.get(id)?.rev).toBe(rev);
      }),
      { numRuns: 60 },
    );
  });
});
