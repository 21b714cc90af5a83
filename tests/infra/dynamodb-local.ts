// AWS's DynamoDB Local, in memory, on a port of its own; and the few requests that tests make of it themselves.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface DynamoDbLocal {
  url: string;
  call: (operation: string, request: object) => Promise<Record<string, unknown>>;
  stop: () => Promise<void>;
}

const main = 'software.amazon.dynamodb.services.local.main.ServerRunner';
/** It reads whose request it is, and does not verify it. */
const authorization =
  'AWS4-HMAC-SHA256 Credential=local/20260101/eu-central-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0';

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });

async function call(url: string, operation: string, request: object): Promise<Record<string, unknown>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      authorization,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
    },
    body: JSON.stringify(request),
    signal: AbortSignal.timeout(20_000),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${operation}: ${response.status} ${text}`);
  return JSON.parse(text) as Record<string, unknown>;
}

/** It says nothing when it is ready: it is asked until it answers, for a minute at most. */
async function answering(url: string, ended: () => boolean): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      await call(url, 'ListTables', {});
      return;
    } catch (error) {
      if (ended() || Date.now() > deadline) throw new Error('DynamoDB Local does not answer', { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

export async function startDynamoDbLocal(folder: string): Promise<DynamoDbLocal> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const words = [
    '-XX:TieredStopAtLevel=1',
    '-XX:+UseSerialGC',
    `-Djava.library.path=${folder}`,
    '-cp',
    `${folder}/*`,
    main,
    '-inMemory',
    '-sharedDb',
    '-disableTelemetry',
  ];
  // It leaves a file where it runs.
  const cwd = await mkdtemp(join(tmpdir(), 'vitrine-dynamodb-'));
  const child = spawn('java', [...words, '-port', String(port)], { stdio: 'ignore', cwd });
  let over = false;
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      over = true;
      resolve();
    });
    child.once('error', () => {
      over = true;
      resolve();
    });
  });
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
    await rm(cwd, { recursive: true, force: true });
  };
  await answering(url, () => over).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { url, call: (operation, request) => call(url, operation, request), stop };
}
