import { ask } from '@/lib/api/client';
import { ApiError, NoAnswer } from '@/lib/api/problem';
import type { Basket, Card, NewBasket } from '@/lib/api/shapes';
import { backoff } from '@/lib/live/backoff';
import { Signal } from '@/lib/signal';
import type { Stored } from '@/lib/storage';
import { type BasketView, type Pending, viewOf } from './view';

/** What opens the basket, and how far this browser has seen it: shared by all its tabs. */
export interface Ticket {
  id: string;
  token: string;
  rev: number;
}

export const isTicket = (value: unknown): value is Ticket => {
  const { id, token, rev } = (value ?? {}) as Partial<Ticket>;
  return typeof id === 'string' && typeof token === 'string' && typeof rev === 'number';
};

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
  /** What is being read was asked for before it was known to have changed. */
  #readAgain = false;
  /** Revisions have begun anew: the next answer counts, whatever it says of its own. */
  #anew = false;
  #failedReads = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;

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
      clearTimeout(this.#retry);
    };
  }

  /** Sets how many of a product the basket holds; 0 removes it. Also accepts the price now shown. */
  set(card: Card, quantity: number): void {
    this.#failures.delete(card.id);
    this.#pending.set(card.id, { card, quantity: Math.max(0, Math.min(99, quantity)), sent: false });
    this.#show();
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = null;
    });
  }

  add(card: Card, quantity: number): void {
    const held = this.view.get().lines.find((line) => line.card.id === card.id)?.quantity ?? 0;
    this.set(card, held + quantity);
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
    this.#etag = null;
    this.#anew = true;
    return this.refresh();
  }

  /** The basket became an order, here or in another tab. */
  forget(): void {
    this.#ticket = null;
    this.#pending.clear();
    this.#failures.clear();
    this.#forgetServer();
    this.storage.write(null);
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
    const anew = this.#anew;
    try {
      const headers: Record<string, string> = this.#etag ? { 'if-none-match': this.#etag } : {};
      const { data, status, etag } = await ask<Basket>(`/baskets/${ticket.id}`, { token: ticket.token, headers });
      this.#failedReads = 0;
      if (this.#ticket?.id !== ticket.id || status === 304) return;
      if (data.state === 'closed') {
        this.forget();
        return this.onClosed();
      }
      if (anew) this.#anew = false;
      this.#take(data, etag, anew);
    } catch (error) {
      if (error instanceof ApiError && error.status === 404 && this.#ticket?.id === ticket.id) return this.forget();
      if (error instanceof ApiError && error.status < 500 && error.status !== 429) return;
      // Without an answer the basket stays as it was seen, and is asked for until there is one.
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
      const failure = await this.#send(id, pending.quantity);
      if (this.#pending.get(id) === pending) this.#pending.delete(id);
      if (failure && !this.#pending.has(id)) this.#failures.set(id, failure);
      this.#show();
    }
  }

  /** Sends one line; answers with a reason if it could not be. A basket that is no more is replaced once. */
  async #send(productId: string, quantity: number): Promise<string | null> {
    for (let attempt = 0; ; attempt++) {
      try {
        const ticket = this.#ticket ?? (await this.#open());
        const { data, etag } = await ask<Basket>(`/baskets/${ticket.id}/lines/${productId}`, {
          method: 'PUT',
          token: ticket.token,
          body: { quantity },
        });
        this.#take(data, etag);
        return null;
      } catch (error) {
        if (attempt === 0 && (await this.#isLost(error))) continue;
        return reasonFor(error);
      }
    }
  }

  async #open(): Promise<Ticket> {
    const { data, etag } = await ask<NewBasket>('/baskets', { method: 'POST', body: {} });
    const { token, ...basket } = data;
    this.#ticket = { id: basket.id, token, rev: basket.rev };
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
    this.#ticket = null;
    this.#forgetServer();
  }

  #take(basket: Basket, etag: string | null, anew = false): void {
    if (!anew && this.#server?.id === basket.id && isOlder(basket, this.#server)) return;
    this.#server = basket;
    this.#etag = etag;
    if (this.#ticket && (this.#ticket.rev !== basket.rev || this.storage.read()?.id !== basket.id)) {
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
