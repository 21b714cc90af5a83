// HTTP as tests need it: any header, any body, nothing done behind one's back. Answers of the API are held to the contract here,
// so that no test can forget it.
import { createHash } from 'node:crypto';
import { Agent, request as httpRequest } from 'node:http';
import { Agent as TlsAgent, request as httpsRequest } from 'node:https';
import { checkExchange } from './contract.ts';

export interface Send {
  headers?: Record<string, string>;
  /** Sent as JSON, with its Content-Type unless the headers name one. */
  json?: unknown;
  /** Sent as it is. */
  body?: string | Buffer;
  /** The loopback address it comes from; an order comes from one of its shopper's own. */
  from?: string | undefined;
}

export interface Answer<T = unknown> {
  status: number;
  headers: Record<string, string>;
  text: string;
  /** The parsed body; undefined where there is none or it is not JSON. */
  body: T;
}

const agents = {
  'http:': new Agent({ keepAlive: true, maxSockets: Infinity }),
  'https:': new TlsAgent({ keepAlive: true, maxSockets: Infinity }),
};

// What a shopper of an address of their own leaves behind is no connection that waits for the next.
const once = new Agent({ keepAlive: false, maxSockets: Infinity });

/** An address of 127.0.0.0/8, the same for the same name: the shop lets one address hold little that is not paid for. */
export function household(name: string): string {
  const [first = 0, second = 0, third = 0] = createHash('sha256').update(name).digest();
  return `127.${first}.${second}.${1 + (third % 254)}`;
}

function addressOf(url: URL, method: string, target: string, send: Send): string | undefined {
  if (url.hostname !== '127.0.0.1') return undefined;
  const shopper = send.headers?.Authorization;
  return send.from ?? (method === 'POST' && target === '/api/v1/orders' && shopper ? household(shopper) : undefined);
}

function parsed(text: string, type: string | undefined): unknown {
  if (text === '' || type?.includes('json') !== true) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** One request, with no look at the contract. Fails after 30 s. */
export async function exchange(base: string, method: string, target: string, send: Send = {}): Promise<Answer> {
  const url = new URL(base);
  const body = send.json !== undefined ? JSON.stringify(send.json) : send.body;
  const headers: Record<string, string> = { ...send.headers };
  const named = Object.keys(headers).map((name) => name.toLowerCase());
  if (send.json !== undefined && !named.includes('content-type')) headers['Content-Type'] = 'application/json';
  if (body !== undefined && !named.includes('transfer-encoding'))
    headers['Content-Length'] = String(Buffer.byteLength(body));
  const secure = url.protocol === 'https:';
  return await new Promise<Answer>((resolve, reject) => {
    const localAddress = addressOf(url, method, target, send);
    const options = {
      method,
      path: target,
      host: url.hostname,
      port: url.port,
      headers,
      timeout: 30_000,
      localAddress,
    };
    const outgoing = secure
      ? httpsRequest({ ...options, agent: agents['https:'] })
      : httpRequest({ ...options, agent: localAddress === undefined ? agents['http:'] : once });
    outgoing.once('timeout', () => outgoing.destroy(new Error(`${method} ${target}: no answer within 30 s`)));
    outgoing.once('error', reject);
    outgoing.once('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const headersOf = Object.fromEntries(
          Object.entries(response.headers).map(([name, value]) => [
            name,
            Array.isArray(value) ? value.join(', ') : (value ?? ''),
          ]),
        );
        resolve({
          status: response.statusCode ?? 0,
          headers: headersOf,
          text,
          body: parsed(text, headersOf['content-type']),
        });
      });
    });
    outgoing.end(body);
  });
}

/** One request to the API, its answer held to the contract. */
export async function call(base: string, method: string, target: string, send: Send = {}): Promise<Answer> {
  const answer = await exchange(base, method, target, send);
  const sent = send.json !== undefined ? JSON.stringify(send.json) : send.body?.toString();
  if (target.startsWith('/api/')) {
    checkExchange({
      method,
      target,
      requestBody: sent,
      status: answer.status,
      headers: answer.headers,
      body: answer.text,
    });
  }
  return answer;
}
