// What listens on this machine beside the shop's own address, and what lies on its disk: each serves the process that it is for.
import { execFile, spawn } from 'node:child_process';
import { createHash, createHmac } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { childrenOf, type Host, startHost, temporaryFolder } from '../support/host.ts';
import { RawConnection } from '../support/raw.ts';
import { customer, must, type NewOrder, remote, Shop } from '../support/shop.ts';

const run = promisify(execFile);
const nobody = 65534;

/** The variables of a function's process that serves now. */
async function environmentOf(host: Host, name: string): Promise<Record<string, string>> {
  return await eventually(async () => {
    for (const pid of await childrenOf(host.pid)) {
      const lines = (await readFile(`/proc/${pid}/environ`, 'utf8')).split('\0').filter((line) => line.includes('='));
      const environment = Object.fromEntries(
        lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
      );
      if (environment.AWS_LAMBDA_FUNCTION_NAME === `vitrine-local-${name}`) return environment;
    }
    return undefined;
  }, `${name} runs`);
}

const filesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

async function copiesIn(folder: string, text: string): Promise<number> {
  let count = 0;
  for (const file of await filesIn(folder)) count += (await readFile(file, 'latin1')).split(text).length - 1;
  return count;
}

interface Signing {
  region?: string;
  service?: string;
  host?: string;
  headers?: Record<string, string>;
}

/** A GetItem that is signed with a function's own credentials. */
async function getItem(
  environment: Record<string, string>,
  signing: Signing = {},
): Promise<{ status: number; body: string }> {
  const endpoint = new URL(environment.AWS_ENDPOINT_URL_DYNAMODB ?? '');
  const { region = 'eu-central-1', service = 'dynamodb', host = endpoint.host, headers = {} } = signing;
  const body = JSON.stringify({ TableName: environment.PRODUCTS_TABLE, Key: { id: { S: 'sunday-teapot' } } });
  const time = new Date().toISOString().replace(/[-:]|\.\d{3}/g, '');
  const day = time.slice(0, 8);
  const signed: Record<string, string> = {
    host,
    'x-amz-date': time,
    'x-amz-security-token': environment.AWS_SESSION_TOKEN ?? '',
    'x-amz-target': 'DynamoDB_20120810.GetItem',
  };
  const names = Object.keys(signed).join(';');
  const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
  const lines = Object.entries(signed).map(([name, value]) => `${name}:${value}\n`);
  const canonical = ['POST', '/', '', lines.join(''), names, hash(body)].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  let key: Buffer | string = `AWS4${environment.AWS_SECRET_ACCESS_KEY ?? ''}`;
  for (const part of scope.split('/')) key = createHmac('sha256', key).update(part).digest();
  const signature = createHmac('sha256', key)
    .update(`AWS4-HMAC-SHA256\n${time}\n${scope}\n${hash(canonical)}`)
    .digest('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${environment.AWS_ACCESS_KEY_ID ?? ''}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  return await new Promise((resolve, reject) => {
    const sent = request(
      {
        host: endpoint.hostname,
        port: endpoint.port,
        method: 'POST',
        headers: { ...signed, ...headers, authorization },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, body: text });
        });
      },
    );
    sent.once('error', reject).end(body);
  });
}

describe.skipIf(remote)('the doors of this machine', () => {
  let host: Host;
  let api: Shop;

  beforeAll(async () => {
    host = await startHost();
    api = new Shop(host.url);
    await api.order({ [(await api.create()).id]: 1 });
  });
  afterAll(async () => {
    await host.stop();
  });

  test("a function's Runtime API gives no event to another process, and takes no answer from it", async () => {
    for (const name of ['catalog', 'orders', 'baskets']) {
      const address = (await environmentOf(host, name)).AWS_LAMBDA_RUNTIME_API ?? '';
      for (const line of [
        'GET /2018-06-01/runtime/invocation/next',
        'POST /2018-06-01/runtime/invocation/00000000-0000-4000-8000-000000000000/response',
        'POST /2018-06-01/runtime/init/error',
        'GET /',
      ]) {
        const stranger = await RawConnection.to(`http://${address}`);
        stranger.send(`${line} HTTP/1.1\r\nHost: ${address}\r\nContent-Length: 0\r\n\r\n`);
        expect(await stranger.toEnd(5_000), line).toBe('');
      }
    }
    must(200, await api.call('GET', '/products?limit=1'));
    expect(await host.log()).toContain("a process that is not the function's own");
  });

  test('a stranger that waits there before an event comes has none of it', async () => {
    const address = (await environmentOf(host, 'orders')).AWS_LAMBDA_RUNTIME_API ?? '';
    const [hostname, port] = address.split(':');
    const listener = spawn('bash', [
      '-c',
      `exec 3<>/dev/tcp/${hostname}/${port} && printf 'GET /2018-06-01/runtime/invocation/next HTTP/1.1\\r\\nHost: ${address}\\r\\n\\r\\n' >&3 && cat <&3`,
    ]);
    let heard = '';
    listener.stdout.on('data', (part: Buffer) => (heard += part.toString()));
    const order = await api.order({ [(await api.create()).id]: 1 });
    must(200, await api.pay(order));
    listener.kill();
    expect(heard).toBe('');
  });

  test('the endpoint of tables takes what a function signs for its own region and service', async () => {
    const environment = await environmentOf(host, 'catalog');
    expect((await getItem(environment)).status).toBe(200);
    expect((await getItem(environment, { headers: { 'sec-fetch-mode': 'cors' } })).status).toBe(200);
    for (const region of ['us-east-1', 'eu-west-1', 'EU-CENTRAL-1', 'eu-central-1a', 'eu-central', '*', 'aws-global']) {
      const { status, body } = await getItem(environment, { region });
      expect(status, region).toBe(400);
      expect(JSON.parse(body)).toEqual({
        __type: 'com.amazon.coral.service#InvalidSignatureException',
        message: 'Credential should be scoped to a valid region. ',
      });
    }
    for (const service of ['execute-api', 's3', 'sqs', 'DynamoDB', 'dynamodb2']) {
      const { status, body } = await getItem(environment, { service });
      expect(status, service).toBe(400);
      expect(body).toContain("Credential should be scoped to correct service: 'dynamodb'. ");
    }
  });

  test('the endpoint of tables refuses another name of this machine, and browsers, with a right signature too', async () => {
    const environment = await environmentOf(host, 'catalog');
    const { port } = new URL(environment.AWS_ENDPOINT_URL_DYNAMODB ?? '');
    for (const name of [
      `localhost:${port}`,
      `rebound.example:${port}`,
      '127.0.0.1',
      `127.0.0.1:${port}0`,
      `127.1:${port}`,
    ]) {
      expect((await getItem(environment, { host: name })).body, name).toContain('AccessDeniedException');
    }
    for (const headers of [
      { origin: 'http://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'none' },
      { 'sec-fetch-dest': 'image' },
    ]) {
      expect((await getItem(environment, { headers })).body).toContain('AccessDeniedException');
    }
  });

  test.skipIf(process.getuid?.() !== 0)(
    "another user's process reads no file of the shop's, and is heard nowhere",
    async () => {
      const environment = await environmentOf(host, 'catalog');
      const asNobody = { uid: nobody, gid: nobody };
      for (const path of [host.data, join(host.data, 'tables/tables.db'), join(host.data, 'log/vitrine.clef')]) {
        await expect(run('cat', [path], asNobody), path).rejects.toThrow('Permission denied');
      }
      await expect(run('ls', [host.data], asNobody)).rejects.toThrow('Permission denied');
      for (const address of [
        environment.AWS_LAMBDA_RUNTIME_API ?? '',
        new URL(environment.AWS_ENDPOINT_URL_DYNAMODB ?? '').host,
      ]) {
        const [hostname, port] = address.split(':');
        const shell = `exec 3<>/dev/tcp/${hostname}/${port}; printf 'GET / HTTP/1.1\\r\\nHost: ${address}\\r\\n\\r\\n' >&3; cat <&3`;
        const heard = await run('bash', ['-c', shell], { ...asNobody, timeout: 5_000 }).catch(
          (error: unknown) => error as { stdout: string },
        );
        expect(heard.stdout, address).toBe('');
      }
    },
  );

  test("every file of the data folder is its owner's alone", async () => {
    expect((await stat(host.data)).mode & 0o777).toBe(0o700);
    const files = await filesIn(host.data);
    expect(files.map((file) => file.slice(host.data.length + 1))).toEqual(
      expect.arrayContaining([
        'lock',
        'port',
        'log/vitrine.clef',
        'tables/tables.db',
        'tables/tables.db-wal',
        'tables/tables.db-shm',
      ]),
    );
    for (const file of files) expect((await stat(file)).mode & 0o777, file).toBe(0o600);
    for (const folder of ['tables', 'log']) expect((await stat(join(host.data, folder))).mode & 0o777).toBe(0o700);
  });

  test("an erased customer's data is in no file a few seconds later", async () => {
    const who = { ...customer, name: 'Perdita Findlater', email: 'perdita.findlater@example.com' };
    const { id } = await api.create();
    for (const step of ['placed', 'paid', 'moved']) {
      const order = must<NewOrder>(201, await api.checkout(await api.fill({ [id]: 1 }), { customer: who }));
      if (step !== 'placed') must(200, await api.pay(order));
      if (step === 'moved') must(200, await api.move(order, 'packed'));
      expect(await copiesIn(host.data, who.email)).toBeGreaterThan(0);
      must(204, await api.own('POST', `/orders/${order.id}/erasure`));
    }
    for (const text of [who.email, who.name]) {
      await eventually(
        async () => ((await copiesIn(host.data, text)) === 0 ? true : undefined),
        `no copy of ${text} is left`,
        15_000,
      );
    }
  });
});

test.skipIf(remote)(
  'a data folder that was open to others is closed at the start, and the log says so once',
  async () => {
    const data = join(await temporaryFolder(), 'data');
    await mkdir(join(data, 'tables'), { recursive: true, mode: 0o755 });
    await mkdir(join(data, 'log'), { mode: 0o755 });
    await writeFile(join(data, 'log/vitrine.clef'), '', { mode: 0o644 });
    let host = await startHost({ data });
    const line = 'Other users of this machine could read';
    const told = (await host.log()).split(line).length - 1;
    const modes = await Promise.all(
      [data, join(data, 'tables'), join(data, 'log/vitrine.clef')].map((path) => stat(path)),
    );
    await host.stop();
    expect(told).toBe(1);
    expect(modes.map(({ mode }) => mode & 0o777)).toEqual([0o700, 0o700, 0o600]);
    host = await startHost({ data });
    const again = (await host.log()).split(line).length - 1;
    await host.stop();
    expect(again).toBe(1);
  },
);
