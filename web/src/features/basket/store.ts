import { type Answer, ask } from '@/lib/api/client';
import { ApiError, NoAnswer } from '@/lib/api/problem';
import type { Basket, Card, NewBasket } from '@/lib/api/shapes';
import { backoff } from '@/lib/live/backoff';
import { Signal } from '@/lib/signal';
import { exclusively, type Stored } from '@/lib/storage';
import type { Ticket } from './ticket';
import { type BasketView, type Pending, viewOf } from './view';

/**
 * The one basket of this browser. A line changes at once and is sent behind; if the shop refuses, that line alone goes back and says why.
 * The basket is made at the first line. Other tabs hear of changes through the ticket's storage.
 */
export class BasketStore {
  readonly view: Signal<BasketView>;
  #ticket: Ticket | null;
  #server: Basket | null = null;
  #etag: string | null = null;
  readonly #pending = new Map<string, Pending>();
  readonly #failures = new Map<string, string>();
  #sending: Promise<void> | null = null;
  #reading: Promise<void> | null = null;
  /** A basket that is no more, though it may still be kept. */
  #lost: string | undefined;
  /** What is being read was asked for before it was known to have changed. */
  #readAgain = false;
  /** How often revisions began anew, and of which of these beginnings an answer was taken: the first of each counts, whatever it says of its own. */
  #beginning = 0;
  #taken = 0;
  #failedReads = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  /** The page is gone: nobody waits for an answer any more. */
  #isStopped = false;

  /** `onClosed` hears that the basket became an order, wherever it was placed. */
  constructor(
    private readonly storage: Stored<Ticket>,
    private readonly onClosed: () => void = () => undefined,
  ) {
    this.#ticket = storage.read();
    this.view = new Signal(this.#look());
  }

  get ticket(): Ticket | null {
    return this.#ticket;
  }

  /** Reads the basket and keeps it in step with the other tabs. */
  start(): () => void {
    this.#isStopped = false;
    void this.refresh();
    const stop = this.storage.onOther((ticket) => {
      if (ticket?.id === this.#ticket?.id && (ticket?.rev ?? 0) <= (this.#server?.rev ?? 0)) return;
      if (ticket?.id !== this.#ticket?.id) this.#forgetServer();
      this.#ticket = ticket;
      this.#show();
      void this.refresh();
    });
    return () => {
      stop();
      this.#isStopped = true;
      clearTimeout(this.#retry);
    };
  }

  /** Sets how many of a product the basket holds; 0 removes it. Also accepts the price now shown. */
  set(card: Card, quantity: number): void {
    this.#change({ card, quantity, sent: false });
  }

  add(card: Card, added: number): void {
    const held = this.view.get().lines.find((line) => line.card.id === card.id)?.quantity ?? 0;
    this.#change({ card, quantity: held + added, sent: false, ...(held === 0 && { added }) });
  }

  #change(pending: Pending): void {
    const { id } = pending.card;
    this.#failures.delete(id);
    this.#pending.set(id, { ...pending, quantity: inBounds(pending.quantity) });
    this.#show();
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = null;
    });
  }

  /** Resolves when everything that was set has been sent and answered. */
  async settled(): Promise<void> {
    await this.#sending;
  }

  /**
   * Reads the basket again, if it or the price or stock of what lies in it has changed: its ETag covers them all. Resolves when an answer that was
   * asked for after this call was taken, or none came.
   */
  async refresh(): Promise<void> {
    this.#readAgain = true;
    this.#reading ??= this.#readAll().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  /** The shop's log was begun anew: neither revisions nor the ETag say anything any more. */
  async renew(): Promise<void> {
    this.#beginning++;
    return this.refresh();
  }

  /** The basket became an order, here or in another tab. One that another tab has begun since is this tab's from now on. */
  forget(): void {
    const id = this.#ticket?.id;
    const kept = this.storage.read();
    const next = kept?.id === id ? null : kept;
    this.#ticket = next;
    this.#pending.clear();
    this.#failures.clear();
    this.#forgetServer();
    if (next) void this.refresh();
    else this.storage.write(null);
    this.#show();
  }

  async #readAll(): Promise<void> {
    clearTimeout(this.#retry);
    while (this.#readAgain) {
      this.#readAgain = false;
      await this.#read();
    }
  }

  async #read(): Promise<void> {
    const ticket = this.#ticket;
    if (!ticket) return;
    // It may begin anew once more while this is on its way.
    const beginning = this.#beginning;
    const anew = beginning !== this.#taken;
    try {
      const headers: Record<string, string> = this.#etag && !anew ? { 'if-none-match': this.#etag } : {};
      const { data, status, etag } = await ask<Basket>(`/baskets/${ticket.id}`, { token: ticket.token, headers });
      this.#failedReads = 0;
      if (this.#ticket?.id !== ticket.id || status === 304) return;
      if (data.state === 'closed') {
        this.forget();
        return this.onClosed();
      }
      this.#taken = beginning;
      this.#take(data, etag, anew);
    } catch (error) {
      if (error instanceof ApiError && error.status === 404 && this.#ticket?.id === ticket.id) return this.forget();
      if (error instanceof ApiError && error.status < 500 && error.status !== 429) return;
      // Without an answer the basket stays as it was seen, and is asked for until there is one.
      if (this.#isStopped) return;
      const wait = backoff(this.#failedReads++, Math.random);
      this.#retry = setTimeout(() => void this.refresh(), wait);
    }
  }

  async #sendAll(): Promise<void> {
    for (;;) {
      const next = [...this.#pending].find(([, { sent }]) => !sent);
      if (!next) return;
      const [id, pending] = next;
      pending.sent = true;
      const failure = await this.#send(pending);
      if (this.#pending.get(id) === pending) this.#pending.delete(id);
      if (failure && !this.#pending.has(id)) this.#failures.set(id, failure);
      this.#show();
    }
  }

  /** Sends one line; answers with a reason if it could not be. A basket that is no more is replaced once. */
  async #send(pending: Pending): Promise<string | null> {
    const { id } = pending.card;
    for (let attempt = 0; ; attempt++) {
      try {
        const { ticket, held } = this.#ticket ? { ticket: this.#ticket, held: 0 } : await this.#open(id);
        const { data, etag } = await ask<Basket>(`/baskets/${ticket.id}/lines/${id}`, {
          method: 'PUT',
          token: ticket.token,
          body: { quantity: pending.added === undefined ? pending.quantity : inBounds(held + pending.added) },
        });
        this.#take(data, etag);
        return null;
      } catch (error) {
        if (attempt === 0 && (await this.#isLost(error))) continue;
        return reasonFor(error);
      }
    }
  }

  /** The basket that another tab has made meanwhile, with how many of the product it holds; or a new one. One tab at a time looks and makes. */
  async #open(productId: string): Promise<{ ticket: Ticket; held: number }> {
    return exclusively('vitrine.basket', async () => {
      const kept = this.storage.read();
      const found = kept && kept.id !== this.#lost ? await findOpen(kept) : null;
      if (!kept || !found) return { ticket: await this.#make(), held: 0 };
      this.#ticket = kept;
      this.#take(found.data, found.etag);
      return { ticket: kept, held: found.data.lines.find(({ product }) => product.id === productId)?.quantity ?? 0 };
    });
  }

  async #make(): Promise<Ticket> {
    const { data, etag } = await ask<NewBasket>('/baskets', { method: 'POST', body: {} });
    const { token, ...basket } = data;
    this.#ticket = { id: basket.id, token, rev: basket.rev };
    this.storage.write(this.#ticket);
    this.#take(basket, etag);
    return this.#ticket;
  }

  /** A line's 404 may be the product's or the basket's: reading the basket tells. */
  async #isLost(error: unknown): Promise<boolean> {
    if (!(error instanceof ApiError)) return false;
    if (error.is('basket-closed')) {
      this.#dropTicket();
      return true;
    }
    const ticket = this.#ticket;
    if (error.status !== 404 || !ticket) return false;
    const found = await ask(`/baskets/${ticket.id}`, { token: ticket.token }).catch((reason: unknown) => reason);
    const lost = found instanceof ApiError && found.status === 404;
    if (lost) this.#dropTicket();
    return lost;
  }

  #dropTicket(): void {
    this.#lost = this.#ticket?.id;
    this.#ticket = null;
    this.#forgetServer();
  }

  #take(basket: Basket, etag: string | null, anew = false): void {
    if (!anew && this.#server?.id === basket.id && isOlder(basket, this.#server)) return;
    this.#server = basket;
    this.#etag = etag;
    // Another tab may have left this basket for a new one: that is not overwritten.
    if (this.#ticket && this.#ticket.rev !== basket.rev && this.storage.read()?.id === basket.id) {
      this.#ticket = { ...this.#ticket, rev: basket.rev };
      this.storage.write(this.#ticket);
    }
    this.#show();
  }

  #forgetServer(): void {
    this.#server = null;
    this.#etag = null;
  }

  #look(): BasketView {
    return viewOf(this.#ticket, this.#server, this.#pending, this.#failures);
  }

  #show(): void {
    this.view.set(this.#look());
  }
}

/** The basket that the ticket opens, unless it was ordered or is no more. */
async function findOpen({ id, token }: Ticket): Promise<Answer<Basket> | null> {
  try {
    const answer = await ask<Basket>(`/baskets/${id}`, { token });
    return answer.data.state === 'open' ? answer : null;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}

const inBounds = (quantity: number): number => Math.max(0, Math.min(99, quantity));

/** Answers may overtake each other. */
function isOlder(a: Basket, b: Basket): boolean {
  const products = ({ lines }: Basket) => lines.reduce((sum, { product }) => sum + product.rev, 0);
  return a.rev < b.rev || (a.rev === b.rev && products(a) < products(b));
}

function reasonFor(error: unknown): string {
  if (error instanceof NoAnswer) return 'The shop did not answer, so this was taken back. Please try again.';
  if (error instanceof ApiError && error.is('basket-full'))
    return 'A basket holds 50 different objects, and this one is full.';
  if (error instanceof ApiError && error.status === 404) return 'This is no longer in the window.';
  return error instanceof ApiError && error.problem?.detail
    ? error.problem.detail
    : 'The shop could not do this just now. Please try again.';
}
