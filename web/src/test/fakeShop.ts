import type { Card, Change, Order, OrderState } from '@/lib/api/shapes';
import type { Socket } from '@/lib/live/ports';
import { aBasket, aCard, aLine, anOrder, eur } from './shop';
import { FakeSocket } from './fakeLivePorts';

export const IDS = ['copper-teapot', 'mug', 'lamp'] as const;
export const BASKET = { id: 'b1', token: 'basket-token', rev: 1 };
export const ORDER = { id: 'o1', token: 'order-token', number: 'V-1', placedAt: '2026-11-22T10:00:00.000Z' };
/** How many of the first product lie in the basket at the beginning. */
const QUANTITY = 2;
const STATES: OrderState[] = ['awaiting-payment', 'paid', 'shipped', 'delivered'];

interface Answer {
  status: number;
  body?: unknown;
  etag?: string;
}

/** A request whose answer is decided, and has not arrived. */
interface PendingResponse {
  url: string;
  arrive(): void;
  fail(): void;
}

/**
 * A whole shop behind `fetch` and sockets: products, a basket, an order and the feed that tells of them. An answer says what the tables held when it was
 * asked for; it arrives, fails or waits as the test says, and so does every message.
 */
export class FakeShop {
  readonly products = new Map<string, Card>();
  readonly sockets: FakeSocket[] = [];
  quantity = QUANTITY;
  /** The price that was accepted when the line was put in. */
  accepted = 1_000;
  /** While it is true, nothing waits. */
  respondsAtOnce = true;
  #basketRev = 1;
  #order = anOrder({ ...ORDER, rev: 1 });
  #epoch: string;
  #epochs = 0;
  #changesMade = 0;
  #log: Change[] = [];
  #oldest = 0;
  #pendingResponses: PendingResponse[] = [];
  #pendingMessages: { to: FakeSocket; frame: object }[] = [];
  readonly #answered = new Map<FakeSocket, number>();
  readonly #subjects = new Map<FakeSocket, Set<string>>();

  /** `fresh`: nothing has ever changed, and the feed's epoch is born with the first change, as it used to be. */
  constructor(fresh: boolean) {
    this.#epoch = fresh ? '0' : 'e0';
    for (const id of IDS) {
      this.products.set(id, aCard({ id, name: `The ${id}`, price: eur(1_000) }));
    }
  }

  /** What ever changed its price or stock, the latest change first. */
  get changed(): (Card & { changedAt?: string })[] {
    const all: (Card & { changedAt?: string })[] = [...this.products.values()];
    return all
      .filter(({ changedAt }) => changedAt !== undefined)
      .sort((a, b) => Date.parse(b.changedAt ?? '') - Date.parse(a.changedAt ?? ''));
  }

  get order(): Order {
    return this.#order;
  }

  get head(): string {
    return `${this.#epoch}:${this.#log.length}`;
  }

  /** A message is on its way. */
  get hasPendingMessages(): boolean {
    return this.#pendingMessages.length > 0;
  }

  /** What waits for its answer. */
  get pendingUrls(): string[] {
    return this.#pendingResponses.map(({ url }) => url);
  }

  // --- what happens in the shop ---

  change(id: string, change: Partial<Card>): void {
    const before = this.products.get(id);
    if (!before) throw new Error(`No product ${id}.`);
    const isChange =
      (change.price ?? before.price).amount !== before.price.amount ||
      (change.available ?? before.available) !== before.available;
    const at = {
      changedAt: new Date(Date.parse('2026-11-22T10:00:00.000Z') + ++this.#changesMade * 1_000).toISOString(),
    };
    const card = { ...before, ...change, rev: before.rev + 1, ...(isChange && at) };
    this.products.set(id, card);
    if (this.#epoch === '0') this.#epoch = `e${++this.#epochs}`;
    this.#log.push(card);
    this.#push({ type: 'changes', from: `${this.#epoch}:${this.#log.length - 1}`, to: this.head, changes: [card] });
  }

  /** Another tab, or another machine with the same basket. */
  changeBasket(): void {
    this.#basketRev++;
    this.quantity = 1 + (this.quantity % 5);
    this.#push({ type: 'basket', id: BASKET.id, rev: this.#basketRev }, `basket/${BASKET.id}`);
  }

  moveOrder(): void {
    const state = STATES[(STATES.indexOf(this.#order.state) + 1) % STATES.length] ?? 'paid';
    this.#order = { ...this.#order, rev: this.#order.rev + 1, state };
    this.#push({ type: 'order', id: ORDER.id, rev: this.#order.rev, state }, `order/${ORDER.id}`);
  }

  /** The log was lost; restored from a backup, even revisions may start anew. */
  beginEpoch(revsStartAnew: boolean): void {
    this.#epoch = `e${++this.#epochs}`;
    this.#log = [];
    this.#oldest = 0;
    if (!revsStartAnew) return;
    for (const [id, card] of this.products) this.products.set(id, { ...card, rev: 1, price: eur(this.#epochs * 777) });
  }

  /** The log reaches back to here only: whoever asks for older changes is told 410. */
  trimLog(): void {
    this.#oldest = this.#log.length;
  }

  // --- the network ---

  readonly openSocket = (): Socket => {
    const socket = new FakeSocket();
    this.sockets.push(socket);
    return socket;
  };

  readonly fetch = (url: string, init: RequestInit = {}): Promise<Response> => {
    const { status, body, etag } = this.#respond(url, new Headers(init.headers));
    const answer = () =>
      new Response(body === undefined ? null : JSON.stringify(body), { status, headers: etag ? { etag } : {} });
    if (this.respondsAtOnce) return Promise.resolve(answer());
    return new Promise((resolve, reject) => {
      const flight = { url, arrive: () => resolve(answer()), fail: () => reject(new TypeError('Failed to fetch')) };
      this.#pendingResponses.push(flight);
      init.signal?.addEventListener('abort', () => {
        this.#pendingResponses = this.#pendingResponses.filter((each) => each !== flight);
        reject(init.signal?.reason as Error);
      });
    });
  };

  deliverResponse(fate: 'arrives' | 'fails', which: number): void {
    const [flight] = this.#pendingResponses.splice(which % Math.max(1, this.#pendingResponses.length), 1);
    if (fate === 'arrives') flight?.arrive();
    else flight?.fail();
  }

  deliverMessage(fate: 'arrives' | 'twice' | 'lost', which: number): void {
    const at = which % Math.max(1, this.#pendingMessages.length);
    const parcel = this.#pendingMessages[at];
    if (!parcel) return;
    if (fate !== 'twice') this.#pendingMessages.splice(at, 1);
    if (fate !== 'lost' && !parcel.to.closed) parcel.to.push(parcel.frame);
  }

  /** Something becomes of the newest socket. */
  socket(fate: 'opens' | 'answers' | 'drops'): void {
    const socket = this.sockets.findLast(({ closed }) => !closed);
    if (!socket) return;
    if (fate === 'drops') socket.drop();
    else if (fate === 'answers') this.#answer(socket);
    else if (socket.sent.length === 0) socket.open();
  }

  /** Everything that is on its way arrives, but for messages: those are lost. */
  arriveAll(): void {
    this.respondsAtOnce = true;
    this.#pendingMessages = [];
    for (const { arrive } of this.#pendingResponses.splice(0)) arrive();
    for (const socket of this.sockets) {
      if (!socket.closed && socket.sent.length === 0) socket.open();
      while (this.#answer(socket));
    }
  }

  #push(frame: object, subject?: string): void {
    for (const to of this.sockets) {
      if (to.closed || !this.#answered.has(to)) continue;
      if (subject === undefined || this.#subjects.get(to)?.has(subject)) this.#pendingMessages.push({ to, frame });
    }
  }

  /** Answers the oldest thing said on a socket that was not answered yet. */
  #answer(socket: FakeSocket): boolean {
    const answered = this.#answered.get(socket) ?? 0;
    const said = socket.sent[answered] as { action: string; tokens?: Record<string, string>[] } | undefined;
    if (!said || socket.closed) return false;
    this.#answered.set(socket, answered + 1);
    const subjects = this.#subjects.get(socket) ?? new Set();
    this.#subjects.set(socket, subjects);
    for (const { basket, order } of said.tokens ?? []) subjects.add(basket ? `basket/${basket}` : `order/${order}`);
    socket.push({ type: said.action === 'ping' ? 'pong' : 'ready', head: this.head });
    return true;
  }

  // --- the API ---

  #respond(url: string, headers: Headers): Answer {
    const { pathname, searchParams } = new URL(url, 'http://shop.test');
    const path = pathname.replace('/api/v1', '');
    const answer = this.#read(path, searchParams);
    const isHeld = answer.etag !== undefined && headers.get('if-none-match') === answer.etag;
    return isHeld ? { status: 304, etag: answer.etag ?? '' } : answer;
  }

  #read(path: string, query: URLSearchParams): Answer {
    const [, kind, id] = path.split('/');
    switch (kind) {
      case 'products':
        return id === undefined ? this.#list(query) : this.#product(id);
      case 'categories':
        return { status: 200, body: { items: this.#categories() } };
      case 'changes':
        return this.#changes(query.get('since') ?? '');
      case 'meta':
        return { status: 200, body: { switches: { simulator: true } } };
      case 'health':
        return { status: 200, body: {} };
      case 'baskets':
        return this.#basket();
      case 'orders':
        return { status: 200, body: this.#order, etag: `"${this.#order.rev}"` };
      default:
        return { status: 404 };
    }
  }

  #categories() {
    return [{ slug: 'kitchen', name: 'Kitchen', count: this.products.size }];
  }

  #list(query: URLSearchParams): Answer {
    const all = query.get('sort') === 'changed' ? this.changed : [...this.products.values()];
    const items = all.filter(({ available }) => !query.has('inStock') || available > 0);
    const body = {
      items,
      total: items.length,
      facets: { categories: this.#categories() },
      nextCursor: null,
      feed: this.head,
    };
    return { status: 200, body };
  }

  #product(id: string): Answer {
    const card = this.products.get(id);
    if (!card) return { status: 404 };
    return { status: 200, body: { ...card, status: 'active', description: id, images: [] }, etag: `"${card.rev}"` };
  }

  #changes(since: string): Answer {
    const [epoch, seq] = [since.split(':')[0], Number(since.split(':')[1])];
    if (epoch !== this.#epoch || seq < this.#oldest || seq > this.#log.length)
      return { status: 410, body: { type: '/problems/gone', title: 'gone', status: 410 } };
    const to = Math.min(this.#log.length, seq + 2);
    const body = { to: `${epoch}:${to}`, changes: this.#log.slice(seq, to), more: to < this.#log.length };
    return { status: 200, body };
  }

  #basket(): Answer {
    const product = this.products.get(IDS[0]);
    if (!product) return { status: 404 };
    const { price, available, rev } = product;
    const line = aLine({
      product,
      quantity: this.quantity,
      notices: [
        ...(price.amount === this.accepted
          ? []
          : [{ type: 'price-changed' as const, from: eur(this.accepted), to: price }]),
        ...(available < this.quantity ? [{ type: 'insufficient-stock' as const, available }] : []),
      ],
    });
    const body = aBasket({ id: BASKET.id, rev: this.#basketRev, lines: [line] });
    return { status: 200, body, etag: `"${this.#basketRev}-${rev}"` };
  }
}
