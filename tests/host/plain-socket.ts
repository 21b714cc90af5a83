// A WebSocket client that takes whatever comes.
import { WebSocket } from 'ws';
import { within } from '../support/eventually.ts';

export class PlainSocket {
  readonly messages: string[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly #socket: WebSocket;
  readonly #waiting: ((message: string) => void)[] = [];

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => {
      socket.once('close', (code, reason) => {
        resolve({ code, reason: reason.toString() });
      });
    });
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer) => {
      const text = data.toString('utf8');
      const waiting = this.#waiting.shift();
      if (waiting === undefined) this.messages.push(text);
      else waiting(text);
    });
  }

  static async open(base: string, target: string, headers: Record<string, string> = {}): Promise<PlainSocket> {
    const socket = new WebSocket(`${base.replace(/^http/, 'ws')}${target}`, { headers, perMessageDeflate: false });
    const plain = new PlainSocket(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
      socket.once('unexpected-response', (_, response) => {
        reject(new Error(`refused with ${String(response.statusCode)}`));
        socket.terminate();
      });
    });
    return plain;
  }

  send(text: string): void {
    this.#socket.send(text);
  }

  sendBinary(bytes: Buffer): void {
    this.#socket.send(bytes, { binary: true });
  }

  async next(): Promise<string> {
    const kept = this.messages.shift();
    if (kept !== undefined) return kept;
    return await within(5_000, 'a message', new Promise<string>((resolve) => this.#waiting.push(resolve)));
  }

  /** The answer to a message. */
  async ask(text: string): Promise<unknown> {
    this.send(text);
    return JSON.parse(await this.next()) as unknown;
  }

  async close(code = 1000, reason = ''): Promise<void> {
    this.#socket.close(code, reason);
    await within(5_000, 'the socket closes', this.closed);
  }

  /** Cuts the connection without a word. */
  cut(): void {
    this.#socket.terminate();
  }
}
