// No function serves with a setting that is missing or malformed: it says which one, in one line, and ends.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { within } from '../support/eventually.ts';
import { environment, names, program } from './functions.ts';
import { RuntimeApi } from './runtime-api.ts';

/** What none of a kind's values may be. Each variable of app.yaml is of one kind, and so are those that Lambda sets. */
const malformed: [name: RegExp, values: string[]][] = [
  [/_TABLE$/, ['', 'a b', '${table.products}']],
  [/^CURRENCY$/, ['', 'euro', 'eur']],
  [/^STAGE$/, ['', 'a b']],
  [/^(SIMULATOR|EDITOR_OPEN)$/, ['yes', 'TRUE', '1']],
  [/^EDITOR_KEY_HASHES$/, ['the key itself', `${'0'.repeat(64)},`]],
  [/^ORIGIN_SECRET_HASHES$/, ['', 'the secret itself', '0'.repeat(63)]],
  [/^HOLD_SECONDS$/, ['', 'x', '0', '-1', '1.5', '600s']],
  [/^UNPAID_SHARE$/, ['', 'x', '0', '101', '20%']],
  [/^UNPAID_ORDERS$/, ['', 'x', '0', '51', '1e1']],
  [/^TRUSTED_PROXIES$/, ['', 'x', '-1', '9', '1.5']],
  [/^RETENTION_(UNPAID|PAID)_DAYS$/, ['', 'x', '0', '-30', '30d']],
  [/^PUSH_RATE$/, ['', 'x', '-1', '1e3', '3000/s']],
  [/^ALLOWED_ORIGINS$/, ['', '*', 'shop.example.com', 'https://shop.example.com/']],
  [/^AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI$/, ['', 'example.com']],
  [/^AWS_REGION$/, ['', 'eu central']],
  [/^AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY)$/, ['']],
  [/^AWS_ENDPOINT_URL_DYNAMODB$/, ['localhost:8000']],
  [/^AWS_CA_BUNDLE$/, ['/no/such/file.pem']],
  [/^LOG_LEVEL$/, ['loud']],
];
/** What may be left out. */
const optional = ['AWS_ENDPOINT_URL_DYNAMODB', 'AWS_SESSION_TOKEN', 'AWS_LAMBDA_FUNCTION_NAME'];
/** The Runtime API is what the function reports to: without it there is only its log. */
const untold = ['AWS_LAMBDA_RUNTIME_API'];
const extra = { AWS_CA_BUNDLE: '', LOG_LEVEL: '' };

interface Told {
  error: { errorType: string; errorMessage: string } | undefined;
  lines: string[];
  code: number | null;
}

async function start(name: string, change: Record<string, string | undefined>): Promise<Told | 'serves'> {
  const runtime = await RuntimeApi.start();
  const good = environment(name, { runtimeApi: runtime.endpoint, port: 9, host: '127.0.0.1' });
  const env = Object.fromEntries(Object.entries({ ...good, ...change }).filter(([, value]) => value !== undefined));
  const child = spawn(program(name), { env: env, stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString('utf8')));
  const closed = once(child, 'close') as Promise<[number | null]>;
  try {
    const ended = closed.then(async ([code]) => {
      const error = await Promise.race([runtime.initError, Promise.resolve(undefined)]);
      return { error, code, lines: log.trim().split('\n') };
    });
    return await within(
      15_000,
      'it serves or ends',
      Promise.race([ended, runtime.ready.then(() => 'serves' as const)]),
    );
  } finally {
    child.kill('SIGKILL');
    await closed;
    await runtime.stop();
  }
}

async function refuses(name: string, variable: string, value: string | undefined): Promise<void> {
  const told = await start(name, { [variable]: value });
  if (told === 'serves') throw new Error(`${name} serves with ${variable}=${value ?? '(unset)'}`);
  expect(told.code, variable).toBe(1);
  expect(told.lines, variable).toHaveLength(1);
  expect(told.lines[0]).toContain(variable);
  if (value !== undefined && value.length > 3) expect(told.lines[0]).not.toContain(value);
  if (!untold.includes(variable)) {
    expect(told.error?.errorType).toBe('Environment');
    expect(told.error?.errorMessage).toContain(variable);
  }
}

describe.each(names)('%s', (name) => {
  const variables = Object.keys(environment(name, { runtimeApi: '127.0.0.1:1', port: 9, host: '127.0.0.1' }));

  test('serves with what app.yaml and Lambda set', async () => {
    expect(await start(name, {})).toBe('serves');
  });

  test.each(variables.filter((variable) => !optional.includes(variable)))('does not start without %s', async (one) => {
    await refuses(name, one, undefined);
  });

  test.each(
    [...variables, ...Object.keys(extra)]
      .filter((variable) => !optional.slice(1).includes(variable) && !untold.includes(variable))
      .flatMap((variable) => {
        const kind = malformed.find(([pattern]) => pattern.test(variable));
        if (kind === undefined) throw new Error(`${variable} is of no kind that this test knows`);
        return kind[1].map((value): [string, string] => [variable, value]);
      }),
  )('does not start with %s=%s', async (variable, value) => {
    await refuses(name, variable, value);
  });
});
