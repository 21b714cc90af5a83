// What callers get of functions that behave well, oddly and badly; and that nobody else suffers.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, within } from '../support/eventually.ts';
import { childrenOf } from '../support/host.ts';
import type { Answer } from '../support/http.ts';
import { Fixture } from './fixture.ts';

let app: Fixture;
beforeAll(async () => {
  app = await Fixture.start();
});
afterAll(async () => {
  await app.stop();
});

const mood = async (name: string): Promise<Answer> => await app.call('GET', `/moods/${name}`);

/** The same with a timeout of one second. */
const hasty = async (name: string): Promise<Answer> => await app.call('GET', `/hasty/${name}`);
const hastyAgain = async (): Promise<void> => {
  await eventually(async () => ((await hasty('pid')).status === 200 ? true : undefined), 'a new process', 15_000);
};

const failed = { message: 'Internal Server Error' };
const unavailable = { message: 'Service Unavailable' };

describe('an answer', () => {
  test('has the status, headers, cookies and body that the function gave', async () => {
    const answer = await mood('headers');
    expect(answer).toMatchObject({ status: 418, text: 'short and stout' });
    expect(answer.headers).toMatchObject({ 'x-one': '1', 'content-type': 'text/teapot' });
    expect(answer.headers['set-cookie']).toContain('a=1; Path=/');
    expect(answer.headers['set-cookie']).toContain('b=2');
    expect(answer.headers['x-trace-id']).toMatch(/^[0-9a-f]{32}$/);
  });

  test('in base64 arrives as bytes', async () => {
    const answer = await mood('binary');
    expect(answer.headers['content-type']).toBe('image/png');
    expect(answer.headers['content-length']).toBe('256');
  });

  test('without a statusCode is 200 with that JSON', async () => {
    expect(await mood('no-status')).toMatchObject({ status: 200, body: { hello: 'world' } });
    expect(await mood('text')).toMatchObject({ status: 200 });
  });

  test('without a body may be', async () => {
    expect(await mood('noise')).toMatchObject({ status: 204, text: '' });
  });
});

describe('a function that', () => {
  test.each(['crash', 'raise', 'rubbish', 'nothing', 'bad-status', 'odd-status', 'too-big', 'split'])(
    'fails by %s gets what API Gateway answers',
    async (name) => {
      const answer = await mood(name);
      expect(answer, answer.text.slice(0, 200)).toMatchObject({ status: 500, body: failed });
      expect(answer.headers['content-type']).toBe('application/json');
      expect((await mood('pid')).status).toBe(200);
    },
  );

  test('hangs is ended at its timeout, and replaced', async () => {
    await hastyAgain();
    const { text: pid } = await hasty('pid');
    const before = performance.now();
    const answer = await hasty('hang');
    const took = performance.now() - before;

    expect(answer).toMatchObject({ status: 503, body: unavailable });
    expect(took).toBeGreaterThan(900);
    expect(took).toBeLessThan(5_000);
    await hastyAgain();
    expect((await hasty('pid')).text).not.toBe(pid);
  });

  test('crashes is another process the next time', async () => {
    const pids = new Set<string>();
    for (let i = 0; i < 3; ++i) {
      const { text } = await mood('pid');
      expect(pids.has(text)).toBe(false);
      pids.add(text);
      // All processes of its pool, so that the next one is new.
      await Promise.all([mood('crash'), mood('crash'), mood('crash')]);
    }
    expect(pids.size).toBe(3);
  });

  test.each(['init-error', 'init-exit'])('never starts (%s) is an error to its callers alone', async (name) => {
    const answer = await within(10_000, 'an answer', app.call('GET', `/${name}`));
    expect([500, 503]).toContain(answer.status);
    expect(answer.body).toEqual(answer.status === 500 ? failed : unavailable);
    expect((await app.call('GET', '/echo')).status).toBe(200);
  });

  test('hangs or crashes harms nobody else', async () => {
    const bad = [hasty('hang'), mood('crash'), mood('raise'), mood('too-big'), app.call('GET', '/init-exit')];
    const good = Array.from({ length: 40 }, () =>
      within(5_000, 'an answer beside failing functions', app.call('GET', '/echo')),
    );
    for (const answer of await Promise.all(good)) expect(answer.status).toBe(200);
    for (const answer of await Promise.all(bad)) expect([500, 503]).toContain(answer.status);
  });

  test('fails says why in the log, and not to the caller', async () => {
    const answer = await mood('raise');
    expect(answer.text).not.toContain('division');
    const trace = answer.headers['x-trace-id'] ?? '';
    const line = await eventually(
      async () =>
        (await app.host.log()).split('\n').find((text) => text.includes('ZeroDivisionError') && text.includes(trace)),
      'a line in the log',
    );
    expect(JSON.parse(line)).toMatchObject({ '@tr': trace });
  });

  test('writes to stdout and stderr is heard in the log', async () => {
    await mood('noise');
    const heard = await eventually(async () => {
      const log = await app.host.log();
      return log.includes('said on stdout') && log.includes('said on stderr') ? log : undefined;
    }, 'its words in the log');
    expect(heard).toContain('"@t"');
  });
});

describe('a pool', () => {
  test('grows to its concurrency and no further', async () => {
    const began = performance.now();
    const answers = await Promise.all(Array.from({ length: 6 }, () => mood('slow')));
    const took = performance.now() - began;

    expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: 6 }, () => 200));
    expect(new Set(answers.map((answer) => answer.text)).size).toBeLessThanOrEqual(3);
    expect(took).toBeGreaterThan(950);
    expect(took).toBeLessThan(6_000);
  });

  test('answers 503 to who waited longer than the timeout', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => hasty('hang')));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([503]));
    await hastyAgain();
  });

  test('of processes is all the host has started', async () => {
    const children = await childrenOf(app.host.pid);
    expect(children.length).toBeGreaterThan(0);
    expect(children.length).toBeLessThan(25);
  });
});
