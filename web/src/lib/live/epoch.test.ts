import { beforeEach, describe, expect, it } from 'vitest';
import type { Card } from '@/lib/api/shapes';
import { aCard } from '@/test/shop';
import { type FakeSocket, FakeWorld, settle } from '@/test/world';
import { LiveClient } from './client';
import type { Notification } from './ports';

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

describe('when the feed was begun anew, the live client', () => {
  it('begins anew at the first message of another epoch, and brings the fresh snapshot forward', async () => {
    const socket = await live();
    client.feed.learn(card(9, { id: 'other' }));
    socket.say({ type: 'changes', from: 'e2:0', to: 'e2:1', changes: [card(3)] });
    expect(known('other')).toBeUndefined();
    expect(known()).toBe(3);
    world.epoch = 'e2';
    world.log = [card(3)];
    await client.offer({ items: [card(2), card(1, { id: 'other' })], feed: 'e2:0' });
    await settle();
    expect(known()).toBe(3);
    expect(known('other')).toBe(1);
    expect(client.feed.position).toEqual({ epoch: 'e2', seq: 1 });
  });

  it('hears the second change of another epoch, too, though no page gives it a snapshot', async () => {
    const socket = await live();
    const told: number[] = [];
    client.feed.watchAll(({ after }) => told.push(after.rev));
    socket.say({ type: 'changes', from: 'e2:0', to: 'e2:1', changes: [card(3)] });
    socket.say({ type: 'changes', from: 'e2:1', to: 'e2:2', changes: [card(4)] });
    expect(told).toEqual([3, 4]);
  });

  it('takes no list for an answer that was asked for before a reset', async () => {
    const socket = await live();
    const { era } = client;
    socket.say({ type: 'changes', from: 'e2:0', to: 'e2:1', changes: [card(3)] });
    await client.offer({ items: [card(9)], feed: 'e1:0' }, era);
    expect(known()).toBe(3);
    expect(client.feed.position).toEqual({ epoch: 'e2', seq: 1 });
  });

  it('asks for the orders and baskets it watches, too, when the epoch is another one', async () => {
    const socket = await live();
    const heard: Notification[] = [];
    client.watch({ kind: 'basket', id: 'b', token: 't' }, (told) => heard.push(told));
    socket.say({ type: 'changes', from: 'e2:0', to: 'e2:1', changes: [card(3)] });
    expect(heard).toEqual(['refresh']);
  });

  it('asks for fresh snapshots when the epoch is another one', async () => {
    const socket = await live();
    let resets = 0;
    client.onReset(() => resets++);
    socket.say({ type: 'changes', from: 'e2:0', to: 'e2:1', changes: [card(1)] });
    expect(resets).toBe(1);
    world.epoch = 'e2';
    await client.offer({ items: [card(1)], feed: 'e2:1' });
    expect(client.feed.position).toEqual({ epoch: 'e2', seq: 1 });
  });

  it('asks for fresh snapshots when the log no longer reaches back to it', async () => {
    const socket = await live();
    let resets = 0;
    client.onReset(() => resets++);
    client.feed.learn(card(9));
    world.append(card(10));
    world.oldest = 1;
    socket.say({ type: 'pong', head: world.head });
    await settle();
    expect(resets).toBe(1);
    expect(known()).toBeUndefined();
    expect(client.feed.position).toEqual({ epoch: 'e1', seq: 1 });
    socket.say(world.append(card(11)));
    expect(known()).toBe(11);
  });
});
