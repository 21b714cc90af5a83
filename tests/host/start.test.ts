// Starting and ending: what is wrong is said with what to do about it.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { writeApp } from '../support/app.ts';
import { eventually, within } from '../support/eventually.ts';
import { alive, childrenOf, runVitrine, startHost, temporaryFolder } from '../support/host.ts';
import { exchange } from '../support/http.ts';
import { RawConnection } from '../support/raw.ts';
import { Fixture, fixture } from './fixture.ts';

async function folder(): Promise<string> {
  const made = await temporaryFolder();
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

/** What `vitrine serve` says of an app.yaml. */
async function saidOf(text: string): Promise<{ code: number | null; output: string; file: string }> {
  const file = join(await folder(), 'app.yaml');
  await writeFile(file, text);
  const { code, output } = await runVitrine(['serve', '--port', '0', '--data', await folder(), '--app', file]);
  return { code, output, file };
}

describe('a broken app.yaml', () => {
  test.each([
    ['no YAML', 'name: x\nfunctions: {a: [', ':2:'],
    ['an unknown section', 'name: x\nfunctions: {}\ncolour: red\n', ':3:1: '],
    ['an unknown field of a function', 'name: x\nfunctions:\n  a:\n    code: a\n    speed: 9\n', ':5:5: '],
    ['a field of the wrong type', 'name: x\nfunctions:\n  a:\n    code: a\n    timeout: soon\n', ':5:14: '],
    ['a route to no function', 'name: x\nfunctions:\n  a: {code: .}\nhttp:\n  "GET /x": b\n', ':5:13: '],
    [
      'an unknown placeholder',
      'name: x\nfunctions:\n  a:\n    code: .\n    environment:\n      X: "${weather}"\n',
      ':6:10: ',
    ],
    [
      'a grant on a table that is not there',
      'name: x\nfunctions:\n  a:\n    code: .\n    allow:\n      - {actions: [dynamodb:GetItem], on: [table.b]}\n',
      ':6:44: ',
    ],
    [
      'an action that is none',
      'name: x\nfunctions:\n  a:\n    code: .\n    allow:\n      - {actions: [dynamodb:Guess], on: []}\n',
      ':6:20: ',
    ],
    ['a section that is missing', 'name: x\n', ':1:'],
  ])('with %s is told file, line and column', async (_, text, place) => {
    const { code, output, file } = await saidOf(text);
    expect(code).toBe(3);
    expect(output).toContain(`${file}${place}`);
    expect(output).not.toContain('terminate called');
  });

  test('is told all its mistakes at once', async () => {
    const { output, file } = await saidOf('name: x\nfunctions:\n  a: {code: ., speed: 9}\nhttp:\n  "GET /x": b\n');
    expect(output).toContain(`${file}:3:`);
    expect(output).toContain(`${file}:5:`);
  });

  test('that is not there is named', async () => {
    const { code, output } = await runVitrine([
      'serve',
      '--port',
      '0',
      '--data',
      await folder(),
      '--app',
      '/no/such/app.yaml',
    ]);
    expect(code).not.toBe(0);
    expect(output).toContain('/no/such/app.yaml');
  });
});

describe('a host', () => {
  test('of another application runs with nothing but a name and a function', async () => {
    const code = fixture().functions.echo?.code ?? '';
    const app = await writeApp({ name: 'tiny', functions: { echo: { code } }, http: { $default: 'echo' } });
    const host = await startHost({ app });
    onTestFinished(async () => {
      await host.stop();
    });
    expect(await exchange(host.url, 'GET', '/whatever/path')).toMatchObject({
      status: 200,
      body: { event: { routeKey: '$default' } },
    });
  });

  test('takes a free port for --port 0 and writes it down', async () => {
    const app = await Fixture.start();
    onTestFinished(() => app.stop());
    expect((await readFile(join(app.host.data, 'port'), 'utf8')).trim()).toBe(String(app.host.port));
    expect(app.host.output()).toContain(`Vitrine is ready: http://localhost:${app.host.port}`);
  });

  test('says so when the port is taken', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(
      () =>
        new Promise<void>((resolve) =>
          server.close(() => {
            resolve();
          }),
        ),
    );
    const address = server.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;

    const app = await writeApp(fixture());
    const { code, output } = await runVitrine([
      'serve',
      '--port',
      String(port),
      '--data',
      await folder(),
      '--app',
      app,
    ]);
    expect(code).toBe(4);
    expect(output).toContain(String(port));
    expect(output).toContain('--port');
  });

  test('says so when the data folder is in use', async () => {
    const app = await Fixture.start();
    onTestFinished(() => app.stop());
    const { code, output } = await runVitrine([
      'serve',
      '--port',
      '0',
      '--data',
      app.host.data,
      '--app',
      await writeApp(fixture()),
    ]);
    expect(code).toBe(5);
    expect(output).toContain(app.host.data);
    expect(output).toMatch(/in use|another/);
    expect((await app.call('GET', '/echo')).status).toBe(200);
  });

  test('says so when the data folder cannot be', async () => {
    const file = join(await folder(), 'file');
    await writeFile(file, '');
    const { code, output } = await runVitrine([
      'serve',
      '--port',
      '0',
      '--data',
      join(file, 'data'),
      '--app',
      await writeApp(fixture()),
    ]);
    expect(code).not.toBe(0);
    expect(output).toContain(file);
  });

  test('uses a data folder whatever else lies in it', async () => {
    const data = await folder();
    await mkdir(join(data, 'something-else'));
    const app = await Fixture.start(() => undefined, { data });
    expect((await app.call('GET', '/echo')).status).toBe(200);
    await app.stop();
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('ends all that it started on %s, even what hangs', async (signal) => {
    const app = await Fixture.start(({ functions }) => {
      if (functions.moods !== undefined) functions.moods.timeout = 30;
    });
    onTestFinished(() => app.stop());
    await app.call('GET', '/echo');
    const hanging = app.call('GET', '/moods/hang').catch(() => undefined);
    const children = await eventually(async () => {
      const found = await childrenOf(app.host.pid);
      return found.length >= 2 ? found : undefined;
    }, 'its processes');

    const began = performance.now();
    process.kill(app.host.pid, signal);
    const { code } = await app.host.ended;
    await hanging;
    expect(code).toBe(0);
    expect(performance.now() - began).toBeLessThan(5_000);
    await eventually(() => (children.some(alive) ? undefined : true), 'all processes are gone');
    expect(children.filter(alive)).toEqual([]);
  });

  test('that is killed leaves no process behind', async () => {
    const app = await Fixture.start();
    onTestFinished(() => app.stop());
    await app.call('GET', '/echo');
    const children = await childrenOf(app.host.pid);
    expect(children.length).toBeGreaterThan(0);

    process.kill(app.host.pid, 'SIGKILL');
    await app.host.ended;
    expect(await eventually(() => (children.some(alive) ? undefined : true), 'all processes are gone')).toBe(true);
  });

  test('with few descriptors left still answers, however many connections idle', async () => {
    const app = await Fixture.start(() => undefined, { descriptors: 256 });
    onTestFinished(() => app.stop());
    const idle: RawConnection[] = [];
    onTestFinished(() => {
      for (const connection of idle) connection.close();
    });
    for (let i = 0; i < 400; ++i) idle.push(await RawConnection.to(app.host.url));

    for (let i = 0; i < 20; ++i) {
      expect((await within(5_000, 'an answer beside idle connections', app.call('GET', '/echo'))).status).toBe(200);
    }
  });

  test('says what it can do when it is asked, and what is wrong with a verb that is none', async () => {
    const help = await runVitrine(['--help']);
    expect(help.code).toBe(0);
    expect(help.output).toContain('serve');
    expect((await runVitrine(['dance'])).code).toBe(2);
    expect((await runVitrine(['serve', '--port', 'many'])).code).toBe(2);
  });
});
