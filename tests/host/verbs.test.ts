// The verbs of `vitrine` besides serve.
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { writeApp } from '../support/app.ts';
import { runVitrine, temporaryFolder } from '../support/host.ts';
import { Fixture, fixture, table } from './fixture.ts';

async function folder(): Promise<string> {
  const made = await temporaryFolder();
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

async function file(name: string, text: string): Promise<string> {
  const path = join(await folder(), name);
  await writeFile(path, text);
  return path;
}

/** The fixture with one item to seed `things` with. */
async function seeded(): Promise<string> {
  const seed = await file('items.jsonl', '{"table":"things","item":{"id":{"S":"seeded"},"n":{"N":"7"}}}\n');
  return await writeApp({ ...fixture(), seed });
}

async function read(of: Fixture, id: string): Promise<unknown> {
  return (await of.dynamo('GetItem', { TableName: table('things'), Key: { id: { S: id } } })).ok?.Item;
}

describe('vitrine invoke', () => {
  test('hands an event to a function and prints what it returns', async () => {
    const event = await file('event.json', '{"hello":"world"}');
    const { code, output } = await runVitrine([
      'invoke',
      'echo',
      event,
      '--app',
      await writeApp(fixture()),
      '--data',
      await folder(),
    ]);
    expect(code, output).toBe(0);
    const answer = JSON.parse(output) as { statusCode: number; body: string };
    expect(answer.statusCode).toBe(200);
    expect(JSON.parse(answer.body)).toMatchObject({ event: { hello: 'world' } });
  });

  test('says what failed', async () => {
    const event = await file('event.json', '{"pathParameters":{"mood":"raise"}}');
    const app = await writeApp(fixture());
    const failed = await runVitrine(['invoke', 'moods', event, '--app', app, '--data', await folder()]);
    expect(failed.code).toBe(1);
    expect(failed.output).toContain('ZeroDivisionError');
    const unknown = await runVitrine(['invoke', 'nobody', event, '--app', app, '--data', await folder()]);
    expect(unknown.code).toBe(2);
    expect(unknown.output).toContain('nobody');
  });
});

describe('a data folder', () => {
  test('is seeded by serve before its first answer, once', async () => {
    const data = await folder();
    const app = await seeded();
    const first = await Fixture.startFile(app, { data });
    expect(await read(first, 'seeded')).toEqual({ id: { S: 'seeded' }, n: { N: '7' } });
    await first.dynamo('DeleteItem', { TableName: table('things'), Key: { id: { S: 'seeded' } } });
    await first.stop();

    const second = await Fixture.startFile(app, { data });
    onTestFinished(() => second.stop());
    expect(await read(second, 'seeded')).toBeUndefined();
  });

  test('stays empty with --no-seed', async () => {
    const app = await Fixture.startFile(await seeded(), { args: ['--no-seed'] });
    onTestFinished(() => app.stop());
    expect(await read(app, 'seeded')).toBeUndefined();
  });

  test('is seeded by hand where it holds no tables, and emptied by reset', async () => {
    const data = await folder();
    const app = await seeded();
    expect((await runVitrine(['seed', '--app', app, '--data', data])).code).toBe(0);
    const again = await runVitrine(['seed', '--app', app, '--data', data]);
    expect(again.code).toBe(1);
    expect(again.output).toContain('reset');
    expect((await runVitrine(['reset', '--app', app, '--data', data])).code).toBe(0);
    expect((await runVitrine(['seed', '--app', app, '--data', data])).code).toBe(0);
  });

  test('is not seeded with what cannot be an item', async () => {
    for (const line of [
      'nonsense',
      '{"table":"nowhere","item":{"id":{"S":"a"}}}',
      '{"table":"things","item":{"n":{"N":"1"}}}',
    ]) {
      const app = await writeApp({ ...fixture(), seed: await file('items.jsonl', `${line}\n`) });
      const { code, output } = await runVitrine(['seed', '--app', app, '--data', await folder()]);
      expect(code, line).not.toBe(0);
      expect(output).toContain('items.jsonl');
    }
  });
});

describe('vitrine doctor', () => {
  test('finds nothing wrong where nothing is', async () => {
    const { code, output } = await runVitrine([
      'doctor',
      '--port',
      '0',
      '--app',
      await writeApp(fixture()),
      '--data',
      await folder(),
    ]);
    expect(output).not.toContain('BAD');
    expect(code).toBe(0);
  });

  test('names what is in the way', async () => {
    const app = await Fixture.start();
    onTestFinished(() => app.stop());
    const args = [
      'doctor',
      '--port',
      String(app.host.port),
      '--app',
      await writeApp(fixture()),
      '--data',
      app.host.data,
    ];
    const { code, output } = await runVitrine(args);
    expect(code).toBe(1);
    expect(output).toContain(`port ${app.host.port} is in use by pid ${app.host.pid}`);
    expect(output).toContain(app.host.data);
  });
});
