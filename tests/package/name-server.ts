// A name server (RFC 1035, over UDP) that knows a few names, all of them at 127.0.0.1. resolv.conf names no ports, so it is at port 53
// of a loopback address of its own; that takes root, or a network namespace in which one is root.
import { randomInt } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';

const type = { a: 1 };
const code = { noError: 0, noSuchName: 3 };

/** The name of the one question, and where the question ends. */
function question(query: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 5 };
}

function answerTo(query: Buffer, knows: (name: string) => boolean): Buffer {
  const { name, end } = question(query);
  const known = knows(name);
  const found = known && query.readUInt16BE(end - 4) === type.a;
  const head = Buffer.from(query.subarray(0, end));
  head.writeUInt16BE(0x8180 | (known ? code.noError : code.noSuchName), 2);
  head.writeUInt16BE(found ? 1 : 0, 6);
  head.writeUInt32BE(0, 8);
  // The question's name, class IN, a minute to live, four bytes.
  const record = Buffer.from([0xc0, 12, 0, type.a, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1]);
  return found ? Buffer.concat([head, record]) : head;
}

export class NameServer {
  readonly #socket: Socket;
  readonly asked = new Set<string>();

  private constructor(names: readonly string[]) {
    this.#socket = createSocket('udp4', (query, { port, address }) => {
      this.asked.add(question(query).name);
      this.#socket.send(
        answerTo(query, (name) => names.includes(name)),
        port,
        address,
      );
    });
  }

  static async start(names: readonly string[]): Promise<NameServer> {
    const server = new NameServer(names);
    const address = `127.53.${randomInt(256)}.${randomInt(1, 255)}`;
    await new Promise<void>((ready, failed) => {
      server.#socket.once('error', failed).bind(53, address, ready);
    }).catch((cause: unknown) => {
      throw new Error(`No name server at port 53 of ${address}: run as root, or by ./dev test functional.`, { cause });
    });
    return server;
  }

  /** Of /etc/resolv.conf. */
  get line(): string {
    return `nameserver ${this.#socket.address().address}\n`;
  }

  async stop(): Promise<void> {
    await new Promise<void>((closed) => this.#socket.close(closed));
  }
}
