// Cold start: from spawning a function to its first response, with a stub for the Runtime API and for DynamoDB in this
// process. The same stub serves the yardstick, in turn, so that its own time is in both.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type RequestListener, type Server, createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { root } from './shop.ts';

const token = 'A'.repeat(43);
const event = JSON.stringify({
  version: '2.0',
  routeKey: 'GET /api/v1/baskets/{id}',
  rawPath: '/api/v1/baskets/none',
  rawQueryString: '',
  headers: { accept: 'application/json', authorization: `Bearer ${token}`, host: 'shop.example', 'x-origin-secret': 'x' },
  requestContext: {
    http: { method: 'GET', path: '/api/v1/baskets/none', protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'bench' },
    requestId: 'bench',
    routeKey: 'GET /api/v1/baskets/{id}',
    stage: '$default',
    timeEpoch: 1_700_000_000_000,
  },
  pathParameters: { id: 'none' },
  isBase64Encoded: false,
});

const listen = (server: Server): Promise<number> =>
  new Promise((ready) => server.listen(0, '127.0.0.1', () => ready((server.address() as AddressInfo).port)));

export interface Cold {
  yardstick: number[]; // ms
  plain: number[];
  tls: number[];
}

const noItem: RequestListener = (request, response) => {
  request.resume().on('end', () => {
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0', 'content-length': 2 }).end('{}');
  });
};

export async function coldStarts(rounds: number): Promise<Cold> {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-bench-tls-'));
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1',
    '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')], { stdio: 'ignore' });
  let answered: () => void = () => undefined;
  const runtime = createServer((request, response) => {
    if (request.url?.endsWith('/next') === true) {
      response.writeHead(200, {
        'lambda-runtime-aws-request-id': '8476a536-e9f4-11e8-9739-2dfe598c3fcd',
        'lambda-runtime-deadline-ms': String(Date.now() + 10_000),
        'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:eu-central-1:000000000000:function:bench',
        'content-length': Buffer.byteLength(event),
      });
      response.end(event);
    } else {
      request.resume().on('end', () => {
        response.writeHead(202, { 'content-length': 0 }).end();
        answered();
      });
    }
  });
  const table = createServer(noItem);
  const secure = createTlsServer({ key: readFileSync(join(folder, 'key.pem')), cert: readFileSync(join(folder, 'cert.pem')) }, noItem);
  const [api, tablePort, securePort] = [await listen(runtime), await listen(table), await listen(secure as unknown as Server)];

  const once = async (program: string, environment: Record<string, string>): Promise<number> => {
    const done = new Promise<void>((resolve) => (answered = resolve));
    const begun = performance.now();
    const child = spawn(program, { env: { AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${api}`, ...environment }, stdio: 'ignore' });
    const died = new Promise<never>((_, lost) => child.once('error', lost));
    await Promise.race([done, died]);
    const took = performance.now() - begun;
    child.kill('SIGKILL');
    return took;
  };
  const bootstrap = (endpoint: string): Promise<number> =>
    once(join(root, 'out/functions/baskets/bootstrap'), {
      AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'example', AWS_SESSION_TOKEN: 'example',
      AWS_ENDPOINT_URL_DYNAMODB: endpoint, AWS_CA_BUNDLE: join(folder, 'cert.pem'), AWS_LAMBDA_FUNCTION_NAME: 'baskets',
      BASKETS_TABLE: 'bench-baskets', PRODUCTS_TABLE: 'bench-products', CURRENCY: 'EUR',
      // SHA-256 of 'x', the origin secret of the event above
      ORIGIN_SECRET_HASHES: '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881',
    });
  const cold: Cold = { yardstick: [], plain: [], tls: [] };
  for (let round = -1; round < rounds; round++) {
    const yardstick = await once(join(root, 'out/bench/yardstick_cold'), { ONE_REQUEST: `127.0.0.1:${tablePort}` });
    const plain = await bootstrap(`http://127.0.0.1:${tablePort}`);
    const tls = await bootstrap(`https://127.0.0.1:${securePort}`);
    if (round < 0) continue; // warm-up
    cold.yardstick.push(yardstick);
    cold.plain.push(plain);
    cold.tls.push(tls);
  }
  for (const server of [runtime, table, secure]) {
    server.closeAllConnections();
    server.close();
  }
  rmSync(folder, { recursive: true });
  return cold;
}
