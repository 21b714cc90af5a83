import { beforeEach, describe, expect, it } from 'vitest';
import type { Card } from '@/lib/api/shapes';
import { aCard } from '@/test/shop';
import { connectClient, FakeLivePorts, settle } from '@/test/fakeLivePorts';
import { LiveClient } from './client';
import type { SubjectUpdate } from './ports';

let world: FakeLivePorts;
let client: LiveClient;

beforeEach(() => {
  world = new FakeLivePorts();
  client = new LiveClient(world);
});

const card = (rev: number, change: Partial<Card> = {}) => aCard({ rev, ...change });
const known = (id = 'copper-teapot') => client.feed.get(id)?.rev;

const live = () => connectClient(client, world);

describe('after the feed was restarted, the live client', () => {
  it('restarts at the first message of another epoch, and brings a new snapshot forward', async () => {
    const socket = await live();
    client.feed.addCard(card(9, { id: 'other' }));
    socket.push({ type: 'changes', from: 'e2:0', to: 'e2:1', changes: [card(3)] });
    expect(known('other')).toBeUndefined();
    expect(known()).toBe(3);
    world.epoch = 'e2';
    world.log = [card(3)];
    await client.offerList({ items: [card(2), card(1, { id: 'other' })], feed: 'e2:0' });
    await settle();
    expect(known()).toBe(3);
    expect(known('other')).toBe(1);
    expect(client.feed.position).toEqual({ epoch: 'e2', seq: 1 });
  });

  it('applies the second change of another epoch, too, without a snapshot', async () => {
    const socket = await live();
    const told: number[] = [];
    client.feed.watchAll(({ after }) => told.push(after.rev));
    socket.push({ type: 'changes', from: 'e2:0', to: 'e2:1', changes: [card(3)] });
    socket.push({ type: 'changes', from: 'e2:1', to: 'e2:2', changes: [card(4)] });
    expect(told).toEqual([3, 4]);
  });

  it('ignores a list that was requested before a reset', async () => {
    const socket = await live();
    const { generation } = client;
    socket.push({ type: 'changes', from: 'e2:0', to: 'e2:1', changes: [card(3)] });
    await client.offerList({ items: [card(9)], feed: 'e1:0' }, generation);
    expect(known()).toBe(3);
    expect(client.feed.position).toEqual({ epoch: 'e2', seq: 1 });
  });

  it('refreshes watched orders and baskets when the epoch changes', async () => {
    const socket = await live();
    const heard: SubjectUpdate[] = [];
    client.watch({ kind: 'basket', id: 'b', token: 't' }, (told) => heard.push(told));
    socket.push({ type: 'changes', from: 'e2:0', to: 'e2:1', changes: [card(3)] });
    expect(heard).toEqual(['refresh']);
  });

  it('resets once when the epoch changes', async () => {
    const socket = await live();
    let resets = 0;
    client.onReset(() => resets++);
    socket.push({ type: 'changes', from: 'e2:0', to: 'e2:1', changes: [card(1)] });
    expect(resets).toBe(1);
    world.epoch = 'e2';
    await client.offerList({ items: [card(1)], feed: 'e2:1' });
    expect(client.feed.position).toEqual({ epoch: 'e2', seq: 1 });
  });

  it('resets once when the log no longer reaches back to its position', async () => {
    const socket = await live();
    let resets = 0;
    client.onReset(() => resets++);
    client.feed.addCard(card(9));
    world.append(card(10));
    world.oldest = 1;
    socket.push({ type: 'pong', head: world.head });
    await settle();
    expect(resets).toBe(1);
    expect(known()).toBeUndefined();
    expect(client.feed.position).toEqual({ epoch: 'e1', seq: 1 });
    socket.push(world.append(card(11)));
    expect(known()).toBe(11);
  });
});
