// The shop's functions as app.yaml lists them, and the environment each would find in AWS.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from '../support/host.ts';

interface App {
  functions: Record<string, { code: string; environment?: Record<string, string> }>;
}
const app = parse(readFileSync(join(root, 'app.yaml'), 'utf8')) as App;
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

export const names = Object.keys(app.functions);
export const region = 'eu-central-1';
export const database = `dynamodb.${region}.amazonaws.com`;
export const otherHost = 'dynamodb.us-east-1.amazonaws.com';
export const management = `a1b2c3d4e5.execute-api.${region}.amazonaws.com`;
export const origin = 'https://shop.example.com';
export const editorKey = 'the-editor-key-of-a-test';
export const originSecret = 'the-origin-secret-of-a-test';

/** The program that was built, as it lies in out/functions. */
export const program = (name: string): string => join(root, app.functions[name]?.code ?? '', 'bootstrap');

function resolved(value: string, managementPort: number): string {
  const [, what = ''] = /^\$\{(.*)\}$/.exec(value) ?? [];
  const closed: Record<string, string> = {
    stage: 'test',
    'local.loopback': '',
    'site.origins': origin,
    'websocket.endpoint': `https://${management}:${managementPort}/ws`,
    'origin.proxies': '1',
    'origin.secretHash': hash(originSecret),
    'editor.keyHashes': hash(editorKey),
  };
  return what === '' ? value : (closed[what] ?? what.replace('table.', 'vitrine-test-'));
}

export interface Place {
  runtimeApi: string;
  /** Where the endpoints of DynamoDB and of the management API listen; none for DynamoDB's own address. */
  port?: number;
  /** The name that DynamoDB's endpoint is asked for by. */
  host?: string;
}

export function environment(name: string, { runtimeApi, port, host = database }: Place): Record<string, string> {
  const own = Object.entries(app.functions[name]?.environment ?? {});
  return {
    ...Object.fromEntries(own.map(([variable, value]) => [variable, resolved(value, port ?? 443)])),
    ...(port === undefined ? {} : { AWS_ENDPOINT_URL_DYNAMODB: `https://${host}:${port}` }),
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
    AWS_LAMBDA_FUNCTION_NAME: `vitrine-test-${name}`,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'ASIATESTTESTTESTTEST',
    AWS_SECRET_ACCESS_KEY: 'a-secret-key-of-a-test',
    AWS_SESSION_TOKEN: 'a-session-token-of-a-test',
  };
}
