// node tools/deploy/smoke.ts URL [ATTEMPTS]: does the shop answer there as a browser would need it to? Read-only, some two minutes at
// most. Each look is taken again while what was just released is on its way to all of CloudFront's edges.
import { setTimeout as pause } from 'node:timers/promises';

const [base, most = '12'] = process.argv.slice(2);
if (base === undefined) throw new Error('node tools/deploy/smoke.ts URL [ATTEMPTS]');
const attempts = Number(most);
const between = 5_000;
const patience = 10_000;

interface Look {
  what: string;
  path: string;
  status: number;
  type: string;
  has?: (answer: Response, body: string) => boolean;
}

const isPage = (answer: Response, body: string): boolean =>
  answer.headers.has('content-security-policy') && body.includes('<div id="root"');

const looks: Look[] = [
  { what: 'the page', path: '/', status: 200, type: 'text/html', has: isPage },
  { what: 'an address within the site', path: '/p/none', status: 200, type: 'text/html', has: isPage },
  { what: 'an address that is none of its own', path: '/none', status: 404, type: 'text/html', has: isPage },
  { what: 'the API', path: '/api/v1/health', status: 200, type: 'application/json' },
  { what: 'the catalogue', path: '/api/v1/products?limit=1', status: 200, type: 'application/json' },
  { what: 'a problem that stays one', path: '/api/v1/none', status: 404, type: 'application/problem+json' },
];

async function wrongWith(base: string, { path, status, type, has }: Look): Promise<string | undefined> {
  const answer = await fetch(new URL(path, base), { signal: AbortSignal.timeout(patience), redirect: 'manual' });
  const body = await answer.text();
  const found = answer.headers.get('content-type') ?? 'no type';
  if (answer.status !== status) return `answered ${String(answer.status)}, not ${String(status)}`;
  if (!found.startsWith(type)) return `is ${found}, not ${type}`;
  return has === undefined || has(answer, body) ? undefined : 'is not what it should be';
}

/** A browser's hello, and the answer that it follows the catalogue by. */
async function wrongWithSocket(base: string): Promise<string | undefined> {
  const { origin } = new URL(base);
  const url = new URL('/ws', base.replace(/^http/, 'ws'));
  // Node's WebSocket takes headers, which browsers' do not: the shop asks for an Origin.
  const socket = new WebSocket(url, { headers: { origin } } as unknown as string[]);
  try {
    return await new Promise((resolve) => {
      AbortSignal.timeout(patience).addEventListener('abort', () => resolve('said nothing'));
      socket.addEventListener('error', () => resolve('was refused'));
      socket.addEventListener('open', () => socket.send('{"action":"hello","topics":["catalogue"]}'));
      socket.addEventListener('message', ({ data }) => resolve(/"type":"ready"/.test(String(data)) ? undefined : 'is not ready'));
    });
  } finally {
    socket.close();
  }
}

async function persist(what: string, look: () => Promise<string | undefined>): Promise<boolean> {
  let wrong: string | undefined;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    wrong = await look().catch((error: unknown) => (error instanceof Error ? error.message : 'failed'));
    if (wrong === undefined) break;
    if (attempt < attempts) await pause(between * (0.5 + Math.random()));
  }
  console.log(wrong === undefined ? `ok    ${what}` : `wrong ${what}: ${wrong}`);
  return wrong === undefined;
}

const all = await Promise.all([
  ...looks.map((look) => persist(look.what, () => wrongWith(base, look))),
  persist('the socket', () => wrongWithSocket(base)),
]);
process.exitCode = all.every(Boolean) ? 0 : 1;
