import { beforeEach, describe, expect, it } from 'vitest';
import { FakeWorld } from '@/test/world';
import { LiveClient } from './client';

let world: FakeWorld;
let client: LiveClient;

beforeEach(() => {
  world = new FakeWorld();
  client = new LiveClient(world);
});

/** Started, standing, with a snapshot at the head. */
async function live() {
  client.start();
  const socket = world.stand();
  await client.offer({ items: [], feed: world.head });
  return socket;
}

describe('without a network, the live client', () => {
  it('says offline when nothing answers at all, and is live again afterwards', async () => {
    const socket = await live();
    world.reachable = false;
    socket.drop();
    await world.pass(1_000);
    world.last.drop();
    await world.pass(100);
    expect(client.status).toBe('offline');
    world.reachable = true;
    client.wake();
    world.stand();
    expect(client.status).toBe('live');
  });

  it('says offline when nothing ever answered, and stays so until something does', async () => {
    world.reachable = false;
    client.start();
    client.lost();
    for (let attempt = 0; attempt < 6; attempt++) {
      world.last.drop();
      await world.pass(8_000);
      expect(client.status).toBe('offline');
    }
    world.reachable = true;
    await world.pass(10_000);
    expect(client.status).toBe('connecting');
    world.stand();
    expect(client.status).toBe('live');
  });

  it('opens a fresh socket when the machine’s network returns', async () => {
    await live();
    client.lost();
    expect(client.status).toBe('offline');
    client.wake();
    expect(world.sockets).toHaveLength(2);
    world.stand();
    expect(client.status).toBe('live');
  });
});
