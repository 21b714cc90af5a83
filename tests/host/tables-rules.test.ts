import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { Dynamo, N, rows, S, things } from './dynamo.ts';
import { type Item, table, type Told } from './fixture.ts';

const dynamo = new Dynamo();

describe('a transaction', () => {
  const transact = async (actions: Record<string, unknown>[], token?: string): Promise<Told> =>
    await dynamo.call('TransactWriteItems', {
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
    const [a, b, made] = [await dynamo.put({ n: N(5) }), await dynamo.put({ n: N(5) }), randomUUID()];
    const gone = await dynamo.put();
    expect(
      await transact([take(a, 1), take(b, 2), make(made), { Delete: { TableName: things, Key: { id: S(gone) } } }]),
    ).toHaveProperty('ok');
    expect([
      (await dynamo.get(a))?.n,
      (await dynamo.get(b))?.n,
      await dynamo.get(made),
      await dynamo.get(gone),
    ]).toEqual([N(4), N(3), { id: S(made) }, undefined]);
  });

  test('or nothing, and says of each action why', async () => {
    const [a, b] = [await dynamo.put({ n: N(5) }), await dynamo.put({ n: N(1) })];
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
    expect((await dynamo.get(a))?.n).toEqual(N(5));
  });

  test('sent again with its token has no second effect', async () => {
    const id = await dynamo.put({ n: N(5) });
    const token = randomUUID();
    expect(await transact([take(id, 1)], token)).toHaveProperty('ok');
    expect(await transact([take(id, 1)], token)).toHaveProperty('ok');
    expect((await dynamo.get(id))?.n).toEqual(N(4));
    expect((await transact([take(id, 2)], token)).error?.Code).toBe('IdempotentParameterMismatchException');
  });

  test('may not touch an item twice, nor more than 100', async () => {
    const id = await dynamo.put({ n: N(5) });
    expect((await transact([take(id, 1), take(id, 1)])).error?.Code).toBe('ValidationException');
    expect((await transact(Array.from({ length: 101 }, () => make(randomUUID())))).error?.Code).toBe(
      'ValidationException',
    );
    expect((await dynamo.get(id))?.n).toEqual(N(5));
  });

  test('never takes more than there is, however many try at once', async () => {
    const [a, b] = [await dynamo.put({ n: N(10) }), await dynamo.put({ n: N(100) })];
    const told = await Promise.all(Array.from({ length: 30 }, () => transact([take(a, 1), take(b, 1)])));
    const taken = told.filter((each) => each.ok !== undefined).length;
    expect((await dynamo.get(a))?.n).toEqual(N(10 - taken));
    expect((await dynamo.get(b))?.n).toEqual(N(100 - taken));
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
    expect(codes).toContain((await dynamo.call(operation, args)).error?.Code);
  });
});

describe('permissions', () => {
  const key = { pk: S('a'), sk: N(1) };

  test('allow what app.yaml grants, its indexes included', async () => {
    expect(await dynamo.call('GetItem', { TableName: rows, Key: key }, {}, '/reader')).toHaveProperty('ok');
    const byIndex = {
      TableName: rows,
      IndexName: 'by-colour',
      KeyConditionExpression: 'colour = :c',
      ExpressionAttributeValues: { ':c': S('x') },
    };
    expect(await dynamo.call('Query', byIndex, {}, '/reader')).toHaveProperty('ok');
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
    const told = await dynamo.call(operation, args, {}, '/reader');
    expect(told.error?.Code).toBe('AccessDeniedException');
    expect(told.error?.Message).toContain('dynamodb:');
  });
});

describe('a signature', () => {
  test.each([
    ['with a wrong secret', { aws_secret_access_key: 'wrong' }, 'InvalidSignatureException'],
    ['with a wrong session token', { aws_session_token: 'wrong' }, 'UnrecognizedClientException'],
    ['by a key that is not known', { aws_access_key_id: 'AKIDUNKNOWN' }, 'UnrecognizedClientException'],
  ])('%s is refused', async (_, credentials, code) => {
    const told = await dynamo.fails(code, 'GetItem', { TableName: things, Key: { id: S('a') } }, { credentials });
    expect(told.status).toBeGreaterThanOrEqual(400);
    expect(told.ok).toBeUndefined();
  });
});

describe('time to live', () => {
  test('removes an item some time after its end', async () => {
    const past = Math.floor(Date.now() / 1000) - 10;
    const [gone, stays] = [randomUUID(), randomUUID()];
    await dynamo.ok('PutItem', { TableName: table('fading'), Item: { id: S(gone), expiresAt: N(past) } });
    await dynamo.ok('PutItem', { TableName: table('fading'), Item: { id: S(stays), expiresAt: N(past + 3600) } });

    const read = async (id: string): Promise<Item | undefined> =>
      (await dynamo.ok('GetItem', { TableName: table('fading'), Key: { id: S(id) }, ConsistentRead: true })).Item;
    await eventually(async () => ((await read(gone)) === undefined ? true : undefined), 'the item is removed', 15_000);
    expect(await read(stays)).toBeDefined();
  });
});
