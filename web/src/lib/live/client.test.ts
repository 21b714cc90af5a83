import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Card } from '@/lib/api/shapes';
import { aCard } from '@/test/shop';
import { type FakeSocket, FakeWorld, settle } from '@/test/world';
import { LiveClient } from './client';
import type { Notification } from './ports';

const MINUTE = 60_000;

let world: FakeWorld;
let client: LiveClient;

beforeEach(() => {
  world = new FakeWorld();
  client = new LiveClient(world);
});

const card = (rev: number, change: Partial<Card> = {}) => aCard({ rev, ...change });
const known = (id = 'copper-teapot') => client.feed.get(id)?.rev;

/** Started, standing, with a snapshot at the head. */
async function live(): Promise<FakeSocket> {
  client.start();
  const socket = world.stand();
  await client.offer({ items: [], feed: world.head });
  return socket;
}

describe('the live client', () => {
  it('says hello for the catalogue and is live when that is answered', () => {
    client.start();
    expect(client.status).toBe('connecting');
    world.last.open();
    expect(world.last.sent).toEqual([{ action: 'hello', topics: ['catalogue'] }]);
    world.last.say({ type: 'ready', head: 'e1:0' });
    expect(client.status).toBe('live');
  });

  it('applies what is pushed', async () => {
    const socket = await live();
    socket.say(world.append(card(2)));
    expect(known()).toBe(2);
  });

  it('follows from the head where there is no snapshot, and brings one that comes later forward', async () => {
    world.append(card(1));
    client.start();
    const socket = world.stand();
    socket.say(world.append(card(2)));
    expect(known()).toBe(2);
    await client.offer({ items: [card(1), aCard({ id: 'other' })], feed: 'e1:1' });
    expect(known()).toBe(2);
    expect(known('other')).toBe(1);
    expect(world.asked).toEqual([]);
  });

  it('asks for what was missed when a message begins beyond its position', async () => {
    const socket = await live();
    world.append(card(2));
    socket.say(world.append(card(1, { id: 'other' })));
    await settle();
    expect(world.asked).toEqual(['e1:0']);
    expect(known()).toBe(2);
    expect(known('other')).toBe(1);
    expect(client.feed.position).toEqual({ epoch: 'e1', seq: 2 });
  });

  it('follows a long gap page by page', async () => {
    const socket = await live();
    world.most = 2;
    for (let rev = 1; rev <= 5; rev++) world.append(card(rev));
    socket.say({ type: 'pong', head: world.head });
    await settle();
    expect(world.asked).toEqual(['e1:0', 'e1:2', 'e1:4']);
    expect(known()).toBe(5);
  });

  it('applies what arrives while it catches up', async () => {
    const socket = await live();
    world.append(card(2));
    socket.say({ type: 'pong', head: world.head });
    socket.say(world.append(card(3)));
    await settle();
    expect(known()).toBe(3);
    expect(client.feed.position?.seq).toBe(2);
  });

  it('finds by the head of ready that it missed something before it stood', async () => {
    client.start();
    await client.offer({ items: [card(1)], feed: 'e1:0' });
    world.append(card(2));
    world.stand();
    await settle();
    expect(known()).toBe(2);
  });

  it('asks for what lies between an old snapshot and the head it began at', async () => {
    client.start();
    world.append(card(2));
    world.stand();
    await client.offer({ items: [card(1)], feed: 'e1:0' });
    expect(world.asked).toEqual(['e1:0']);
    expect(known()).toBe(2);
  });

  it('tries again while nothing answers, and then misses nothing', async () => {
    const socket = await live();
    world.append(card(2));
    world.reachable = false;
    socket.say({ type: 'pong', head: world.head });
    await world.pass(5_000);
    expect(known()).toBeUndefined();
    world.reachable = true;
    await world.pass(30_000);
    expect(known()).toBe(2);
  });

  it('fetches what the feed could not carry', async () => {
    const socket = await live();
    world.products.set('copper-teapot', card(4));
    socket.say(world.append({ kind: 'product', id: 'copper-teapot', rev: 4, refetch: true }));
    await settle();
    expect(known()).toBe(4);
    expect(client.feed.unread).toEqual([]);
  });

  it('brings an answer that is behind forward from what it heard, without asking', async () => {
    const socket = await live();
    socket.say(world.append(card(2)));
    await client.offer({ items: [card(1)], feed: 'e1:0' });
    expect(known()).toBe(2);
    expect(world.asked).toEqual([]);
  });

  it('brings an answer from before its beginning forward by asking', async () => {
    world.append(card(2));
    await live();
    expect(known()).toBeUndefined();
    await client.offer({ items: [card(1)], feed: 'e1:0' });
    expect(world.asked).toEqual(['e1:0']);
    expect(known()).toBe(2);
    await client.offer({ items: [card(1)], feed: 'e1:0' });
    expect(world.asked).toHaveLength(1);
  });

  it('survives rubbish on the line', async () => {
    const socket = await live();
    socket.onmessage?.('not JSON');
    socket.say({ type: 'changes', from: 'nowhere', to: 7 });
    socket.say({ type: 'a later version' });
    socket.say(world.append(card(2)));
    expect(known()).toBe(2);
  });
});

describe('the line', () => {
  it('pings after a minute of silence, or four when hidden', async () => {
    const socket = await live();
    await world.pass(MINUTE - 1);
    expect(socket.sent).toHaveLength(1);
    await world.pass(1);
    expect(socket.sent.at(-1)).toEqual({ action: 'ping' });
    world.isHidden = true;
    socket.say({ type: 'pong', head: world.head });
    await world.pass(4 * MINUTE - 1);
    expect(socket.sent).toHaveLength(2);
    await world.pass(1);
    expect(socket.sent).toHaveLength(3);
  });

  it('is given up and made anew when a ping stays unanswered', async () => {
    const socket = await live();
    await world.pass(MINUTE + 10_000);
    expect(socket.closed).toBe(true);
    await world.pass(1_000);
    expect(world.sockets).toHaveLength(2);
  });

  it('returns after a drop, with growing pauses, and misses nothing', async () => {
    const socket = await live();
    world.append(card(2));
    socket.drop();
    expect(client.status).not.toBe('live');
    await world.pass(1_000);
    world.last.drop();
    const before = world.sockets.length;
    await world.pass(600);
    expect(world.sockets).toHaveLength(before);
    await world.pass(30_000);
    world.stand();
    await settle();
    expect(client.status).toBe('live');
    expect(known()).toBe(2);
  });

  it('is renewed before two hours, and the old socket closes only when the new one stands', async () => {
    const first = await live();
    first.say(world.append(card(2)));
    for (let minute = 0; minute < 119 && world.sockets.length === 1; minute++) {
      await world.pass(MINUTE);
      first.say({ type: 'pong', head: world.head });
    }
    expect(world.sockets).toHaveLength(2);
    expect(first.closed).toBe(false);
    first.say(world.append(card(3)));
    expect(known()).toBe(3);
    world.stand();
    expect(first.closed).toBe(true);
    expect(client.status).toBe('live');
    world.last.say(world.append(card(4)));
    expect(known()).toBe(4);
  });

  it('is polled around when sockets are blocked', async () => {
    client.start();
    await client.offer({ items: [], feed: world.head });
    world.last.drop();
    await world.pass(2_000);
    world.last.drop();
    await world.pass(0);
    expect(client.status).toBe('polling');
    world.append(card(2));
    await world.pass(10_000);
    expect(known()).toBe(2);
  });

  describe('that is told it has said too much', () => {
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

    it('stays away for a minute, whatever wakes it, and polls meanwhile', async () => {
      const socket = await live();
      socket.say(SPENT);
      expect(socket.closed).toBe(true);
      world.append(card(2));
      await world.pass(1_000);
      expect(client.status).toBe('polling');
      expect(known()).toBe(2);
      client.wake();
      await world.pass(58_000);
      expect(world.sockets).toHaveLength(1);
      await world.pass(17_000);
      expect(world.sockets).toHaveLength(2);
      world.stand();
      expect(client.status).toBe('live');
    });

    it('does so too where its first hello is answered so', async () => {
      client.start();
      world.last.open();
      world.last.say(SPENT);
      await world.pass(59_000);
      expect(world.sockets).toHaveLength(1);
    });
  });

  it('stops for good', async () => {
    const socket = await live();
    client.stop();
    expect(socket.closed).toBe(true);
    await world.pass(10 * MINUTE);
    expect(world.sockets).toHaveLength(1);
  });
});

describe('orders and baskets', () => {
  const subject = { kind: 'order', id: 'o1', token: 't1' } as const;

  it('are asked for one hello at a time', async () => {
    const socket = await live();
    client.watch(subject, () => undefined);
    client.watch({ kind: 'basket', id: 'b1', token: 't2' }, () => undefined);
    expect(socket.sent.slice(1)).toEqual([{ action: 'hello', topics: [], tokens: [{ order: 'o1', token: 't1' }] }]);
    socket.say({ type: 'ready', head: world.head });
    expect(socket.sent.at(-1)).toEqual({ action: 'hello', topics: [], tokens: [{ basket: 'b1', token: 't2' }] });
  });

  it('of which one is refused leave the others in place', async () => {
    const socket = await live();
    client.watch(subject, () => undefined);
    client.watch({ kind: 'basket', id: 'b1', token: 't2' }, () => undefined);
    socket.say({ type: 'error', problem: { type: '/problems/not-found', title: 'Not found', status: 404 } });
    expect(socket.sent.at(-1)).toMatchObject({ tokens: [{ basket: 'b1' }] });
    expect(client.status).toBe('live');
  });

  it('are told of their frames, and to refresh after every ready and pong', async () => {
    const heard: Notification[] = [];
    client.watch(subject, (notification) => heard.push(notification));
    const socket = await live();
    expect(heard).toEqual(['refresh']);
    socket.say({ type: 'order', id: 'o1', rev: 3, state: 'paid' });
    socket.say({ type: 'order', id: 'another', rev: 9, state: 'paid' });
    socket.say({ type: 'pong', head: world.head });
    expect(heard).toEqual(['refresh', { rev: 3, state: 'paid' }, 'refresh']);
  });

  it('are asked for again on a new socket, and not when nobody watches', async () => {
    const socket = await live();
    const stop = client.watch(subject, () => undefined);
    client.watch({ kind: 'basket', id: 'b1', token: 't2' }, () => undefined);
    stop();
    socket.drop();
    await world.pass(1_000);
    world.stand();
    expect(world.last.sent.at(-1)).toMatchObject({ tokens: [{ basket: 'b1' }] });
    expect(JSON.stringify(world.last.sent)).not.toContain('o1');
  });

  it('are asked for on a socket that is still being opened', () => {
    client.start();
    client.watch(subject, () => undefined);
    world.stand();
    expect(world.last.sent.at(-1)).toMatchObject({ tokens: [{ order: 'o1' }] });
  });

  it('move to a fresh socket before one carries more than it may', async () => {
    await live();
    for (let i = 0; i < 19; i++) client.watch({ kind: 'order', id: `o${i}`, token: 't' }, () => undefined)();
    client.watch({ kind: 'order', id: 'last', token: 't' }, () => undefined);
    expect(world.sockets.length).toBeGreaterThan(1);
  });
});

describe('whatever the network does to it', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('change' as const), id: fc.constantFrom('a', 'b'), delivered: fc.boolean() }),
    fc.record({ do: fc.constantFrom('drop', 'outage', 'repair', 'snapshot', 'ping', 'repeat') }),
  );

  it('ends at the table’s state once it is let', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        world = new FakeWorld();
        client = new LiveClient(world);
        const table = new Map<string, Card>();
        await live();
        let frame: object = { type: 'pong', head: world.head };
        for (const each of steps) {
          if (each.do === 'change' && 'id' in each) {
            const next = aCard({ id: each.id, rev: (table.get(each.id)?.rev ?? 0) + 1 });
            table.set(each.id, next);
            frame = world.append(next);
            if (each.delivered && !world.last.closed) world.last.say(frame);
          } else if (each.do === 'drop') world.last.drop();
          else if (each.do === 'outage') world.reachable = false;
          else if (each.do === 'repair') world.reachable = true;
          else if (each.do === 'ping') world.last.say({ type: 'pong', head: world.head });
          else if (each.do === 'repeat') world.last.say(frame);
          else await client.offer({ items: [...table.values()], feed: world.head });
          await world.pass(50);
        }
        world.reachable = true;
        await world.pass(60_000);
        if (client.status !== 'live') world.stand();
        world.last.say({ type: 'pong', head: world.head });
        await world.pass(60_000);
        expect(client.feed.position?.seq).toBe(world.log.length);
        for (const [id, { rev }] of table) expect(client.feed.get(id)?.rev).toBe(rev);
      }),
      { numRuns: 60 },
    );
  });
});
