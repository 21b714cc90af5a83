// The tables, seen by AWS's own client: botocore, in a function that holds nothing but it.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { Fixture, type Item, table, type Told } from './fixture.ts';

let app: Fixture;
beforeAll(async () => {
  app = await Fixture.start();
});
afterAll(async () => {
  await app.stop();
});

const things = table('things');
const rows = table('rows');
const dynamo = async (
  operation: string,
  args: Record<string, unknown>,
  more: Record<string, unknown> = {},
): Promise<Told> => await app.dynamo(operation, args, more);

const S = (value: string) => ({ S: value });
const N = (value: number | string) => ({ N: String(value) });

async function ok(operation: string, args: Record<string, unknown>): Promise<NonNullable<Told['ok']>> {
  const told = await dynamo(operation, args);
  if (told.ok === undefined) throw new Error(`${operation}: ${JSON.stringify(told)}`);
  return told.ok;
}

async function fails(
  code: string,
  operation: string,
  args: Record<string, unknown>,
  more: Record<string, unknown> = {},
): Promise<Told> {
  const told = await dynamo(operation, args, more);
  expect(told.error?.Code, JSON.stringify(told)).toBe(code);
  return told;
}

async function put(fields: Item = {}): Promise<string> {
  const id = randomUUID();
  await ok('PutItem', { TableName: things, Item: { id: S(id), ...fields } });
  return id;
}

const get = async (id: string): Promise<Item | undefined> =>
  (await ok('GetItem', { TableName: things, Key: { id: S(id) }, ConsistentRead: true })).Item;

describe('an item', () => {
  test('is kept with every type of attribute', async () => {
    const item: Item = {
      text: S('é 🫖 " \\ \u0001'),
      empty: S(''),
      whole: N(42),
      precise: N('0.12345678901234567890123456789012345678'),
      huge: N('-99999999999999999999999999999999999999'),
      yes: { BOOL: true },
      nothing: { NULL: true },
      list: { L: [N(1), S('two'), { L: [] }] },
      map: { M: { a: { M: { b: N(1) } }, empty: { M: {} } } },
      words: { SS: ['a', 'b'] },
    };
    const id = await put(item);
    expect(await get(id)).toEqual({ id: S(id), ...item });
  });

  test('is replaced as a whole, and the old one returned when asked', async () => {
    const id = await put({ a: N(1), b: N(2) });
    const { Attributes } = await ok('PutItem', {
      TableName: things,
      Item: { id: S(id), c: N(3) },
      ReturnValues: 'ALL_OLD',
    });
    expect(Attributes).toEqual({ id: S(id), a: N(1), b: N(2) });
    expect(await get(id)).toEqual({ id: S(id), c: N(3) });
  });

  test('is read in part', async () => {
    const id = await put({ a: N(1), map: { M: { x: N(1), y: N(2) } }, list: { L: [N(1), N(2)] } });
    const { Item } = await ok('GetItem', {
      TableName: things,
      Key: { id: S(id) },
      ProjectionExpression: '#m.x, #l[1]',
      ExpressionAttributeNames: { '#m': 'map', '#l': 'list' },
    });
    expect(Item).toEqual({ map: { M: { x: N(1) } }, list: { L: [N(2)] } });
  });

  test('that is not there is nothing', async () => {
    expect(await get(randomUUID())).toBeUndefined();
  });

  test('is put only where it is not there yet', async () => {
    const id = await put();
    await fails('ConditionalCheckFailedException', 'PutItem', {
      TableName: things,
      Item: { id: S(id) },
      ConditionExpression: 'attribute_not_exists(id)',
    });
  });

  test('is told as it is when a condition fails on it', async () => {
    const id = await put({ stock: N(1) });
    const told = await fails('ConditionalCheckFailedException', 'UpdateItem', {
      TableName: things,
      Key: { id: S(id) },
      UpdateExpression: 'SET stock = stock - :q',
      ConditionExpression: 'stock >= :q',
      ExpressionAttributeValues: { ':q': N(2) },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    expect(told.item).toEqual({ id: S(id), stock: N(1) });
    expect(await get(id)).toEqual({ id: S(id), stock: N(1) });
  });

  test('is deleted, with a condition or without', async () => {
    const id = await put({ a: N(1) });
    await fails('ConditionalCheckFailedException', 'DeleteItem', {
      TableName: things,
      Key: { id: S(id) },
      ConditionExpression: 'a = :a',
      ExpressionAttributeValues: { ':a': N(2) },
    });
    await ok('DeleteItem', { TableName: things, Key: { id: S(id) } });
    await ok('DeleteItem', { TableName: things, Key: { id: S(id) } });
    expect(await get(id)).toBeUndefined();
  });

  test.each([
    ['a = :one', true],
    ['a <> :one', false],
    ['a < :two AND NOT a < :one', true],
    ['a > :two OR (a <= :one AND a >= :one)', true],
    ['a BETWEEN :one AND :two', true],
    ['a IN (:two, :one)', true],
    ['begins_with(word, :te)', true],
    ['contains(word, :ap)', true],
    ['contains(list, :two)', true],
    ['attribute_exists(nested.deep) AND attribute_not_exists(nested.shallow)', true],
    ['attribute_type(a, :n)', true],
    ['size(word) = :six', true],
    ['word = :one', false],
    ['missing = :one', false],
    ['missing <> :one', true],
    ['a = list[0]', true],
  ])('meets the condition %s: %s', async (condition, met) => {
    const id = await put({ a: N(1), word: S('teapot'), list: { L: [N(1), N(2)] }, nested: { M: { deep: N(1) } } });
    const values: Record<string, unknown> = {
      ':one': N(1),
      ':two': N(2),
      ':six': N(6),
      ':te': S('te'),
      ':ap': S('ap'),
      ':n': S('N'),
    };
    const used = Object.fromEntries(Object.entries(values).filter(([name]) => condition.includes(name)));
    const told = await dynamo('UpdateItem', {
      TableName: things,
      Key: { id: S(id) },
      UpdateExpression: 'SET hit = :hit',
      ConditionExpression: condition,
      ExpressionAttributeValues: { ...used, ':hit': N(1) },
    });
    expect(told.error?.Code).toBe(met ? undefined : 'ConditionalCheckFailedException');
  });
});

describe('an update', () => {
  const update = async (
    id: string,
    expression: string,
    values: Record<string, unknown> = {},
    more: Record<string, unknown> = {},
  ): Promise<Told> =>
    await dynamo('UpdateItem', {
      TableName: things,
      Key: { id: S(id) },
      UpdateExpression: expression,
      ...(Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: values }),
      ...more,
    });

  test('sets, adds, appends, removes, and says what is new', async () => {
    const id = await put({ a: N(1), b: N(2), list: { L: [N(1)] }, map: { M: { x: N(1) } } });
    const told = await update(
      id,
      'SET a = a + :one, c = if_not_exists(c, :seven), #l = list_append(#l, :more), #m.y = :one REMOVE b ADD d :five',
      { ':one': N(1), ':seven': N(7), ':more': { L: [N(2)] }, ':five': N(5) },
      { ReturnValues: 'ALL_NEW', ExpressionAttributeNames: { '#l': 'list', '#m': 'map' } },
    );
    expect(told.ok?.Attributes).toEqual({
      id: S(id),
      a: N(2),
      c: N(7),
      d: N(5),
      list: { L: [N(1), N(2)] },
      map: { M: { x: N(1), y: N(1) } },
    });
  });

  test('reads all it needs before it writes anything', async () => {
    const id = await put({ a: N(1), b: N(2) });
    await update(id, 'SET a = b, b = a');
    expect(await get(id)).toMatchObject({ a: N(2), b: N(1) });
  });

  test('makes an item that was not there', async () => {
    const id = randomUUID();
    await update(id, 'SET a = :a', { ':a': N(1) });
    expect(await get(id)).toEqual({ id: S(id), a: N(1) });
  });

  test('counts exactly, however many count at once', async () => {
    const id = await put({ n: N(0) });
    await Promise.all(Array.from({ length: 40 }, () => update(id, 'SET n = n + :one', { ':one': N(1) })));
    expect(await get(id)).toMatchObject({ n: N(40) });
  });

  test('returns the old or the new of what it touched', async () => {
    const id = await put({ a: N(1), b: N(1) });
    expect((await update(id, 'SET a = :v', { ':v': N(2) }, { ReturnValues: 'UPDATED_NEW' })).ok?.Attributes).toEqual({
      a: N(2),
    });
    expect((await update(id, 'SET a = :v', { ':v': N(3) }, { ReturnValues: 'UPDATED_OLD' })).ok?.Attributes).toEqual({
      a: N(2),
    });
    expect((await update(id, 'SET a = :v', { ':v': N(4) }, { ReturnValues: 'ALL_OLD' })).ok?.Attributes).toEqual({
      id: S(id),
      a: N(3),
      b: N(1),
    });
  });

  test.each([
    ['a reserved word without a placeholder', 'SET name = :v', { ':v': N(1) }, {}],
    ['a value that is not given', 'SET a = :v', {}, {}],
    ['a value that is not used', 'SET a = :v', { ':v': N(1), ':w': N(2) }, {}],
    ['a name that is not used', 'SET a = :v', { ':v': N(1) }, { ExpressionAttributeNames: { '#n': 'name' } }],
    ['paths that overlap', 'SET a = :v, a.b = :v', { ':v': N(1) }, {}],
    ['a change of the key', 'SET id = :v', { ':v': S('x') }, {}],
    ['no grammar', 'MAKE a = :v', { ':v': N(1) }, {}],
    ['a sum of texts', 'SET word = word + :v', { ':v': N(1) }, {}],
    ['a path through what is not there', 'SET missing.deep = :v', { ':v': N(1) }, {}],
  ])('of %s is refused', async (_, expression, values, more) => {
    const id = await put({ word: S('x'), a: N(1) });
    expect((await update(id, expression, values, more)).error?.Code).toBe('ValidationException');
  });
});

describe('queries and scans', () => {
  const pk = randomUUID();
  const shape = randomUUID();

  beforeAll(async () => {
    for (let sk = 1; sk <= 10; ++sk) {
      await ok('PutItem', {
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

  const query = async (args: Record<string, unknown>): Promise<NonNullable<Told['ok']>> =>
    await ok('Query', { TableName: rows, ...args });
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
      const page: NonNullable<Told['ok']> = await query({
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
    await fails('ValidationException', 'Query', {
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
        const page: NonNullable<Told['ok']> = await ok('Scan', {
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
      await ok('PutItem', { TableName: rows, Item: { pk: S(large), sk: N(sk), text: S('x'.repeat(300_000)) } });
    const page = await query({ KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': S(large) } });
    expect(page.Count).toBe(4);
    expect(page.LastEvaluatedKey).toBeDefined();
  });
});

describe('many at once', () => {
  test('are read in one batch', async () => {
    const ids = await Promise.all([1, 2, 3].map((n) => put({ n: N(n) })));
    const { Responses, UnprocessedKeys } = (await ok('BatchGetItem', {
      RequestItems: { [things]: { Keys: [...ids, randomUUID()].map((id) => ({ id: S(id) })), ConsistentRead: true } },
    })) as unknown as { Responses: Record<string, Item[]>; UnprocessedKeys: object };
    expect(Responses[things]?.map((item) => item.id?.S).sort()).toEqual([...ids].sort());
    expect(UnprocessedKeys).toEqual({});
  });

  test('may not be the same one twice', async () => {
    const Keys = [{ id: S('a') }, { id: S('a') }];
    await fails('ValidationException', 'BatchGetItem', { RequestItems: { [things]: { Keys } } });
  });
});

describe('a transaction', () => {
  const transact = async (actions: Record<string, unknown>[], token?: string): Promise<Told> =>
    await dynamo('TransactWriteItems', {
      TransactItems: actions,
      ...(token === undefined ? {} : { ClientRequestToken: token }),
    });

  const take = (id: string, quantity: number): Record<string, unknown> => ({
    Update: {
      TableName: things,
      Key: { id: S(id) },
      UpdateExpression: 'SET n = n - :q',
      ConditionExpression: 'n >= :q',
      ExpressionAttributeValues: { ':q': N(quantity) },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  });
  const make = (id: string): Record<string, unknown> => ({
    Put: { TableName: things, Item: { id: S(id) }, ConditionExpression: 'attribute_not_exists(id)' },
  });

  test('does all of it', async () => {
    const [a, b, made] = [await put({ n: N(5) }), await put({ n: N(5) }), randomUUID()];
    const gone = await put();
    expect(
      await transact([take(a, 1), take(b, 2), make(made), { Delete: { TableName: things, Key: { id: S(gone) } } }]),
    ).toHaveProperty('ok');
    expect([(await get(a))?.n, (await get(b))?.n, await get(made), await get(gone)]).toEqual([
      N(4),
      N(3),
      { id: S(made) },
      undefined,
    ]);
  });

  test('or nothing, and says of each action why', async () => {
    const [a, b] = [await put({ n: N(5) }), await put({ n: N(1) })];
    const told = await transact([
      take(a, 1),
      take(b, 2),
      {
        ConditionCheck: {
          TableName: things,
          Key: { id: S(randomUUID()) },
          ConditionExpression: 'attribute_exists(id)',
        },
      },
    ]);

    expect(told.error?.Code).toBe('TransactionCanceledException');
    expect(told.error?.Message).toContain('[None, ConditionalCheckFailed, ConditionalCheckFailed]');
    expect(told.reasons?.map((reason) => reason.Code)).toEqual([
      'None',
      'ConditionalCheckFailed',
      'ConditionalCheckFailed',
    ]);
    expect(told.reasons?.[1]?.Item).toEqual({ id: S(b), n: N(1) });
    expect((await get(a))?.n).toEqual(N(5));
  });

  test('sent again with its token has no second effect', async () => {
    const id = await put({ n: N(5) });
    const token = randomUUID();
    expect(await transact([take(id, 1)], token)).toHaveProperty('ok');
    expect(await transact([take(id, 1)], token)).toHaveProperty('ok');
    expect((await get(id))?.n).toEqual(N(4));
    expect((await transact([take(id, 2)], token)).error?.Code).toBe('IdempotentParameterMismatchException');
  });

  test('may not touch an item twice, nor more than 100', async () => {
    const id = await put({ n: N(5) });
    expect((await transact([take(id, 1), take(id, 1)])).error?.Code).toBe('ValidationException');
    expect((await transact(Array.from({ length: 101 }, () => make(randomUUID())))).error?.Code).toBe(
      'ValidationException',
    );
    expect((await get(id))?.n).toEqual(N(5));
  });

  test('never takes more than there is, however many try at once', async () => {
    const [a, b] = [await put({ n: N(10) }), await put({ n: N(100) })];
    const told = await Promise.all(Array.from({ length: 30 }, () => transact([take(a, 1), take(b, 1)])));
    const taken = told.filter((each) => each.ok !== undefined).length;
    expect((await get(a))?.n).toEqual(N(10 - taken));
    expect((await get(b))?.n).toEqual(N(100 - taken));
    expect(taken).toBeLessThanOrEqual(10);
    for (const each of told.filter((one) => one.ok === undefined)) {
      expect(
        each.reasons?.some((reason) => ['ConditionalCheckFailed', 'TransactionConflict'].includes(reason.Code)),
      ).toBe(true);
    }
  });
});

describe('what cannot be', () => {
  test.each([
    [
      'a table that is not there',
      'GetItem',
      { TableName: table('nowhere'), Key: { id: S('a') } },
      ['ResourceNotFoundException', 'AccessDeniedException'],
    ],
    ['an item without its key', 'PutItem', { TableName: things, Item: { a: N(1) } }, ['ValidationException']],
    ['a key of the wrong type', 'PutItem', { TableName: things, Item: { id: N(1) } }, ['ValidationException']],
    ['an empty key', 'PutItem', { TableName: things, Item: { id: S('') } }, ['ValidationException']],
    ['a key that has more', 'GetItem', { TableName: things, Key: { id: S('a'), b: S('b') } }, ['ValidationException']],
    [
      'an item over 400 KB',
      'PutItem',
      { TableName: things, Item: { id: S('a'), text: S('x'.repeat(400 * 1024)) } },
      ['ValidationException'],
    ],
    [
      'a number that is none',
      'PutItem',
      { TableName: things, Item: { id: S('a'), n: N('ten') } },
      ['ValidationException'],
    ],
    [
      'a number of 39 digits',
      'PutItem',
      { TableName: things, Item: { id: S('a'), n: N('1'.repeat(39)) } },
      ['ValidationException'],
    ],
    [
      'a query without a partition',
      'Query',
      { TableName: rows, KeyConditionExpression: 'sk = :a', ExpressionAttributeValues: { ':a': N(1) } },
      ['ValidationException'],
    ],
    [
      'an index that is not there',
      'Query',
      {
        TableName: rows,
        IndexName: 'none',
        KeyConditionExpression: 'pk = :a',
        ExpressionAttributeValues: { ':a': S('x') },
      },
      ['ValidationException'],
    ],
  ])('is refused: %s', async (_, operation, args, codes) => {
    expect(codes).toContain((await dynamo(operation, args)).error?.Code);
  });
});

describe('permissions', () => {
  const key = { pk: S('a'), sk: N(1) };

  test('allow what app.yaml grants, its indexes included', async () => {
    expect(await app.dynamo('GetItem', { TableName: rows, Key: key }, {}, '/reader')).toHaveProperty('ok');
    const byIndex = {
      TableName: rows,
      IndexName: 'by-colour',
      KeyConditionExpression: 'colour = :c',
      ExpressionAttributeValues: { ':c': S('x') },
    };
    expect(await app.dynamo('Query', byIndex, {}, '/reader')).toHaveProperty('ok');
  });

  test.each([
    ['PutItem', { TableName: rows, Item: key }],
    [
      'UpdateItem',
      { TableName: rows, Key: key, UpdateExpression: 'SET a = :a', ExpressionAttributeValues: { ':a': N(1) } },
    ],
    ['DeleteItem', { TableName: rows, Key: key }],
    ['Scan', { TableName: rows }],
    ['BatchGetItem', { RequestItems: { [rows]: { Keys: [key] } } }],
    ['GetItem', { TableName: things, Key: { id: S('a') } }],
    ['TransactWriteItems', { TransactItems: [{ Put: { TableName: rows, Item: key } }] }],
    [
      'TransactWriteItems',
      {
        TransactItems: [
          { ConditionCheck: { TableName: rows, Key: key, ConditionExpression: 'attribute_not_exists(pk)' } },
        ],
      },
    ],
  ])('refuse what it does not: %s', async (operation, args) => {
    const told = await app.dynamo(operation, args, {}, '/reader');
    expect(told.error?.Code).toBe('AccessDeniedException');
    expect(told.error?.Message).toContain('dynamodb:');
  });
});

describe('a signature', () => {
  test.each([
    ['with a wrong secret', { aws_secret_access_key: 'wrong' }, 'InvalidSignatureException'],
    ['with a wrong session token', { aws_session_token: 'wrong' }, 'UnrecognizedClientException'],
    ['by a key that is not known', { aws_access_key_id: 'AKIDUNKNOWN' }, 'UnrecognizedClientException'],
    ['for another region', { region_name: 'mars-north-1' }, 'InvalidSignatureException'],
  ])('%s is refused', async (_, credentials, code) => {
    const told = await fails(code, 'GetItem', { TableName: things, Key: { id: S('a') } }, { credentials });
    expect(told.status).toBeGreaterThanOrEqual(400);
    expect(told.ok).toBeUndefined();
  });
});

describe('time to live', () => {
  test('removes an item some time after its end', async () => {
    const past = Math.floor(Date.now() / 1000) - 10;
    const [gone, stays] = [randomUUID(), randomUUID()];
    await ok('PutItem', { TableName: table('fading'), Item: { id: S(gone), expiresAt: N(past) } });
    await ok('PutItem', { TableName: table('fading'), Item: { id: S(stays), expiresAt: N(past + 3600) } });

    const read = async (id: string): Promise<Item | undefined> =>
      (await ok('GetItem', { TableName: table('fading'), Key: { id: S(id) }, ConsistentRead: true })).Item;
    await eventually(async () => ((await read(gone)) === undefined ? true : undefined), 'the item is removed', 15_000);
    expect(await read(stays)).toBeDefined();
  });
});
