import type { Card, Change } from '@/lib/api/shapes';
import { backoff } from './backoff';
import { Feed, type Span } from './feed';
import type { Frame } from './frames';
import { Line } from './line';
import type { Notification, Status, Subject, World } from './ports';
import { parsePosition, type Position } from './position';

const RENEW_MS = 110 * 60_000;
const RENEW_SPREAD_MS = 6 * 60_000;
const POLL_MS = 10_000;
/** Two attempts without a hello answered: sockets are taken for blocked and the feed is polled besides. */
const ATTEMPTS_BEFORE_POLLING = 2;
/** Told that it said too much, a client stays silent for longer than the minute that the shop counts by, and asks over HTTP meanwhile. */
const SPENT_MS = 60_000;
const SPENT_SPREAD_MS = 30_000;
/** api.md allows 20 subscriptions a socket. Near that, a fresh socket leaves the old ones behind. */
const FULL_LINE = 18;
const LONGEST_BUFFER = 500;

type Watcher = (notification: Notification) => void;

/**
 * Keeps a `Feed` at the shop's present over a socket, and over GET /changes where messages were missed or sockets are blocked.
 * Knows nothing of React, of the page, or of which products are shown.
 */
export class LiveClient {
  readonly feed = new Feed();
  readonly #buffer: Span[] = [];
  readonly #subjects = new Map<string, { subject: Subject; watchers: Set<Watcher> }>();
  readonly #statusListeners = new Set<() => void>();
  readonly #resetListeners = new Set<() => void>();
  readonly #readyListeners = new Set<() => void>();
  #status: Status = 'connecting';
  #line: Line | null = null;
  #next: Line | null = null;
  #attempt = 0;
  #head: Position | null = null;
  #syncing: Promise<void> | null = null;
  #running = false;
  #era = 0;
  #silentUntil = -Infinity;
  #cancelRetry: (() => void) | null = null;
  #cancelRenew: (() => void) | null = null;
  #cancelPoll: (() => void) | null = null;

  constructor(private readonly world: World) {}

  get status(): Status {
    return this.#status;
  }

  /** Grows with every reset: what was asked for before one says nothing about the time after. */
  get era(): number {
    return this.#era;
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#connect();
  }

  stop(): void {
    this.#running = false;
    this.#line?.close();
    this.#next?.close();
    this.#line = this.#next = null;
    for (const cancel of [this.#cancelRetry, this.#cancelRenew, this.#cancelPoll]) cancel?.();
    this.#cancelRetry = this.#cancelRenew = this.#cancelPoll = null;
  }

  onStatus(listener: () => void): () => void {
    this.#statusListeners.add(listener);
    return () => this.#statusListeners.delete(listener);
  }

  /** Everything shown is of an older world: whatever shows anything of the shop asks for it again. */
  onReset(listener: () => void): () => void {
    this.#resetListeners.add(listener);
    return () => this.#resetListeners.delete(listener);
  }

  /** The line stands (again), or polling has begun: answers of single products that were asked for before it may be too old to be brought forward. */
  onReady(listener: () => void): () => void {
    this.#readyListeners.add(listener);
    return () => this.#readyListeners.delete(listener);
  }

  /** The network came back, or the page became visible: don't wait for a timer. */
  wake(): void {
    if (!this.#running) return;
    if (this.#line) return this.#status === 'live' ? this.#line.ping() : this.#renew();
    if (this.world.now() < this.#silentUntil) return void this.#poll();
    this.#attempt = 0;
    this.#cancelRetry?.();
    this.#connect();
    void this.#poll();
  }

  /** The machine says that it has no network: quicker than waiting for an answer that stays away. */
  lost(): void {
    this.#setStatus('offline');
  }

  watch(subject: Subject, watcher: Watcher): () => void {
    const key = keyOf(subject);
    const entry = this.#subjects.get(key) ?? { subject, watchers: new Set() };
    this.#subjects.set(key, entry);
    entry.watchers.add(watcher);
    if (this.#line && this.#line.load >= FULL_LINE) this.#renew();
    else for (const line of [this.#line, this.#next]) line?.subscribe(subject);
    return () => {
      entry.watchers.delete(watcher);
      if (entry.watchers.size === 0) this.#subjects.delete(key);
    };
  }

  /**
   * A list's answer, and the era it was asked for in. Resolves when the feed's knowledge covers it up to the own position, so that it can be shown
   * through the feed: an answer that is behind by more than what was heard is brought forward by /changes first.
   */
  async offer(answer: { items: readonly Card[]; feed: string }, asked = this.#era): Promise<void> {
    const position = parsePosition(answer.feed);
    if (position === null) throw new Error(`Not a position: ${answer.feed}`);
    // Whoever asked before a reset asks again after it.
    if (asked !== this.#era) return;
    const own = this.feed.position;
    if (own && own.epoch !== position.epoch) this.#reset(position);
    if (this.feed.position === null) {
      this.feed.start(position);
      if (this.#head?.epoch === position.epoch) this.#hearHead(this.#head);
    } else if (position.seq < this.feed.position.seq && !this.feed.covers(position)) {
      const reached = await this.#extendBack(position);
      if (asked !== this.#era) return;
      if (!reached) return this.#reset(this.#headBeyond(this.feed.position));
    }
    for (const card of answer.items) this.feed.learn(card);
    this.#drainBuffer();
    // What was read on the way may have told of changes without their content.
    if (this.feed.unread.length > 0) void this.#sync();
  }

  /**
   * One product's answer, and the feed's position when it was asked for. It was read consistently, so whatever came after that position has a
   * higher revision. Without a position, or with one of another epoch, nothing says what the revision is worth: then the answer is for the page
   * alone, which asks again once the line stands.
   */
  offerOne(card: Card, asked: Position | null): void {
    if (asked !== null && asked.epoch === this.feed.position?.epoch) this.feed.learn(card);
  }

  // --- sockets ---

  #connect(): void {
    if (!this.#running || this.#line || this.#next) return;
    this.#cancelRetry = null;
    this.#next = this.#openLine();
  }

  #openLine(): Line {
    const line = new Line(this.world, {
      frame: (frame, answered) => this.#heard(frame, answered),
      ready: () => this.#stands(line),
      closed: (spent) => this.#closed(line, spent),
    });
    for (const { subject } of this.#subjects.values()) line.subscribe(subject);
    return line;
  }

  #stands(line: Line): void {
    this.#line?.close();
    this.#line = line;
    this.#next = null;
    this.#attempt = 0;
    this.#cancelPoll?.();
    this.#cancelPoll = null;
    this.#cancelRenew?.();
    this.#cancelRenew = this.world.after(RENEW_MS + this.world.random() * RENEW_SPREAD_MS, () => this.#renew());
    this.#setStatus('live');
    this.#readyListeners.forEach((listener) => listener());
  }

  /** The new socket is heard before the old one closes, so nothing falls between. */
  #renew(): void {
    if (this.#running && !this.#next) this.#next = this.#openLine();
  }

  #closed(line: Line, spent: boolean): void {
    if (line === this.#next) this.#next = null;
    if (line === this.#line) {
      this.#line = null;
      this.#setStatus('connecting');
    }
    if (!this.#running) return;
    const backedOff = backoff(this.#attempt++, this.world.random);
    const wait = spent ? SPENT_MS + this.world.random() * SPENT_SPREAD_MS : backedOff;
    if (spent) this.#silentUntil = this.world.now() + wait;
    this.#cancelRetry?.();
    this.#cancelRetry = this.world.after(wait, () => (this.#line ? this.#renew() : this.#connect()));
    if (!this.#line && (spent || this.#attempt >= ATTEMPTS_BEFORE_POLLING))
      this.#cancelPoll ??= this.world.after(0, () => void this.#poll());
  }

  #heard(frame: Frame, answered: Subject | null): void {
    if (frame.type === 'changes') return this.#hearChanges(frame);
    if (frame.type === 'error') return;
    if ('head' in frame) {
      this.#hearHead(frame.head);
      return answered ? this.#notify(keyOf(answered), 'refresh') : this.#refreshSubjects();
    }
    const { rev, state } = frame;
    this.#notify(keyOf(frame), state === undefined ? { rev } : { rev, state });
  }

  #hearChanges(span: Span): void {
    this.#head = span.to;
    if (this.#syncing || this.feed.position === null) return this.#hold(span);
    const verdict = this.feed.apply(span);
    if (verdict === 'new-epoch') {
      // Whatever is shown is asked for again, so the feed may begin here.
      this.#reset(span.from);
      this.feed.apply(span);
    }
    if (verdict === 'gap') {
      this.#hold(span);
      void this.#sync();
    }
    if (this.feed.unread.length > 0) void this.#sync();
  }

  /** Without a snapshot there is nothing that could be old: the feed begins at the head. */
  #hearHead(head: Position): void {
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

  #hold(span: Span): void {
    if (this.#buffer.length === LONGEST_BUFFER) this.#buffer.shift();
    this.#buffer.push(span);
  }

  // --- catching up ---

  /** One at a time: asks for what is missing until nothing is, then applies what arrived meanwhile. */
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
        if ((await this.#readOn()) === 'lost') return this.#reset(this.#headBeyond(this.feed.position));
        return await this.#readUnread();
      } catch {
        await this.#pause(backoff(attempt, this.world.random));
      }
    }
  }

  async #readOn(): Promise<'lost' | 'done'> {
    for (;;) {
      const from = this.feed.position;
      if (from === null) return 'done';
      const era = this.#era;
      const answer = await this.world.changesSince(from);
      if (era !== this.#era) return 'done';
      if (answer === 'lost') return 'lost';
      if (this.feed.apply({ from, to: answer.to, changes: answer.changes }) === 'new-epoch') return 'lost';
      if (!answer.more) return 'done';
    }
  }

  async #readUnread(): Promise<void> {
    for (let id = this.feed.unread[0]; id !== undefined; id = this.feed.unread[0]) {
      const era = this.#era;
      const card = await this.world.product(id);
      if (era === this.#era) this.feed.read(id, card);
    }
  }

  async #extendBack(position: Position): Promise<boolean> {
    const missed: Change[] = [];
    const era = this.#era;
    let from = position;
    for (;;) {
      const own = this.feed.position;
      if (own === null || own.epoch !== from.epoch) return false;
      if (from.seq >= own.seq) break;
      const answer = await this.world.changesSince(from);
      if (era !== this.#era || answer === 'lost' || answer.to.epoch !== from.epoch) return false;
      missed.push(...answer.changes);
      if (!answer.more || answer.to.seq <= from.seq) break;
      from = answer.to;
    }
    // All at once: half of them would show a product as it was before the own position.
    this.feed.absorb(missed);
    this.feed.extendBack(position);
    return true;
  }

  #drainBuffer(): void {
    if (this.#syncing || this.feed.position === null) return;
    const held = this.#buffer.splice(0).sort((a, b) => a.from.seq - b.from.seq);
    for (const span of held) {
      if (span.from.epoch === this.feed.position.epoch) this.#hearChanges(span);
    }
  }

  /** Everything known is forgotten, and everything shown asked for again: so the feed may begin at whatever is known of the new head. */
  #reset(at: Position | null): void {
    this.#era++;
    this.feed.reset();
    if (at) this.feed.start(at);
    this.#resetListeners.forEach((listener) => listener());
    this.#refreshSubjects();
  }

  /** The last head that was heard, where the feed may begin anew. One that is no further than what was lost says nothing new. */
  #headBeyond(lost: Position | null): Position | null {
    const head = this.#head;
    return head && (head.epoch !== lost?.epoch || head.seq > lost.seq) ? head : null;
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.world.after(ms, resolve));
  }

  // --- without sockets ---

  async #poll(): Promise<void> {
    if (!this.#running || this.#line) return;
    const from = this.feed.position;
    const begins = from !== null && this.#status !== 'polling';
    try {
      // Without a position there is nothing to ask for, and so nothing that would tell how things stand.
      if (from === null) await this.world.reach();
      else if ((await this.#readOn()) === 'lost') this.#reset(this.#headBeyond(from));
      await this.#readUnread();
      if (!this.#line) this.#setStatus(from === null ? 'connecting' : 'polling');
      if (begins) this.#readyListeners.forEach((listener) => listener());
      this.#refreshSubjects();
    } catch {
      if (!this.#line) this.#setStatus('offline');
    }
    if (this.#running && !this.#line) {
      this.#cancelPoll?.();
      this.#cancelPoll = this.world.after(POLL_MS, () => void this.#poll());
    }
  }

  // --- orders and baskets ---

  #refreshSubjects(): void {
    for (const key of this.#subjects.keys()) this.#notify(key, 'refresh');
  }

  #notify(key: string, notification: Notification): void {
    this.#subjects.get(key)?.watchers.forEach((watcher) => watcher(notification));
  }

  #setStatus(status: Status): void {
    if (status === this.#status) return;
    this.#status = status;
    this.#statusListeners.forEach((listener) => listener());
  }
}

const keyOf = ({ kind, type, id }: { kind?: string; type?: string; id: string }): string => `${kind ?? type}/${id}`;
