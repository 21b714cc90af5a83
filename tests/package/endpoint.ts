// An endpoint of AWS's that speaks TLS with a certificate of the test's own authority, and answers as an empty DynamoDB would.
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
const openssl = (...words: string[]) => run('openssl', words);

/** A certificate authority in a folder; `file` is what AWS_CA_BUNDLE would name. */
export class Authority {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  get file(): string {
    return join(this.folder, 'ca.pem');
  }

  static async found(folder: string): Promise<Authority> {
    const own = new Authority(folder);
    const subject = ['-subj', '/CN=An authority of this test', '-addext', 'basicConstraints=critical,CA:TRUE'];
    await openssl('req', '-x509', ...newKey, '-days', '2', ...subject, '-keyout', `${own.file}.key`, '-out', own.file);
    return own;
  }

  /** A key and a certificate for a host's name. */
  async certify(host: string): Promise<{ key: Buffer; cert: Buffer }> {
    const [key, request, names, cert] = ['key', 'csr', 'names', 'crt'].map((end) =>
      join(this.folder, `${host}.${end}`),
    ) as [string, string, string, string];
    await writeFile(names, `subjectAltName=DNS:${host}\n`);
    await openssl('req', ...newKey, '-subj', '/CN=endpoint', '-keyout', key, '-out', request);
    const signing = ['-CA', this.file, '-CAkey', `${this.file}.key`, '-CAcreateserial', '-days', '2'];
    await openssl('x509', '-req', '-in', request, ...signing, '-extfile', names, '-out', cert);
    return { key: await readFile(key), cert: await readFile(cert) };
  }
}

const answers: Record<string, unknown> = {
  Query: { Items: [], Count: 0, ScannedCount: 0 },
  Scan: { Items: [], Count: 0, ScannedCount: 0 },
  BatchGetItem: { Responses: {}, UnprocessedKeys: {} },
  BatchWriteItem: { UnprocessedItems: {} },
};

const denied = { __type: 'com.amazon.coral.service#AccessDeniedException', Message: 'Not in this test.' };

export class Endpoint {
  readonly #server: Server;
  /** Operations of requests that came through, by name; a POST to a connection is its path. */
  readonly requests: string[] = [];
  /** Callers that went away during the handshake. */
  refused = 0;
  /** Operations that are refused. */
  readonly failing = new Set<string>();

  private constructor(identity: { key: Buffer; cert: Buffer }) {
    this.#server = createServer({ ...identity, minVersion: 'TLSv1.2' }, (request, response) => {
      const operation = String(request.headers['x-amz-target'] ?? '').replace(/^.*\./, '');
      this.requests.push(operation || (request.url ?? ''));
      request.resume().on('end', () => {
        const fails = this.failing.has(operation);
        response.writeHead(fails ? 400 : 200, { 'Content-Type': 'application/x-amz-json-1.0' });
        response.end(JSON.stringify(fails ? denied : (answers[operation] ?? {})));
      });
    });
    this.#server.on('tlsClientError', () => (this.refused += 1));
  }

  static async start(identity: { key: Buffer; cert: Buffer }): Promise<Endpoint> {
    const endpoint = new Endpoint(identity);
    await new Promise<void>((ready) => endpoint.#server.listen(0, '127.0.0.1', ready));
    return endpoint;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }
}
