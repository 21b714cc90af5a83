// A bare TCP connection, for requests that no client library would send.
import { connect, type Socket } from 'node:net';
import { within } from './eventually.ts';

export class RawConnection {
  #text = '';
  #closed = false;
  readonly #socket: Socket;
  readonly #ended: Promise<void>;
  readonly #waiting = new Set<() => void>();

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#ended = new Promise((resolve) => {
      socket.on('data', (chunk) => {
        this.#text += chunk.toString('latin1');
        for (const look of this.#waiting) look();
      });
      socket.once('close', () => {
        this.#closed = true;
        for (const look of this.#waiting) look();
        resolve();
      });
      socket.on('error', () => undefined);
    });
  }

  static async to(base: string): Promise<RawConnection> {
    const { hostname, port } = new URL(base);
    const socket = connect(Number(port), hostname);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    return new RawConnection(socket);
  }

  send(text: string | Buffer): void {
    this.#socket.write(text);
  }

  /** Ends what we send, and goes on reading. */
  finish(): void {
    this.#socket.end();
  }

  /** What came until the peer closed. */
  async toEnd(milliseconds: number): Promise<string> {
    await within(milliseconds, 'the peer closes the connection', this.#ended);
    return this.#text;
  }

  /** What came, once it holds `text` or the peer closed. */
  async until(text: string, milliseconds: number): Promise<string> {
    await within(
      milliseconds,
      `the peer sends ${JSON.stringify(text)}`,
      new Promise<void>((resolve) => {
        const look = (): void => {
          if (!this.#text.includes(text) && !this.#closed) return;
          this.#waiting.delete(look);
          resolve();
        };
        this.#waiting.add(look);
        look();
      }),
    );
    return this.#text;
  }

  close(): void {
    this.#socket.destroy();
  }
}
