import { describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type ChangeList, must, pointers, problem, seqOf, shop } from '../support/shop.ts';

const api = shop();

const changesSince = async (since: string): Promise<ChangeList> =>
  must(200, await api.call('GET', `/changes?since=${encodeURIComponent(since)}`));

const position = async (): Promise<string> => (await api.list('limit=1')).feed;

/** All changes of a product after a position, as soon as there is one that fits. */
async function changeOf(
  id: string,
  since: string,
  fits: (change: ChangeList['changes'][number]) => boolean,
): Promise<ChangeList['changes'][number]> {
  return await eventually(
    async () => (await changesSince(since)).changes.find((change) => change.id === id && fits(change)),
    `a change of ${id}`,
  );
}

describe('changes since a position', () => {
  test('bring the card of a product whose stock moved', async () => {
    const since = await position();
    const { id } = await api.create({ available: 3 });
    must(200, await api.adjust(id, { delta: 4 }));
    const { rev } = await api.product(id);

    expect(await changeOf(id, since, (change) => 'available' in change && change.available === 7)).toMatchObject({
      kind: 'product',
      id,
      rev,
    });
  });

  test('say that an archived product is gone', async () => {
    const since = await position();
    const { id } = await api.create();
    must(204, await api.own('DELETE', `/products/${id}`));

    expect(await changeOf(id, since, (change) => 'gone' in change)).toMatchObject({ kind: 'product', id, gone: true });
  });

  test('cover an unbroken stretch, and lead step by step to the head', async () => {
    const since = await position();
    const { id } = await api.create();
    await changeOf(id, since, () => true);

    let at = since;
    let more = true;
    while (more) {
      const answer = await changesSince(at);
      expect(answer.from).toBe(at);
      expect(seqOf(answer.to)).toBeGreaterThanOrEqual(seqOf(at));
      ({ more } = answer);
      at = answer.to;
    }
    expect(seqOf(at)).toBeGreaterThan(seqOf(since));
  });

  test('are none at the head itself', async () => {
    await position();
    const found = await eventually(async () => {
      const { to } = await changesSince((await api.list('limit=1')).feed);
      const again = await changesSince(to);
      return again.changes.length === 0 ? { to, again } : undefined;
    }, 'a moment without changes');

    expect(found.again).toEqual({ from: found.to, to: found.to, changes: [], more: false });
  });

  test('and a list at its position together show the present', async () => {
    const { id } = await api.create({ available: 1 });
    const list = await eventually(async () => {
      const answer = await api.list('limit=100&sort=newest');
      return answer.items.some((item) => item.id === id) ? answer : undefined;
    }, 'the new product is listed');
    must(200, await api.adjust(id, { delta: 5 }));

    expect(await changeOf(id, list.feed, (change) => 'available' in change && change.available === 6)).toBeDefined();
  });

  test('are gone for a position of another epoch', async () => {
    problem(410, 'feed-gone', await api.call('GET', '/changes?since=another:1'));
  });

  test('are gone for a position beyond the head', async () => {
    const feed = await position();
    problem(410, 'feed-gone', await api.call('GET', `/changes?since=${feed.split(':')[0] ?? ''}:999999999`));
  });

  test.each([
    '',
    '?since=',
    '?since=5',
    '?since=a:b',
    '?since=a:-1',
    '?since=a:01',
    '?since=:1',
    '?since=a:1234567890123456',
    '?since=a:1:2',
    '?since=%00:1',
  ])('are refused for /changes%s', async (query) => {
    expect(pointers(problem(400, 'invalid-parameter', await api.call('GET', `/changes${query}`)))).toEqual(['/since']);
  });

  test('are never kept by a cache', async () => {
    const answer = await api.call('GET', `/changes?since=${await position()}`);
    expect(answer.headers['cache-control']).toBe('no-store');
  });
});
