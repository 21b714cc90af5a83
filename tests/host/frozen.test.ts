import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { Fixture } from './fixture.ts';

let app: Fixture;
beforeAll(async () => {
  app = await Fixture.start(() => undefined, { args: ['--freeze'] });
});
afterAll(async () => {
  await app.stop();
});

const stateOf = async (pid: string): Promise<string> =>
  /^State:\s+(\w)/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '';

test('with --freeze a process is stopped between events and goes on with the next', async () => {
  const { text: pid } = await app.call('GET', '/moods/pid');
  expect(await eventually(async () => ((await stateOf(pid)) === 'T' ? 'T' : undefined), 'the process is stopped')).toBe(
    'T',
  );

  expect((await app.call('GET', '/moods/pid')).text).toBe(pid);
  expect(
    await eventually(async () => ((await stateOf(pid)) === 'T' ? 'T' : undefined), 'the process is stopped again'),
  ).toBe('T');
});

test('with --freeze bad functions are answered and replaced all the same', async () => {
  expect((await app.call('GET', '/moods/crash')).status).toBe(500);
  expect((await app.call('GET', '/hasty/hang')).status).toBe(503);
  expect((await app.call('GET', '/moods/pid')).status).toBe(200);
});

test('with --freeze many requests at once are all answered', async () => {
  const answers = await Promise.all(Array.from({ length: 60 }, () => app.call('GET', '/echo')));
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
});
