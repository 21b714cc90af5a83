import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Dynamo, N, S, things } from './dynamo.ts';
import { type Item, type Told } from './fixture.ts';

const dynamo = new Dynamo();

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
    const id = await dynamo.put(item);
    expect(await dynamo.get(id)).toEqual({ id: S(id), ...item });
  });

  test('is replaced as a whole, and the old one returned when asked', async () => {
    const id = await dynamo.put({ a: N(1), b: N(2) });
    const { Attributes } = await dynamo.ok('PutItem', {
      TableName: things,
      Item: { id: S(id), c: N(3) },
      ReturnValues: 'ALL_OLD',
    });
    expect(Attributes).toEqual({ id: S(id), a: N(1), b: N(2) });
    expect(await dynamo.get(id)).toEqual({ id: S(id), c: N(3) });
  });

  test('is read in part', async () => {
    const id = await dynamo.put({ a: N(1), map: { M: { x: N(1), y: N(2) } }, list: { L: [N(1), N(2)] } });
    const { Item } = await dynamo.ok('GetItem', {
      TableName: things,
      Key: { id: S(id) },
      ProjectionExpression: '#m.x, #l[1]',
      ExpressionAttributeNames: { '#m': 'map', '#l': 'list' },
    });
    expect(Item).toEqual({ map: { M: { x: N(1) } }, list: { L: [N(2)] } });
  });

  test('that is not there is nothing', async () => {
    expect(await dynamo.get(randomUUID())).toBeUndefined();
  });

  test('is put only where it is not there yet', async () => {
    const id = await dynamo.put();
    await dynamo.fails('ConditionalCheckFailedException', 'PutItem', {
      TableName: things,
      Item: { id: S(id) },
      ConditionExpression: 'attribute_not_exists(id)',
    });
  });

  test('is told as it is when a condition fails on it', async () => {
    const id = await dynamo.put({ stock: N(1) });
    const told = await dynamo.fails('ConditionalCheckFailedException', 'UpdateItem', {
      TableName: things,
      Key: { id: S(id) },
      UpdateExpression: 'SET stock = stock - :q',
      ConditionExpression: 'stock >= :q',
      ExpressionAttributeValues: { ':q': N(2) },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    expect(told.item).toEqual({ id: S(id), stock: N(1) });
    expect(await dynamo.get(id)).toEqual({ id: S(id), stock: N(1) });
  });

  test('is deleted, with a condition or without', async () => {
    const id = await dynamo.put({ a: N(1) });
    await dynamo.fails('ConditionalCheckFailedException', 'DeleteItem', {
      TableName: things,
      Key: { id: S(id) },
      ConditionExpression: 'a = :a',
      ExpressionAttributeValues: { ':a': N(2) },
    });
    await dynamo.ok('DeleteItem', { TableName: things, Key: { id: S(id) } });
    await dynamo.ok('DeleteItem', { TableName: things, Key: { id: S(id) } });
    expect(await dynamo.get(id)).toBeUndefined();
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
    ['contains(numbers, :two)', true],
    ['attribute_exists(nested.deep) AND attribute_not_exists(nested.shallow)', true],
    ['attribute_type(a, :n)', true],
    ['size(word) = :six', true],
    ['word = :one', false],
    ['nowhere = :one', false],
    ['nowhere <> :one', true],
    ['a = numbers[0]', true],
  ])('meets the condition %s: %s', async (condition, met) => {
    const id = await dynamo.put({
      a: N(1),
      word: S('teapot'),
      numbers: { L: [N(1), N(2)] },
      nested: { M: { deep: N(1) } },
    });
    const values: Record<string, unknown> = {
      ':one': N(1),
      ':two': N(2),
      ':six': N(6),
      ':te': S('te'),
      ':ap': S('ap'),
      ':n': S('N'),
    };
    const used = Object.fromEntries(Object.entries(values).filter(([name]) => condition.includes(name)));
    const told = await dynamo.call('UpdateItem', {
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
    await dynamo.call('UpdateItem', {
      TableName: things,
      Key: { id: S(id) },
      UpdateExpression: expression,
      ...(Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: values }),
      ...more,
    });

  test('sets, adds, appends, removes, and says what is new', async () => {
    const id = await dynamo.put({ a: N(1), b: N(2), list: { L: [N(1)] }, map: { M: { x: N(1) } } });
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
    const id = await dynamo.put({ a: N(1), b: N(2) });
    await update(id, 'SET a = b, b = a');
    expect(await dynamo.get(id)).toMatchObject({ a: N(2), b: N(1) });
  });

  test('makes an item that was not there', async () => {
    const id = randomUUID();
    await update(id, 'SET a = :a', { ':a': N(1) });
    expect(await dynamo.get(id)).toEqual({ id: S(id), a: N(1) });
  });

  test('counts exactly, however many count at once', async () => {
    const id = await dynamo.put({ n: N(0) });
    await Promise.all(Array.from({ length: 40 }, () => update(id, 'SET n = n + :one', { ':one': N(1) })));
    expect(await dynamo.get(id)).toMatchObject({ n: N(40) });
  });

  test('returns the old or the new of what it touched', async () => {
    const id = await dynamo.put({ a: N(1), b: N(1) });
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
    ['a path through what is not there', 'SET nowhere.deep = :v', { ':v': N(1) }, {}],
  ])('of %s is refused', async (_, expression, values, more) => {
    const id = await dynamo.put({ word: S('x'), a: N(1) });
    expect((await update(id, expression, values, more)).error?.Code).toBe('ValidationException');
  });
});
