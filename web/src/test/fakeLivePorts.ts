import type { Card, Change } from '@/lib/api/shapes';
import type { LiveClient } from '@/lib/live/client';
import type { ChangesPage, Socket, LivePorts } from '@/lib/live/ports';
import { formatPosition, type Position } from '@/lib/live/position';

/** A socket whose server end is the test. */
export class FakeSocket implements Socket {
  onopen: (() => void) | null = null;
  onmessage: ((text: string) => void) | null = null;
  onclose: (() => void) | null = null;
  readonly sent: Record<string, unknown>[] = [];
  closed = false;

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }

  close(): void {
    this.closed = true;
  }

  /** The server accepts. */
  open(): void {
    this.onopen?.();
  }

  /** The server says something. */
  push(frame: object): void {
    this.onmessage?.(JSON.stringify(frame));
  }

  /** The server, or the network, ends it. */
  drop(): void {
    this.closed = true;
    this.onclose?.();
  }
}

interface Timer {
  at: number;
  run: () => void;
}

/** The world with a clock that moves when the test says so, and a feed the test writes. */
export class FakeLivePorts implements LivePorts {
  time = 0;
  epoch = 'e1';
  log: Change[] = [];
  products = new Map<string, Card>();
  /** Whether the API answers at all. */
  reachable = true;
  /** Changes before this number are forgotten: 410. */
  oldest = 0;
  pageSize = 1_000;
  fetched: string[] = [];
  isHidden = false;
  readonly sockets: FakeSocket[] = [];
  #timers: Timer[] = [];

  now = (): number => this.time;
  random = (): number => 0.5;
  hidden = (): boolean => this.isHidden;

  after = (ms: number, run: () => void): (() => void) => {
    const timer = { at: this.time + ms, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((each) => each !== timer);
    };
  };

  openSocket = (): Socket => {
    const socket = new FakeSocket();
    this.sockets.push(socket);
    return socket;
  };

  async fetchChanges(position: Position): Promise<ChangesPage | 'lost'> {
    this.fetched.push(formatPosition(position));
    await Promise.resolve();
    if (!this.reachable) throw new Error('No answer.');
    if (position.epoch !== this.epoch || position.seq < this.oldest) return 'lost';
    const to = Math.min(this.log.length, position.seq + this.pageSize);
    return {
      to: { epoch: this.epoch, seq: to },
      changes: this.log.slice(position.seq, to),
      more: to < this.log.length,
    };
  }

  async checkHealth(): Promise<void> {
    await Promise.resolve();
    if (!this.reachable) throw new Error('No answer.');
  }

  async fetchProduct(id: string): Promise<Card | null> {
    await Promise.resolve();
    if (!this.reachable) throw new Error('No answer.');
    return this.products.get(id) ?? null;
  }

  get last(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error('No socket was opened.');
    return socket;
  }

  get head(): string {
    return `${this.epoch}:${this.log.length}`;
  }

  /** Appends a change to the feed and returns the frame that tells it. */
  append(change: Change): object {
    const from = this.head;
    this.log.push(change);
    return { type: 'changes', from, to: this.head, changes: [change] };
  }

  /** The newest socket opens and its hello is answered. */
  connect(): FakeSocket {
    const socket = this.last;
    socket.open();
    socket.push({ type: 'ready', head: this.head });
    return socket;
  }

  /** Lets time pass, running what falls due, and what those promise. */
  async advance(ms: number): Promise<void> {
    const end = this.time + ms;
    for (;;) {
      await settle();
      const next = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.time = Math.max(this.time, next.at);
      this.#timers = this.#timers.filter((each) => each !== next);
      next.run();
    }
    this.time = end;
    await settle();
  }
}

/** Lets every promise that is already decided take its course. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 25; i++) await Promise.resolve();
}

/** Starts a client, answers its hello and gives it an empty snapshot at the feed's head. */
export async function connectClient(client: LiveClient, ports: FakeLivePorts): Promise<FakeSocket> {
  client.start();
  const socket = ports.connect();
  await client.offerList({ items: [], feed: ports.head });
  return socket;
}
