import type { Card, Change } from '@/lib/api/shapes';
import { LiveClient } from '@/lib/live/client';
import type { ChangesPage, SubjectUpdate, LivePorts } from '@/lib/live/ports';
import type { Position } from '@/lib/live/position';
import { aCard, eur } from './shop';
import { type FakeSocket, FakeLivePorts, settle } from './fakeLivePorts';

export const IDS = ['a', 'b', 'c'] as const;
const SUBJECTS = ['order', 'basket'] as const;

/** A product as the table has it; the card is null once it is gone. */
interface Row {
  rev: number;
  card: Card | null;
}

type Table = ReadonlyMap<string, Row>;

/** One life of the log: entry n turned `tables[n]` into `tables[n + 1]`. */
interface Epoch {
  name: string;
  log: Change[];
  tables: Table[];
  /** Changes before this number are forgotten: 410. */
  oldest: number;
}

interface Span {
  from: number;
  to: number;
}

/** An answer on its way: what it says was read when it was asked for. */
interface PendingResponse {
  arrive(): void;
  fail(): void;
}

/** A message on its way to one socket. */
interface PendingMessage {
  to: FakeSocket;
  frame: object;
}

export type Step =
  | { do: 'write'; id: string; kind: 'card' | 'gone' | 'refetch' }
  | { do: 'move'; subject: (typeof SUBJECTS)[number] }
  | { do: 'frame'; fate: 'arrives' | 'twice' | 'lost'; which: number }
  | { do: 'answer'; fate: 'arrives' | 'fails'; which: number }
  | { do: 'merge'; span: number }
  | { do: 'list'; behind: number }
  | { do: 'product'; id: string }
  | { do: 'socket'; fate: 'opens' | 'answers' | 'drops' }
  | { do: 'epoch'; revsStartAnew: boolean }
  | { do: 'forget' | 'hide' | 'show' | 'wake' }
  | { do: 'pass'; ms: number };

/**
 * A shop, a page and everything between them that can go wrong. Nothing arrives by itself until `calm`: a step says which message or answer does, so a
 * generator of steps is a generator of networks. The page is as thin as the real one: it asks for a list at the start and after every reset, shows what
 * the live client's feed makes of it, and fetches an order when it is told to.
 */
export class LiveSimulation {
  readonly world = new FakeLivePorts();
  readonly client: LiveClient;
  /** The highest revision of each order and basket that the page has fetched. */
  readonly seen = new Map<string, number>(SUBJECTS.map((kind) => [kind, 0]));
  readonly truth = new Map<string, number>(SUBJECTS.map((kind) => [kind, 0]));
  /** What the page lists: ids of its last list, which the feed then keeps true. */
  listed: ReadonlySet<string> = new Set();
  resets = 0;
  #epoch: Epoch = begin(1, new Map(), true);
  #epochs = 1;
  #pendingResponses: PendingResponse[] = [];
  #pendingMessages: PendingMessage[] = [];
  #quiescent = false;
  #generation = 0;
  #readies = 0;
  /** Products the page shows on their own, and those of them whose answer the feed does not vouch for yet. */
  readonly #shown = new Set<string>();
  readonly doubtful = new Set<string>();
  readonly #answered = new Map<FakeSocket, number>();

  constructor() {
    const sea: LivePorts = {
      now: this.world.now,
      after: this.world.after,
      random: this.world.random,
      hidden: this.world.hidden,
      openSocket: this.world.openSocket,
      fetchChanges: (since) => this.#respondLater(() => this.#changes(since)),
      checkHealth: () => this.#respondLater(() => undefined),
      fetchProduct: (id) => this.#respondLater(() => this.table.get(id)?.card ?? null),
    };
    this.client = new LiveClient(sea);
    this.client.onReset(() => {
      this.resets++;
      this.#generation++;
      void this.list(0);
    });
    this.client.onReady(() => {
      this.#readies++;
      for (const id of this.#shown) void this.#askProduct(id);
    });
    for (const kind of SUBJECTS) {
      this.client.watch({ kind, id: kind, token: 't' }, (update) => void this.#hear(kind, update));
    }
    this.client.start();
    void this.list(0);
  }

  get table(): Table {
    return this.#epoch.tables.at(-1) ?? new Map();
  }

  get epoch(): Readonly<Epoch> {
    return this.#epoch;
  }

  async take(step: Step): Promise<void> {
    this.#do(step);
    await settle();
  }

  /** The network heals, and what was on its way in messages is lost; the shop is left alone for as long as its slowest clock needs. */
  async quiesce(): Promise<void> {
    this.#quiescent = true;
    this.#pendingMessages = [];
    for (let minute = 0; minute < 10; minute++) {
      for (let tick = 0; tick < 30; tick++) {
        await this.#answerAll();
        await this.world.advance(2_000);
      }
    }
    await this.#answerAll();
  }

  /** A list as the catalogue answers it, `behind` entries behind the head. */
  async list(behind: number): Promise<void> {
    const { name, tables } = this.#epoch;
    const seq = Math.max(0, tables.length - 1 - behind);
    const items = [...(tables[seq]?.values() ?? [])].flatMap(({ card }) => (card ? [card] : []));
    const generation = this.#generation;
    try {
      await this.#respondLater(() => null);
      await this.client.offerList({ items, feed: `${name}:${seq}` });
      // As the page's cache does: what a reset has overtaken is not shown.
      if (generation === this.#generation) this.listed = new Set(items.map(({ id }) => id));
    } catch {
      // A page asks again, unless a newer question has taken this one's place.
      if (generation === this.#generation) void this.list(0);
    }
  }

  #do(step: Step): void {
    switch (step.do) {
      case 'write':
        return this.#write(step.id, step.kind);
      case 'move':
        return this.#move(step.subject);
      case 'frame':
        return this.#deliverMessage(step.fate, step.which);
      case 'answer':
        return this.#deliverResponse(step.fate, step.which);
      case 'merge':
        return this.#merge(step.span);
      case 'list':
        return void this.list(step.behind);
      case 'product':
        return void this.#askProduct(step.id);
      case 'socket':
        return this.#handle(step.fate);
      case 'epoch':
        return this.#beginEpoch(step.revsStartAnew);
      case 'forget':
        this.#epoch.oldest = this.#epoch.log.length;
        return;
      case 'hide':
      case 'show':
        this.world.isHidden = step.do === 'hide';
        return;
      case 'wake':
        return this.client.wake();
      case 'pass':
        return void this.world.advance(step.ms);
    }
  }

  // --- the shop ---

  #write(id: string, kind: 'card' | 'gone' | 'refetch'): void {
    const rev = (this.table.get(id)?.rev ?? 0) + 1;
    const card = kind === 'gone' ? null : aCard({ id, rev, price: eur(this.#epochs * 1_000 + rev) });
    const { log, tables } = this.#epoch;
    tables.push(new Map(this.table).set(id, { rev, card }));
    if (card === null) log.push({ kind: 'product', id, rev, gone: true });
    else log.push(kind === 'refetch' ? { kind: 'product', id, rev, refetch: true } : card);
    this.#push(this.#frameOf({ from: log.length - 1, to: log.length }));
  }

  #move(kind: (typeof SUBJECTS)[number]): void {
    const rev = (this.truth.get(kind) ?? 0) + 1;
    this.truth.set(kind, rev);
    this.#push({ type: kind, id: kind, rev });
  }

  /** The log is lost: another epoch begins. Restored from a backup, even revisions may start anew. */
  #beginEpoch(revsStartAnew: boolean): void {
    this.#epoch = begin(++this.#epochs, this.table, revsStartAnew);
  }

  #changes(since: Position): ChangesPage | 'lost' {
    const { name, log, oldest } = this.#epoch;
    if (since.epoch !== name || since.seq < oldest || since.seq > log.length) return 'lost';
    const to = Math.min(log.length, since.seq + 2);
    return { to: { epoch: name, seq: to }, changes: log.slice(since.seq, to), more: to < log.length };
  }

  /** As the pusher packs entries: the last change of each product. */
  #frameOf({ from, to }: Span): object {
    const { name, log } = this.#epoch;
    const last = new Map(log.slice(from, to).map((change) => [change.id, change]));
    return { type: 'changes', from: `${name}:${from}`, to: `${name}:${to}`, changes: [...last.values()] };
  }

  #merge(span: number): void {
    const to = this.#epoch.log.length;
    if (to > 0) this.#push(this.#frameOf({ from: Math.max(0, to - span), to }));
  }

  #push(frame: object): void {
    if (this.#quiescent) return;
    for (const to of this.world.sockets)
      if (!to.closed && this.#answered.has(to)) this.#pendingMessages.push({ to, frame });
  }

  // --- the network ---

  #deliverMessage(fate: 'arrives' | 'twice' | 'lost', which: number): void {
    const at = which % Math.max(1, this.#pendingMessages.length);
    const parcel = this.#pendingMessages[at];
    if (!parcel) return;
    if (fate !== 'twice') this.#pendingMessages.splice(at, 1);
    if (fate !== 'lost' && !parcel.to.closed) parcel.to.push(parcel.frame);
  }

  #deliverResponse(fate: 'arrives' | 'fails', which: number): void {
    const [flight] = this.#pendingResponses.splice(which % Math.max(1, this.#pendingResponses.length), 1);
    if (fate === 'arrives') flight?.arrive();
    else flight?.fail();
  }

  async #respondLater<T>(read: () => T): Promise<T> {
    const answer = read();
    await new Promise<void>((resolve, reject) => {
      this.#pendingResponses.push({ arrive: resolve, fail: () => reject(new Error('No answer.')) });
    });
    return answer;
  }

  #handle(fate: 'opens' | 'answers' | 'drops'): void {
    const socket = this.world.sockets.findLast(({ closed }) => !closed);
    if (!socket) return;
    if (fate === 'drops') socket.drop();
    else if (fate === 'answers') this.#answer(socket);
    else if (socket.sent.length === 0) socket.open();
  }

  /** Answers the oldest thing said on a socket that was not answered yet. */
  #answer(socket: FakeSocket): boolean {
    const answered = this.#answered.get(socket) ?? 0;
    const said = socket.sent[answered];
    if (!said || socket.closed) return false;
    this.#answered.set(socket, answered + 1);
    const head = `${this.#epoch.name}:${this.#epoch.log.length}`;
    socket.push({ type: said['action'] === 'ping' ? 'pong' : 'ready', head });
    return true;
  }

  async #answerAll(): Promise<void> {
    for (let busy = true; busy;) {
      busy = this.#pendingResponses.length > 0;
      for (const { arrive } of this.#pendingResponses.splice(0)) arrive();
      for (const socket of this.world.sockets) {
        if (!socket.closed && socket.sent.length === 0) socket.open();
        while (this.#answer(socket)) busy = true;
      }
      await settle();
    }
  }

  // --- the page ---

  /** As the page's cache does: an answer that a reset or a new line has overtaken is dropped, and asked for again. */
  async #askProduct(id: string): Promise<void> {
    const [generation, readies] = [this.#generation, this.#readies];
    this.#shown.add(id);
    this.doubtful.add(id);
    const asked = this.client.feed.position;
    let card: Card | null;
    try {
      card = await this.#respondLater(() => this.table.get(id)?.card ?? null);
    } catch {
      return this.#askProduct(id);
    }
    if (readies !== this.#readies) return;
    if (generation !== this.#generation) return this.#askProduct(id);
    if (card) this.client.offerProduct(card, asked);
    if (this.client.feed.position) this.doubtful.delete(id);
  }

  async #hear(kind: string, update: SubjectUpdate): Promise<void> {
    if (update !== 'refresh' && update.rev <= (this.seen.get(kind) ?? 0)) return;
    const rev = await this.#respondLater(() => this.truth.get(kind) ?? 0).catch(() => 0);
    this.seen.set(kind, Math.max(rev, this.seen.get(kind) ?? 0));
  }
}

function begin(number: number, table: Table, revsStartAnew: boolean): Epoch {
  const rows = [...table].map(([id, { card, rev }]): [string, Row] => {
    const first = revsStartAnew ? 1 : rev;
    return [id, { rev: first, card: card && aCard({ id, rev: first, price: eur(number * 1_000) }) }];
  });
  return { name: `e${number}`, log: [], tables: [new Map(revsStartAnew ? rows : table)], oldest: 0 };
}
