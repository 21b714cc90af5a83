// `vitrine serve --faults FILE`: what goes wrong goes wrong as in AWS, and only where the file says so.
import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { stringify } from 'yaml';
import { eventually } from '../support/eventually.ts';
import { runVitrine, temporaryFolder } from '../support/host.ts';
import { writeApp } from '../support/app.ts';
import { fixture, Fixture, table } from './fixture.ts';

let folder: string;
let file: string;
let app: Fixture;
let rewritten = 0;

/** The running host goes by these rules from here on. */
async function faults(rules: object): Promise<void> {
  await writeFile(file, stringify(rules));
  process.kill(app.host.pid, 'SIGHUP');
  rewritten += 1;
  await eventually(
    async () => ((await app.host.log()).split('as {File} now says').length > rewritten ? true : undefined),
    'the file is read again',
  );
}

beforeAll(async () => {
  folder = await temporaryFolder();
  file = join(folder, 'faults.yaml');
  await writeFile(file, 'seed: 5\n');
  app = await Fixture.start(() => undefined, { args: ['--faults', file] });
});
afterAll(async () => {
  await app.stop();
  await rm(folder, { recursive: true, force: true });
});

const S = (text: string): { S: string } => ({ S: text });
const put = (name: string, id: string): [string, object] => [
  'PutItem',
  { TableName: table(name), Item: { id: S(id), n: { N: '1' } } },
];
const get = (name: string, id: string): [string, object] => [
  'GetItem',
  { TableName: table(name), Key: { id: S(id) }, ConsistentRead: true },
];
const transaction = (...ids: string[]): [string, object] => [
  'TransactWriteItems',
  { TransactItems: ids.map((id) => ({ Put: put('things', id)[1] })) },
];

describe('tables', () => {
  test('cancel a transaction for a conflict of one of its items, and write nothing', async () => {
    const ids = [randomUUID(), randomUUID(), randomUUID()];
    await faults({ tables: [{ fault: 'conflict', tables: ['things'] }] });
    const told = await app.dynamo(...transaction(...ids));
    expect(told.error?.Code).toBe('TransactionCanceledException');
    expect(told.reasons?.map((reason) => reason.Code).sort()).toEqual(['None', 'None', 'TransactionConflict']);
    for (const id of ids) expect((await app.dynamo(...get('things', id))).ok?.Item).toBeUndefined();
  });

  test('are throttled', async () => {
    await faults({ tables: [{ fault: 'throttle', operations: ['GetItem'] }] });
    const { error, status } = await app.dynamo(...get('things', 'a'));
    expect(status).toBe(400);
    expect(error?.Code).toMatch(/^(ProvisionedThroughputExceededException|ThrottlingException)$/);
  });

  test('answer 500 before they write, or after', async () => {
    const [before, after] = [randomUUID(), randomUUID()];
    await faults({ tables: [{ fault: 'error', operations: ['PutItem'] }] });
    const told = await app.dynamo(...put('things', before));
    expect([told.status, told.error?.Code]).toEqual([500, 'InternalServerError']);
    expect((await app.dynamo(...get('things', before))).ok?.Item).toBeUndefined();

    await faults({ tables: [{ fault: 'error', when: 'after', operations: ['PutItem'] }] });
    expect((await app.dynamo(...put('things', after))).status).toBe(500);
    expect((await app.dynamo(...get('things', after))).ok?.Item).toBeDefined();
  });

  test('write, and hang up without a word', async () => {
    const id = randomUUID();
    await faults({ tables: [{ fault: 'drop', operations: ['PutItem'] }] });
    const told = await app.dynamo(...put('things', id));
    expect(told).toMatchObject({ status: 0, error: { Code: 'ConnectionClosedError' } });
    expect((await app.dynamo(...get('things', id))).ok?.Item).toBeDefined();
  });

  test('are slow', async () => {
    await faults({ tables: [{ fault: 'latency', delay: '300 to 400 ms', operations: ['GetItem'] }] });
    const began = performance.now();
    expect(await app.dynamo(...get('things', 'a'))).toHaveProperty('ok');
    expect(performance.now() - began).toBeGreaterThanOrEqual(300);
  });

  test('that no rule names, and functions that none names, are left alone', async () => {
    await faults({
      tables: [
        { fault: 'error', tables: ['rows'] },
        { fault: 'error', functions: ['reader'] },
      ],
    });
    expect(await app.dynamo(...get('things', 'a'))).toHaveProperty('ok');
    const key = { TableName: table('rows'), Key: { pk: S('a'), sk: { N: '1' } } };
    expect((await app.dynamo('GetItem', key)).status).toBe(500);
    expect((await app.dynamo('GetItem', key, {}, '/reader')).status).toBe(500);
  });

  test('fail in the share of calls that a rate says', async () => {
    await faults({ seed: 11, tables: [{ fault: 'error', rate: '50 %', operations: ['GetItem'] }] });
    const told = await Promise.all(Array.from({ length: 60 }, () => app.dynamo(...get('things', 'a'))));
    const failed = told.filter(({ status }) => status === 500).length;
    expect(failed).toBeGreaterThan(15);
    expect(failed).toBeLessThan(45);
  });
});

describe('a process', () => {
  test('that is killed as it takes an event leaves a 500, and the next event finds another', async () => {
    const first = (await app.call('GET', '/moods/pid')).text;
    await faults({ functions: [{ fault: 'kill', functions: ['moods'] }] });
    expect((await app.call('GET', '/moods/pid')).status).toBe(500);
    expect((await app.call('GET', '/health')).status).toBe(200);
    await faults({});
    const next = await app.call('GET', '/moods/pid');
    expect(next.status).toBe(200);
    expect(next.text).not.toBe(first);
  });

  test('that is killed once it has answered has done its work, and nobody hears of it', async () => {
    const id = randomUUID();
    await faults({ functions: [{ fault: 'kill', when: 'after', functions: ['tables'] }] });
    const [operation, args] = put('things', id);
    expect((await app.call('POST', '/tables', { json: { operation, arguments: args } })).status).toBe(500);
    await faults({});
    expect((await app.dynamo(...get('things', id))).ok?.Item).toBeDefined();
  });

  test('that is killed while it serves takes its event with it', async () => {
    await faults({ functions: [{ fault: 'kill', when: 'during', delay: '100 ms', functions: ['moods'] }] });
    expect((await app.call('GET', '/moods/slow')).status).toBe(500);
    expect((await app.call('GET', '/moods/pid')).status).toBe(200);
  });
});

describe('a batch', () => {
  const deliveries = async (id: string): Promise<number> => {
    const { ok } = await app.dynamo('Query', {
      TableName: table('log'),
      KeyConditionExpression: '#s = :s',
      ExpressionAttributeNames: { '#s': 'stream' },
      ExpressionAttributeValues: { ':s': S('jobs') },
      ConsistentRead: true,
    });
    return (ok?.Items ?? []).filter((item) => String(item.event?.S).includes(id)).length;
  };
  const delivered = async (id: string, times: number): Promise<number> =>
    await eventually(
      async () => {
        const count = await deliveries(id);
        return count >= times ? count : undefined;
      },
      `${times} deliveries`,
      20_000,
    );

  test('comes twice where it is repeated', async () => {
    const id = randomUUID();
    await faults({ batches: [{ fault: 'repeat', tables: ['jobs'] }] });
    await app.dynamo(...put('jobs', id));
    expect(await delivered(id, 2)).toBe(2);
  });

  test('comes again where it fails after it was delivered, and only then', async () => {
    const id = randomUUID();
    await faults({ batches: [{ fault: 'fail', when: 'after', tables: ['jobs'] }] });
    await app.dynamo(...put('jobs', id));
    expect(await delivered(id, 2)).toBeGreaterThanOrEqual(2);
    await faults({});
    const last = randomUUID();
    await app.dynamo(...put('jobs', last));
    expect(await delivered(last, 1)).toBe(1);
  });
});

describe('a disk', () => {
  test.each([
    ['that is full', { fault: 'full' }],
    ['that cannot be synced', { fault: 'sync-error' }],
  ])('%s is an honest 500, loses nothing, and is forgotten once it is well', async (_, rule) => {
    const [before, refused, after] = [randomUUID(), randomUUID(), randomUUID()];
    expect(await app.dynamo(...put('things', before))).toHaveProperty('ok');
    await faults({ disk: [rule] });
    const large = { TableName: table('things'), Item: { id: S(refused), padding: S('x'.repeat(300_000)) } };
    const told = await app.dynamo('PutItem', large);
    expect([told.status, told.error?.Code]).toEqual([500, 'InternalServerError']);
    expect((await app.dynamo(...get('things', before))).ok?.Item).toBeDefined();
    expect((await app.dynamo(...get('things', refused))).ok?.Item).toBeUndefined();

    await faults({});
    expect(await app.dynamo(...put('things', after))).toHaveProperty('ok');
    expect(await app.dynamo('PutItem', large)).toHaveProperty('ok');
    expect((await app.dynamo(...get('things', before))).ok?.Item).toBeDefined();
  });
});

describe('the file', () => {
  test('that has mistakes is refused with the place of each', async () => {
    const broken = join(folder, 'broken.yaml');
    await writeFile(broken, 'seed: 1\ntables:\n  - {fault: conflikt}\n  - {fault: error, tables: [thing]}\n');
    const data = await temporaryFolder();
    onTestFinished(() => rm(data, { recursive: true, force: true }));
    const args = ['serve', '--port', '0', '--data', data, '--app', await writeApp(fixture()), '--faults', broken];
    const { code, output } = await runVitrine(args);
    expect(code).toBe(3);
    expect(output).toContain(`${broken}:3:13: `);
    expect(output).toContain(`${broken}:4:29: 'thing'`);
    expect(output).toContain("did you mean 'things'?");
  });

  test('that has mistakes when it is read again changes nothing', async () => {
    await faults({ tables: [{ fault: 'error', operations: ['GetItem'] }] });
    await writeFile(file, 'tables: nonsense\n');
    process.kill(app.host.pid, 'SIGHUP');
    await eventually(
      async () => ((await app.host.log()).includes('Faults stay as they are') ? true : undefined),
      'the mistake is noted',
    );
    expect((await app.dynamo(...get('things', 'a'))).status).toBe(500);
    await faults({});
  });

  test('has what it brought about counted in the last lines of the log', async () => {
    const data = await temporaryFolder();
    onTestFinished(() => rm(data, { recursive: true, force: true }));
    const own = join(data, 'own.yaml');
    await writeFile(own, stringify({ tables: [{ fault: 'error', operations: ['GetItem'] }] }));
    const other = await Fixture.start(() => undefined, { data, args: ['--faults', own] });
    for (let i = 0; i < 3; ++i) expect((await other.dynamo(...get('things', 'a'))).status).toBe(500);
    await other.stop();
    const log = await other.host.log();
    expect(log).toContain('"Counts":"3 tables/error"');
    expect(log.split('"Fault":"error"')).toHaveLength(4);
  });
});
