// A WebSocket client. Every frame that arrives is held to the contract; one that breaks it fails the run even if nobody waits for it.
import { WebSocket } from 'ws';
import type { components } from '../../web/src/generated/contract.ts';
import { checkFrame } from './contract.ts';
import { within } from './eventually.ts';

type Schemas = components['schemas'];
export type Frame =
  | Schemas['ReadyFrame']
  | Schemas['PongFrame']
  | Schemas['ErrorFrame']
  | Schemas['ChangesFrame']
  | Schemas['OrderFrame']
  | Schemas['BasketFrame'];
export type FrameOf<T extends Frame['type']> = Extract<Frame, { type: T }>;
export type Token = { basket: string; token: string } | { order: string; token: string };

export interface Closed {
  code: number;
  reason: string;
}

export class Live {
  readonly frames: Frame[] = [];
  readonly closed: Promise<Closed>;
  readonly #socket: WebSocket;
  readonly #waiting = new Set<() => void>();

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => {
      socket.once('close', (code, reason) => {
        resolve({ code, reason: reason.toString() });
      });
    });
    socket.on('message', (data: Buffer) => {
      const text = data.toString('utf8');
      checkFrame(text);
      this.frames.push(JSON.parse(text) as Frame);
      for (const look of this.#waiting) look();
    });
    socket.on('error', () => undefined);
  }

  /** Opens a socket; fails with the HTTP status where the handshake is refused. */
  static async open(base: string, headers: Record<string, string> = {}): Promise<Live> {
    const socket = new WebSocket(`${base.replace(/^http/, 'ws')}/ws`, { headers, perMessageDeflate: false });
    const live = new Live(socket);
    await within(
      10_000,
      'the socket opens',
      new Promise<void>((resolve, reject) => {
        socket.once('open', resolve);
        socket.once('error', reject);
        socket.once('unexpected-response', (_, response) => {
          reject(new Error(`refused with ${String(response.statusCode)}`));
          socket.terminate();
        });
      }),
    );
    return live;
  }

  send(message: unknown): void {
    this.#socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** A frame of raw bytes, as text whatever they are. */
  sendBytes(bytes: Buffer): void {
    this.#socket.send(bytes, { binary: false });
  }

  /** Part of a message. */
  sendFragment(text: string, last: boolean): void {
    this.#socket.send(text, { fin: last });
  }

  /** The first frame of a type, among those received or to come, that fits; it is taken out. */
  async next<T extends Frame['type']>(
    type: T,
    fits: (frame: FrameOf<T>) => boolean = () => true,
    milliseconds = 5_000,
  ): Promise<FrameOf<T>> {
    return await within(
      milliseconds,
      `a frame of type ${type}`,
      new Promise((resolve) => {
        const look = (): void => {
          const at = this.frames.findIndex((frame) => frame.type === type && fits(frame as FrameOf<T>));
          if (at < 0) return;
          this.#waiting.delete(look);
          resolve(this.frames.splice(at, 1)[0] as FrameOf<T>);
        };
        this.#waiting.add(look);
        look();
      }),
    );
  }

  async hello(topics: readonly string[], tokens?: readonly Token[]): Promise<FrameOf<'ready'>> {
    this.send({ action: 'hello', topics, ...(tokens === undefined ? {} : { tokens }) });
    return await this.next('ready');
  }

  async ping(): Promise<FrameOf<'pong'>> {
    this.send({ action: 'ping' });
    return await this.next('pong');
  }

  async close(): Promise<Closed> {
    this.#socket.close(1000);
    return await within(5_000, 'the socket closes', this.closed);
  }
}
