import { beforeEach, describe, expect, it } from 'vitest';
import { connectClient, FakeLivePorts } from '@/test/fakeLivePorts';
import { LiveClient } from './client';

let world: FakeLivePorts;
let client: LiveClient;

beforeEach(() => {
  world = new FakeLivePorts();
  client = new LiveClient(world);
});

const live = () => connectClient(client, world);

describe('without a network, the live client', () => {
  it('is offline when nothing answers, and live again afterwards', async () => {
    const socket = await live();
    world.reachable = false;
    socket.drop();
    await world.advance(1_000);
    world.last.drop();
    await world.advance(100);
    expect(client.status).toBe('offline');
    world.reachable = true;
    client.wake();
    world.connect();
    expect(client.status).toBe('live');
  });

  it('is offline when nothing ever answered, until something does', async () => {
    world.reachable = false;
    client.start();
    client.networkLost();
    for (let attempt = 0; attempt < 6; attempt++) {
      world.last.drop();
      await world.advance(8_000);
      expect(client.status).toBe('offline');
    }
    world.reachable = true;
    await world.advance(10_000);
    expect(client.status).toBe('connecting');
    world.connect();
    expect(client.status).toBe('live');
  });

  it('opens a new socket when the machine’s network returns', async () => {
    await live();
    client.networkLost();
    expect(client.status).toBe('offline');
    client.wake();
    expect(world.sockets).toHaveLength(2);
    world.connect();
    expect(client.status).toBe('live');
  });
});
