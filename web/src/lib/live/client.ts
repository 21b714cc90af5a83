import type { Card, Change } from '@/lib/api/shapes';
import { backoff } from './backoff';
import { Feed, type ChangeSpan } from './feed';
import type { Frame } from './frames';
import { Connection } from './connection';
import type { SubjectUpdate, ConnectionStatus, Subject, LivePorts } from './ports';
import { parsePosition, type Position } from './position';

const RENEW_MS = 110 * 60_000;
const RENEW_SPREAD_MS = 6 * 60_000;
const POLL_MS = 10_000;
/** After two attempts without an answered hello sockets are assumed to be blocked, and the feed is polled besides. */
const ATTEMPTS_BEFORE_POLLING = 2;
/** A throttled client opens no socket for longer than the minute that the shop counts by, and polls meanwhile. */
const THROTTLED_MS = 60_000;
const THROTTLED_SPREAD_MS = 30_000;
/** docs/api.md allows 20 subscriptions a socket. Near that, a new socket drops those that nobody watches any more. */
const MAX_SUBSCRIPTIONS = 18;
const MAX_BUFFERED_SPANS = 500;

type Watcher = (notification: SubjectUpdate) => void;

/**
 * Keeps a `Feed` up to date over a socket, and over GET /changes where messages were missed or sockets are blocked.
 * Knows nothing of React, of the page, or of which products are shown.
 */
export class LiveClient {
  readonly feed = new Feed();
  readonly #buffer: ChangeSpan[] = [];
  readonly #subjects = new Map<string, { subject: Subject; watchers: Set<Watcher> }>();
  readonly #statusListeners = new Set<() => void>();
  readonly #resetListeners = new Set<() => void>();
  readonly #readyListeners = new Set<() => void>();
  #status: ConnectionStatus = 'connecting';
  #connection: Connection | null = null;
  #nextConnection: Connection | null = null;
  #attempt = 0;
  #head: Position | null = null;
  #syncing: Promise<void> | null = null;
  #running = false;
  #generation = 0;
  #throttledUntil = -Infinity;
  #cancelRetry: (() => void) | null = null;
  #cancelRenew: (() => void) | null = null;
  #cancelPoll: (() => void) | null = null;

  constructor(private readonly ports: LivePorts) {}

  get status(): ConnectionStatus {
    return this.#status;
  }

  /** Incremented by every reset: what was requested before one is worth nothing after it. */
  get generation(): number {
    return this.#generation;
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#connect();
  }

  stop(): void {
    this.#running = false;
    this.#connection?.close();
    this.#nextConnection?.close();
    this.#connection = this.#nextConnection = null;
    for (const cancel of [this.#cancelRetry, this.#cancelRenew, this.#cancelPoll]) cancel?.();
    this.#cancelRetry = this.#cancelRenew = this.#cancelPoll = null;
  }

  onStatus(listener: () => void): () => void {
    this.#statusListeners.add(listener);
    return () => this.#statusListeners.delete(listener);
  }

  /** Calls `listener` after a reset: everything shown may be stale and has to be fetched. Returns the function that ends that. */
  onReset(listener: () => void): () => void {
    this.#resetListeners.add(listener);
    return () => this.#resetListeners.delete(listener);
  }

  /** Calls `listener` when a connection is ready or polling has begun: single products that were requested before may be stale. Returns the function that ends that. */
  onReady(listener: () => void): () => void {
    this.#readyListeners.add(listener);
    return () => this.#readyListeners.delete(listener);
  }

  /** The network came back, or the page became visible: don't wait for a timer. */
  wake(): void {
    if (!this.#running) return;
    if (this.#connection) return this.#status === 'live' ? this.#connection.ping() : this.#renew();
    if (this.ports.now() < this.#throttledUntil) return void this.#poll();
    this.#attempt = 0;
    this.#cancelRetry?.();
    this.#connect();
    void this.#poll();
  }

  /** The browser reports no network: quicker than waiting for a time-out. */
  networkLost(): void {
    this.#setStatus('offline');
  }

  watch(subject: Subject, watcher: Watcher): () => void {
    const key = keyOf(subject);
    const entry = this.#subjects.get(key) ?? { subject, watchers: new Set() };
    this.#subjects.set(key, entry);
    entry.watchers.add(watcher);
    if (this.#connection && this.#connection.subscriptionCount >= MAX_SUBSCRIPTIONS) this.#renew();
    else for (const line of [this.#connection, this.#nextConnection]) line?.subscribe(subject);
    return () => {
      entry.watchers.delete(watcher);
      if (entry.watchers.size === 0) this.#subjects.delete(key);
    };
  }

  /**
   * Adds a list's answer, and the generation in which it was requested. Resolves when the feed knows every change since the answer, so that it can be
   * shown: an answer that is further behind than the feed reaches back is brought forward by GET /changes first. Rejects without an answer.
   */
  async offerList(answer: { items: readonly Card[]; feed: string }, asked = this.#generation): Promise<void> {
    const position = parsePosition(answer.feed);
    if (position === null) throw new Error(`Not a position: ${answer.feed}`);
    // Lists that were requested before a reset are requested again after it.
    if (asked !== this.#generation) return;
    const own = this.feed.position;
    if (own && own.epoch !== position.epoch) this.#reset(position);
    if (this.feed.position === null) {
      this.feed.start(position);
      if (this.#head?.epoch === position.epoch) this.#receiveHead(this.#head);
    } else if (position.seq < this.feed.position.seq && !this.feed.covers(position)) {
      const reached = await this.#extendBack(position);
      if (asked !== this.#generation) return;
      if (!reached) return this.#reset(this.#headBeyond(this.feed.position));
    }
    for (const card of answer.items) this.feed.addCard(card);
    this.#drainBuffer();
    // Among the fetched changes may be some without content.
    if (this.feed.unread.length > 0) void this.#sync();
  }

  /**
   * Adds one product's answer, and the feed's position when it was requested. It was read consistently, so every change after that position has a
   * higher revision. Without a position, or with one of another epoch, revisions cannot be compared: then the answer is for the page alone, which
   * fetches it again once the connection is ready.
   */
  offerProduct(card: Card, asked: Position | null): void {
    if (asked !== null && asked.epoch === this.feed.position?.epoch) this.feed.addCard(card);
  }

  // --- connections ---

  #connect(): void {
    if (!this.#running || this.#connection || this.#nextConnection) return;
    this.#cancelRetry = null;
    this.#nextConnection = this.#openConnection();
  }

  #openConnection(): Connection {
    const line = new Connection(this.ports, {
      frame: (frame, answered) => this.#receive(frame, answered),
      ready: () => this.#connected(line),
      closed: (spent) => this.#closed(line, spent),
    });
    for (const { subject } of this.#subjects.values()) line.subscribe(subject);
    return line;
  }

  #connected(line: Connection): void {
    this.#connection?.close();
    this.#connection = line;
    this.#nextConnection = null;
    this.#attempt = 0;
    this.#cancelPoll?.();
    this.#cancelPoll = null;
    this.#cancelRenew?.();
    this.#cancelRenew = this.ports.after(RENEW_MS + this.ports.random() * RENEW_SPREAD_MS, () => this.#renew());
    this.#setStatus('live');
    this.#readyListeners.forEach((listener) => listener());
  }

  /** The new socket is ready before the old one closes, so that nothing is missed. */
  #renew(): void {
    if (this.#running && !this.#nextConnection) this.#nextConnection = this.#openConnection();
  }

  #closed(line: Connection, spent: boolean): void {
    if (line === this.#nextConnection) this.#nextConnection = null;
    if (line === this.#connection) {
      this.#connection = null;
      this.#setStatus('connecting');
    }
    if (!this.#running) return;
    const backedOff = backoff(this.#attempt++, this.ports.random);
    const wait = spent ? THROTTLED_MS + this.ports.random() * THROTTLED_SPREAD_MS : backedOff;
    if (spent) this.#throttledUntil = this.ports.now() + wait;
    this.#cancelRetry?.();
    this.#cancelRetry = this.ports.after(wait, () => (this.#connection ? this.#renew() : this.#connect()));
    if (!this.#connection && (spent || this.#attempt >= ATTEMPTS_BEFORE_POLLING))
      this.#cancelPoll ??= this.ports.after(0, () => void this.#poll());
  }

  #receive(frame: Frame, answered: Subject | null): void {
    if (frame.type === 'changes') return this.#receiveChanges(frame);
    if (frame.type === 'error') return;
    if ('head' in frame) {
      this.#receiveHead(frame.head);
      return answered ? this.#notify(keyOf(answered), 'refresh') : this.#refreshSubjects();
    }
    const { rev, state } = frame;
    this.#notify(keyOf(frame), state === undefined ? { rev } : { rev, state });
  }

  #receiveChanges(span: ChangeSpan): void {
    this.#head = span.to;
    if (this.#syncing || this.feed.position === null) return this.#bufferSpan(span);
    const verdict = this.feed.apply(span);
    if (verdict === 'new-epoch') {
      // Everything shown is fetched again, so the feed may start here.
      this.#reset(span.from);
      this.feed.apply(span);
    }
    if (verdict === 'gap') {
      this.#bufferSpan(span);
      void this.#sync();
    }
    if (this.feed.unread.length > 0) void this.#sync();
  }

  /** Without a snapshot nothing can be stale: the feed starts at the head. */
  #receiveHead(head: Position): void {
    this.#head = head;
    const own = this.feed.position;
    if (own === null) {
      this.feed.start(head);
      this.#drainBuffer();
    } else if (own.epoch !== head.epoch) {
      this.#reset(head);
      this.#drainBuffer();
    } else if (head.seq > own.seq) void this.#sync();
  }

  #bufferSpan(span: ChangeSpan): void {
    if (this.#buffer.length === MAX_BUFFERED_SPANS) this.#buffer.shift();
    this.#buffer.push(span);
  }

  // --- catching up ---

  /** One at a time: fetches what is missing until nothing is, then applies what arrived meanwhile. */
  #sync(): Promise<void> {
    this.#syncing ??= this.#catchUp().finally(() => {
      this.#syncing = null;
      this.#drainBuffer();
      if (this.#running && this.feed.unread.length > 0) void this.#sync();
    });
    return this.#syncing;
  }

  async #catchUp(): Promise<void> {
    for (let attempt = 0; this.#running && this.feed.position !== null; attempt++) {
      try {
        if ((await this.#fetchChanges()) === 'lost') return this.#reset(this.#headBeyond(this.feed.position));
        return await this.#fetchUnread();
      } catch {
        await this.#pause(backoff(attempt, this.ports.random));
      }
    }
  }

  async #fetchChanges(): Promise<'lost' | 'done'> {
    for (;;) {
      const from = this.feed.position;
      if (from === null) return 'done';
      const generation = this.#generation;
      const answer = await this.ports.fetchChanges(from);
      if (generation !== this.#generation) return 'done';
      if (answer === 'lost') return 'lost';
      if (this.feed.apply({ from, to: answer.to, changes: answer.changes }) === 'new-epoch') return 'lost';
      if (!answer.more) return 'done';
    }
  }

  async #fetchUnread(): Promise<void> {
    for (let id = this.feed.unread[0]; id !== undefined; id = this.feed.unread[0]) {
      const generation = this.#generation;
      const card = await this.ports.fetchProduct(id);
      if (generation === this.#generation) this.feed.resolveUnread(id, card);
    }
  }

  async #extendBack(position: Position): Promise<boolean> {
    const missed: Change[] = [];
    const generation = this.#generation;
    let from = position;
    for (;;) {
      const own = this.feed.position;
      if (own === null || own.epoch !== from.epoch) return false;
      if (from.seq >= own.seq) break;
      const answer = await this.ports.fetchChanges(from);
      if (generation !== this.#generation || answer === 'lost' || answer.to.epoch !== from.epoch) return false;
      missed.push(...answer.changes);
      if (!answer.more || answer.to.seq <= from.seq) break;
      from = answer.to;
    }
    // All at once: some of them alone would show a product as it was before the feed's position.
    this.feed.addChanges(missed);
    this.feed.extendBack(position);
    return true;
  }

  #drainBuffer(): void {
    if (this.#syncing || this.feed.position === null) return;
    const held = this.#buffer.splice(0).sort((a, b) => a.from.seq - b.from.seq);
    for (const span of held) {
      if (span.from.epoch === this.feed.position.epoch) this.#receiveChanges(span);
    }
  }

  /** Forgets everything and has everything shown fetched again, so the feed may start at whatever is known of the new head. */
  #reset(at: Position | null): void {
    this.#generation++;
    this.feed.reset();
    if (at) this.feed.start(at);
    this.#resetListeners.forEach((listener) => listener());
    this.#refreshSubjects();
  }

  /** The last known head, where the feed may restart; null if it is not beyond the position that was lost. */
  #headBeyond(lost: Position | null): Position | null {
    const head = this.#head;
    return head && (head.epoch !== lost?.epoch || head.seq > lost.seq) ? head : null;
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.ports.after(ms, resolve));
  }

  // --- polling ---

  async #poll(): Promise<void> {
    if (!this.#running || this.#connection) return;
    const from = this.feed.position;
    const begins = from !== null && this.#status !== 'polling';
    try {
      // Without a position there are no changes to fetch, so the health check tells whether the shop answers.
      if (from === null) await this.ports.checkHealth();
      else if ((await this.#fetchChanges()) === 'lost') this.#reset(this.#headBeyond(from));
      await this.#fetchUnread();
      if (!this.#connection) this.#setStatus(from === null ? 'connecting' : 'polling');
      if (begins) this.#readyListeners.forEach((listener) => listener());
      this.#refreshSubjects();
    } catch {
      if (!this.#connection) this.#setStatus('offline');
    }
    if (this.#running && !this.#connection) {
      this.#cancelPoll?.();
      this.#cancelPoll = this.ports.after(POLL_MS, () => void this.#poll());
    }
  }

  // --- orders and baskets ---

  #refreshSubjects(): void {
    for (const key of this.#subjects.keys()) this.#notify(key, 'refresh');
  }

  #notify(key: string, notification: SubjectUpdate): void {
    this.#subjects.get(key)?.watchers.forEach((watcher) => watcher(notification));
  }

  #setStatus(status: ConnectionStatus): void {
    if (status === this.#status) return;
    this.#status = status;
    this.#statusListeners.forEach((listener) => listener());
  }
}

const keyOf = ({ kind, type, id }: { kind?: string; type?: string; id: string }): string => `${kind ?? type}/${id}`;
