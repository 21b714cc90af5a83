import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { Dynamo, N, type Ok, rows, S, things } from './dynamo.ts';
import { type Item } from './fixture.ts';

const dynamo = new Dynamo();

describe('queries and scans', () => {
  const pk = randomUUID();
  const shape = randomUUID();

  beforeAll(async () => {
    for (let sk = 1; sk <= 10; ++sk) {
      await dynamo.ok('PutItem', {
        TableName: rows,
        Item: {
          pk: S(pk),
          sk: N(sk),
          colour: S(`${pk}-${sk % 2 === 0 ? 'red' : 'blue'}`),
          size: N(100 - sk),
          ...(sk < 4 ? { shape: S(shape) } : {}),
          word: S('x'.repeat(sk)),
        },
      });
    }
  });

  const query = async (args: Record<string, unknown>): Promise<Ok> =>
    await dynamo.ok('Query', { TableName: rows, ...args });
  const keysOf = (items: readonly Item[] | undefined): number[] => (items ?? []).map((item) => Number(item.sk?.N));

  test.each([
    ['pk = :pk', {}, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
    ['pk = :pk AND sk = :a', { ':a': N(3) }, [3]],
    ['pk = :pk AND sk > :a', { ':a': N(8) }, [9, 10]],
    ['pk = :pk AND sk >= :a', { ':a': N(8) }, [8, 9, 10]],
    ['pk = :pk AND sk < :a', { ':a': N(3) }, [1, 2]],
    ['sk BETWEEN :a AND :b AND pk = :pk', { ':a': N(2), ':b': N(10) }, [2, 3, 4, 5, 6, 7, 8, 9, 10]],
  ])('of %s give the rows in order', async (condition, values, expected) => {
    const { Items } = await query({
      KeyConditionExpression: condition,
      ExpressionAttributeValues: { ':pk': S(pk), ...values },
    });
    expect(keysOf(Items)).toEqual(expected);
  });

  test('go backwards, and page by page', async () => {
    const seen: number[] = [];
    let start: Item | undefined;
    do {
      const page: Ok = await query({
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': S(pk) },
        ScanIndexForward: false,
        Limit: 3,
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
      });
      expect(page.Items?.length).toBeLessThanOrEqual(3);
      seen.push(...keysOf(page.Items));
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
    expect(seen).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  });

  test('filter after the limit, and count both', async () => {
    const page = await query({
      KeyConditionExpression: 'pk = :pk',
      FilterExpression: 'colour = :red',
      ExpressionAttributeValues: { ':pk': S(pk), ':red': S(`${pk}-red`) },
      Limit: 4,
    });
    expect(page).toMatchObject({ Count: 2, ScannedCount: 4 });
    expect(keysOf(page.Items)).toEqual([2, 4]);
  });

  test('of an index give its order and its projection', async () => {
    const red = await query({
      IndexName: 'by-colour',
      KeyConditionExpression: 'colour = :c',
      ExpressionAttributeValues: { ':c': S(`${pk}-red`) },
    });
    expect(keysOf(red.Items)).toEqual([10, 8, 6, 4, 2]);
    expect(red.Items?.[0]).toHaveProperty('word');

    const sparse = await query({
      IndexName: 'keys-by-shape',
      KeyConditionExpression: 'shape = :s',
      ExpressionAttributeValues: { ':s': S(shape) },
    });
    expect(keysOf(sparse.Items).sort()).toEqual([1, 2, 3]);
    expect(Object.keys(sparse.Items?.[0] ?? {}).sort()).toEqual(['pk', 'shape', 'sk']);
  });

  test('of an index may not be consistent', async () => {
    await dynamo.fails('ValidationException', 'Query', {
      TableName: rows,
      IndexName: 'by-colour',
      KeyConditionExpression: 'colour = :c',
      ExpressionAttributeValues: { ':c': S('x') },
      ConsistentRead: true,
    });
  });

  test('scan segments that together are the table, each row once', async () => {
    const all: string[] = [];
    for (let segment = 0; segment < 4; ++segment) {
      let start: Item | undefined;
      do {
        const page: Ok = await dynamo.ok('Scan', {
          TableName: rows,
          Segment: segment,
          TotalSegments: 4,
          Limit: 3,
          ...(start === undefined ? {} : { ExclusiveStartKey: start }),
        });
        all.push(...(page.Items ?? []).map((item) => `${String(item.pk?.S)} ${String(item.sk?.N)}`));
        start = page.LastEvaluatedKey;
      } while (start !== undefined);
    }
    expect(new Set(all).size).toBe(all.length);
    expect(all.filter((key) => key.startsWith(pk))).toHaveLength(10);
  });

  test('end a page at 1 MB', async () => {
    const large = randomUUID();
    for (let sk = 0; sk < 5; ++sk)
      await dynamo.ok('PutItem', { TableName: rows, Item: { pk: S(large), sk: N(sk), text: S('x'.repeat(300_000)) } });
    const page = await query({ KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': S(large) } });
    expect(page.Count).toBe(4);
    expect(page.LastEvaluatedKey).toBeDefined();
  });
});

describe('many at once', () => {
  test('are read in one batch', async () => {
    const ids = await Promise.all([1, 2, 3].map((n) => dynamo.put({ n: N(n) })));
    const { Responses, UnprocessedKeys } = (await dynamo.ok('BatchGetItem', {
      RequestItems: { [things]: { Keys: [...ids, randomUUID()].map((id) => ({ id: S(id) })), ConsistentRead: true } },
    })) as unknown as { Responses: Record<string, Item[]>; UnprocessedKeys: object };
    expect(Responses[things]?.map((item) => item.id?.S).sort()).toEqual([...ids].sort());
    expect(UnprocessedKeys).toEqual({});
  });

  test('may not be the same one twice', async () => {
    const Keys = [{ id: S('a') }, { id: S('a') }];
    await dynamo.fails('ValidationException', 'BatchGetItem', { RequestItems: { [things]: { Keys } } });
  });
});
