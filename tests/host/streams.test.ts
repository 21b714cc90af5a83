// Stream event sources with Lambda's rules: order within a key, batches, retries, bisection, partial failures, filters.
// https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { temporaryFolder } from '../support/host.ts';
import { Fixture, type Item, table } from './fixture.ts';

interface Record_ {
  eventID: string;
  eventName: string;
  eventVersion: string;
  eventSource: string;
  awsRegion: string;
  eventSourceARN: string;
  dynamodb: {
    ApproximateCreationDateTime: number;
    Keys: Item;
    NewImage?: Item;
    OldImage?: Item;
    SequenceNumber: string;
    SizeBytes: number;
    StreamViewType: string;
  };
}

let app: Fixture;
beforeAll(async () => {
  app = await Fixture.start();
});
afterAll(async () => {
  await app.stop();
});

const idOf = (record: Record_): string => String(record.dynamodb.Keys.id?.S);

/** The batches that a consumer was given, in order. */
async function batches(stream: string, of = app): Promise<Record_[][]> {
  const events: Record_[][] = [];
  let start: Item | undefined;
  do {
    const { ok } = await of.dynamo('Query', {
      TableName: table('log'),
      KeyConditionExpression: '#s = :s',
      ExpressionAttributeNames: { '#s': 'stream' },
      ExpressionAttributeValues: { ':s': { S: stream } },
      ConsistentRead: true,
      ...(start === undefined ? {} : { ExclusiveStartKey: start }),
    });
    events.push(
      ...(ok?.Items ?? []).map((item) => (JSON.parse(String(item.event?.S)) as { Records: Record_[] }).Records),
    );
    start = ok?.LastEvaluatedKey;
  } while (start !== undefined);
  return events;
}

const recordsOf = async (stream: string, fits: (record: Record_) => boolean): Promise<Record_[]> =>
  (await batches(stream)).flat().filter(fits);

async function put(name: string, id: string, fields: Item = {}, of = app): Promise<void> {
  const told = await of.dynamo('PutItem', { TableName: table(name), Item: { id: { S: id }, ...fields } });
  expect(told).toHaveProperty('ok');
}

const seen = async (stream: string, id: string, times = 1, within = 60_000): Promise<Record_[]> =>
  await eventually(
    async () => {
      const found = await recordsOf(stream, (record) => idOf(record) === id);
      return found.length >= times ? found : undefined;
    },
    `${id} on the stream`,
    within,
  );

describe('a record', () => {
  test('has what AWS documents, for each kind of change', async () => {
    const id = randomUUID();
    await put('jobs', id, { n: { N: '1' } });
    await put('jobs', id, { n: { N: '2' } });
    await app.dynamo('DeleteItem', { TableName: table('jobs'), Key: { id: { S: id } } });
    const [inserted, modified, removed] = await seen('jobs', id, 3);

    expect(inserted).toMatchObject({ eventName: 'INSERT', eventSource: 'aws:dynamodb', eventVersion: '1.1' });
    expect(Object.keys(inserted ?? {}).sort()).toEqual([
      'awsRegion',
      'dynamodb',
      'eventID',
      'eventName',
      'eventSource',
      'eventSourceARN',
      'eventVersion',
    ]);
    expect(inserted?.eventSourceARN).toMatch(/^arn:aws:dynamodb:[a-z0-9-]+:\d{12}:table\/fixture-local-jobs\/stream\//);
    expect(inserted?.dynamodb).toMatchObject({
      Keys: { id: { S: id } },
      NewImage: { id: { S: id }, n: { N: '1' } },
      StreamViewType: 'NEW_AND_OLD_IMAGES',
      SequenceNumber: expect.stringMatching(/^[1-9]\d{20,39}$/) as string,
      SizeBytes: expect.any(Number) as number,
    });
    expect(Math.abs((inserted?.dynamodb.ApproximateCreationDateTime ?? 0) - Date.now() / 1000)).toBeLessThan(60);
    expect(inserted?.dynamodb).not.toHaveProperty('OldImage');
    expect(modified).toMatchObject({
      eventName: 'MODIFY',
      dynamodb: { OldImage: { n: { N: '1' } }, NewImage: { n: { N: '2' } } },
    });
    expect(removed).toMatchObject({ eventName: 'REMOVE', dynamodb: { OldImage: { n: { N: '2' } } } });
    expect(removed?.dynamodb).not.toHaveProperty('NewImage');
  });

  test('comes for every change, in the order of its key, in batches as large as agreed at most', async () => {
    const ids = Array.from({ length: 8 }, () => randomUUID());
    for (let n = 1; n <= 6; ++n) await Promise.all(ids.map((id) => put('jobs', id, { n: { N: String(n) } })));

    for (const id of ids) {
      const found = await seen('jobs', id, 6);
      expect(found.map((record) => record.dynamodb.NewImage?.n?.N)).toEqual(['1', '2', '3', '4', '5', '6']);
    }
    const numbers = new Map<string, string>(); // by event: a batch may come again
    for (const id of ids) {
      const found = (await seen('jobs', id, 6)).map(
        (record) => [record.eventID, record.dynamodb.SequenceNumber] as const,
      );
      const rising = [...new Map(found).values()];
      expect(rising).toEqual(rising.toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)));
      for (const [event, number] of found) numbers.set(event, number);
    }
    expect(new Set(numbers.values()).size).toBe(numbers.size);
    const all = await batches('jobs');
    expect(Math.max(...all.map((batch) => batch.length))).toBeLessThanOrEqual(5);
  });

  test('does not come of a write that changed nothing or was refused', async () => {
    const id = randomUUID();
    await put('jobs', id, { n: { N: '1' } });
    await put('jobs', id, { n: { N: '1' } });
    const refused = await app.dynamo('PutItem', {
      TableName: table('jobs'),
      Item: { id: { S: id }, n: { N: '9' } },
      ConditionExpression: 'attribute_not_exists(id)',
    });
    expect(refused.error?.Code).toBe('ConditionalCheckFailedException');
    await put('jobs', id, { n: { N: '2' } });

    const found = await seen('jobs', id, 2);
    expect(found.map((record) => record.dynamodb.NewImage?.n?.N)).toEqual(['1', '2']);
  });

  test('that passes no filter does not come', async () => {
    const [wanted, other] = [randomUUID(), randomUUID()];
    await put('chosen', other, { kind: { S: 'other' } });
    await put('chosen', wanted, { kind: { S: 'wanted' } });
    await put('chosen', wanted, { kind: { S: 'wanted' }, again: { BOOL: true } });

    const [record] = await seen('chosen', wanted);
    expect(record).toMatchObject({ eventName: 'INSERT', dynamodb: { StreamViewType: 'NEW_IMAGE' } });
    expect(await recordsOf('chosen', ({ eventName }) => eventName !== 'INSERT')).toEqual([]);
    expect(await recordsOf('chosen', (candidate) => idOf(candidate) === other)).toEqual([]);
  });
});

describe('a batch that fails', () => {
  test('is cut in two until the bad record stands alone, is tried as often as agreed, and holds up no other', async () => {
    const poison = randomUUID();
    const before = Array.from({ length: 12 }, () => randomUUID());
    const after = Array.from({ length: 12 }, () => randomUUID());
    await Promise.all(before.map((id) => put('jobs', id)));
    await put('jobs', poison, { mood: { S: 'poison' } });
    await Promise.all(after.map((id) => put('jobs', id)));

    const withPoison = async () =>
      (await batches('jobs')).filter((batch) => batch.some((record) => idOf(record) === poison));
    await eventually(
      async () => ((await withPoison()).at(-1)?.length === 1 ? true : undefined),
      'the bad record alone',
      60_000,
    );
    for (const id of [...before, ...after]) expect(await seen('jobs', id, 1, 60_000)).not.toEqual([]);
    const tried = await withPoison();
    expect(tried.at(-1)?.map(idOf)).toEqual([poison]);
    expect(tried.length).toBeLessThanOrEqual(3 * 5);
  }, 130_000);

  test('in part is taken up again at the record that failed, and not before', async () => {
    const ids = Array.from({ length: 5 }, (_, at) => `${randomUUID()}-${at}`);
    const transaction = ids.map((id, at) => ({
      Put: { TableName: table('jobs'), Item: { id: { S: id }, ...(at === 3 ? { mood: { S: 'once' } } : {}) } },
    }));
    expect(await app.dynamo('TransactWriteItems', { TransactItems: transaction })).toHaveProperty('ok');

    const [, , , failed] = ids;
    const found = await seen('jobs', failed ?? '', 2);
    expect(found[0]?.dynamodb.SequenceNumber).toBe(found[1]?.dynamodb.SequenceNumber);
    const retried = (await batches('jobs')).filter((batch) => batch.some((record) => idOf(record) === failed))[1];
    expect(retried?.map(idOf)[0]).toBe(failed);
  });

  test('because its function dies is tried again by a new process', async () => {
    const [dying, next] = [randomUUID(), randomUUID()];
    await put('jobs', dying, { mood: { S: 'die' } });
    await put('jobs', next);
    expect((await seen('jobs', dying, 2, 60_000)).length).toBeGreaterThanOrEqual(2);
    expect(await seen('jobs', next, 1, 60_000)).not.toEqual([]);
  }, 130_000);
});

describe('after a restart', () => {
  test('a stream goes on where it was', async () => {
    const data = await temporaryFolder();
    onTestFinished(() => rm(data, { recursive: true, force: true }));
    const [first, second] = [randomUUID(), randomUUID()];
    const seenBy = async (of: Fixture, id: string): Promise<Record_[]> =>
      await eventually(
        async () => {
          const found = (await batches('jobs', of)).flat().filter((record) => idOf(record) === id);
          return found.length > 0 ? found : undefined;
        },
        `${id} on the stream`,
        60_000,
      );

    const one = await Fixture.start(() => undefined, { data });
    await put('jobs', first, {}, one);
    await seenBy(one, first);
    await one.stop();

    const two = await Fixture.start(() => undefined, { data });
    onTestFinished(() => two.stop());
    await put('jobs', second, {}, two);
    await seenBy(two, second);
    expect(await seenBy(two, first)).toHaveLength(1);
  }, 130_000);
});
