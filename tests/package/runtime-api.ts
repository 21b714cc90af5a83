// Lambda's Runtime API from Lambda's side, for one process of one function:
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Outcome {
  /** What the function answered, or the error it reported. */
  answer?: unknown;
  error?: { errorType: string; errorMessage: string };
}

const runtime = '/2018-06-01/runtime';
const arn = 'arn:aws:lambda:eu-central-1:123456789012:function:vitrine-test';

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

export class RuntimeApi {
  readonly #server: Server;
  readonly #waiting: ServerResponse[] = [];
  readonly #queue: { id: string; payload: string; milliseconds: number }[] = [];
  readonly #answers = new Map<string, (outcome: Outcome) => void>();
  /** What the function says where it does not begin to serve. */
  readonly initError: Promise<Outcome['error']>;
  /** When it asks for its first event. */
  readonly ready: Promise<void>;
  #failed: (error: Outcome['error']) => void = () => undefined;
  #asked: () => void = () => undefined;

  private constructor() {
    this.initError = new Promise((resolve) => (this.#failed = resolve));
    this.ready = new Promise((resolve) => (this.#asked = resolve));
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  static async start(): Promise<RuntimeApi> {
    const api = new RuntimeApi();
    await new Promise<void>((ready) => api.#server.listen(0, '127.0.0.1', ready));
    return api;
  }

  /** AWS_LAMBDA_RUNTIME_API. */
  get endpoint(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Hands the function an event, or the text of one, and waits for what it makes of it: initialisation may take its time. */
  async invoke(event: unknown, milliseconds = 10_000): Promise<Outcome> {
    const id = randomUUID();
    const outcome = new Promise<Outcome>((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error('the function did not answer'));
      }, 20_000);
      this.#answers.set(id, (told) => {
        clearTimeout(timer);
        resolve(told);
      });
    });
    this.#queue.push({ id, payload: typeof event === 'string' ? event : JSON.stringify(event), milliseconds });
    this.#hand();
    return await outcome;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }

  #hand(): void {
    const [event] = this.#queue;
    const [response] = this.#waiting;
    if (event === undefined || response === undefined) return;
    this.#queue.shift();
    this.#waiting.shift();
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Lambda-Runtime-Aws-Request-Id': event.id,
      'Lambda-Runtime-Deadline-Ms': String(Date.now() + event.milliseconds),
      'Lambda-Runtime-Invoked-Function-Arn': arn,
      'Lambda-Runtime-Trace-Id': 'Root=1-5f3a8b1c-0123456789abcdef01234567;Parent=0123456789abcdef;Sampled=0',
    });
    response.end(event.payload);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? '';
    if (request.method === 'GET' && url === `${runtime}/invocation/next`) {
      this.#waiting.push(response);
      this.#asked();
      this.#hand();
      return;
    }
    const body = await bodyOf(request);
    if (url === `${runtime}/init/error`) {
      response.writeHead(202).end();
      this.#failed(JSON.parse(body) as Outcome['error']);
      return;
    }
    const [, id = '', kind] = /\/invocation\/([^/]+)\/(response|error)$/.exec(url) ?? [];
    const told = this.#answers.get(id);
    response.writeHead(told === undefined ? 404 : 202).end();
    this.#answers.delete(id);
    told?.(kind === 'response' ? { answer: JSON.parse(body) as unknown } : { error: JSON.parse(body) as never });
  }
}
