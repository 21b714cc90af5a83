// Whoever opens a page in a shop in which nothing has changed yet must learn of the first change: the feed has its epoch by then.
import { afterEach, describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type Host, startHost, temporaryFolder } from '../support/host.ts';
import { type ChangeList, must, remote, seqOf, Shop } from '../support/shop.ts';

const epochOf = (position: string): string => position.split(':')[0] ?? '';

describe.skipIf(remote)('the epoch of a feed in which nothing has changed yet', () => {
  const hosts: Host[] = [];
  const start = async (data?: string, args: string[] = []): Promise<Shop> => {
    const host = await startHost({ args, ...(data === undefined ? {} : { data }) });
    hosts.push(host);
    return new Shop(host.url);
  };
  const stop = async (): Promise<void> => {
    for (const host of hosts.splice(0)) await host.stop();
  };
  afterEach(stop);

  test.each([
    ['of a seeded shop', []],
    ['of a shop without a seed', ['--no-seed']],
  ])('%s is in every answer, and the first change leaves it as it is', async (_, args) => {
    const api = await start(undefined, args);
    const live = await api.live();
    const [{ head }, { feed }] = await Promise.all([live.hello(['catalogue']), api.list('limit=1')]);
    expect(feed).toBe(head);
    expect(seqOf(head)).toBe(0);
    expect(epochOf(head)).not.toBe('0');
    expect((await live.ping()).head).toBe(head);
    expect(must<ChangeList>(200, await api.call('GET', `/changes?since=${head}`)).to).toBe(head);

    const { id } = await api.create();
    const pushed = await live.next('changes');
    expect(pushed).toMatchObject({ from: head, to: `${epochOf(head)}:1`, changes: [{ id }] });
    expect((await api.list('limit=1', pushed.to)).feed).toBe(pushed.to);
    await live.close();
  });

  test('is the same to all who ask at once', async () => {
    const api = await start();
    const sockets = await Promise.all(Array.from({ length: 8 }, async () => await api.live()));
    const told = await Promise.all([
      ...sockets.map(async (live) => (await live.hello(['catalogue'])).head),
      ...Array.from({ length: 8 }, async () => (await api.list('limit=1')).feed),
    ]);
    expect(new Set(told).size).toBe(1);
    await Promise.all(sockets.map(async (live) => await live.close()));
  });

  test('outlives the host', async () => {
    const data = await temporaryFolder();
    const before = (await (await start(data)).list('limit=1')).feed;
    await stop();
    const api = await start(data);
    expect((await api.list('limit=1')).feed).toBe(before);
    await api.create();
    await eventually(async () => (seqOf((await api.list('limit=1')).feed) > 0 ? true : undefined), 'a change');
    expect(epochOf((await api.list('limit=1')).feed)).toBe(epochOf(before));
  });
});
