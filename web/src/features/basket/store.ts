import { type ApiResponse, callApi } from '@/lib/api/client';
import { ApiError, NoResponse } from '@/lib/api/problem';
import type { Basket, Card, NewBasket } from '@/lib/api/shapes';
import { backoff } from '@/lib/live/backoff';
import { Signal } from '@/lib/signal';
import { withLock, type Stored } from '@/lib/storage';
import type { BasketHandle } from './handle';
import { type BasketView, type PendingLine, basketView } from './view';

/**
 * The one basket of this browser. A line changes at once and is sent in the background; if the shop refuses, that line alone is rolled back with the
 * reason. The basket is created with the first line. Other tabs learn of changes through the stored handle.
 */
export class BasketStore {
  readonly view: Signal<BasketView>;
  #handle: BasketHandle | null;
  #server: Basket | null = null;
  #etag: string | null = null;
  readonly #pending = new Map<string, PendingLine>();
  readonly #failures = new Map<string, string>();
  #sending: Promise<void> | null = null;
  #reading: Promise<void> | null = null;
  /** The id of a basket that no longer exists, though its handle may still be stored. */
  #lost: string | undefined;
  /** A change was reported after the current fetch began. */
  #readAgain = false;
  /** How often revisions were reset, and after which reset an answer was accepted: the first answer after each is accepted at any revision. */
  #resetCount = 0;
  #acceptedReset = 0;
  #failedReads = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  /** The page is gone: nothing is retried any more. */
  #isStopped = false;

  /** `onClosed` is called when the basket became an order, in whatever tab. */
  constructor(
    private readonly storage: Stored<BasketHandle>,
    private readonly onClosed: () => void = () => undefined,
  ) {
    this.#handle = storage.read();
    this.view = new Signal(this.#currentView());
  }

  get handle(): BasketHandle | null {
    return this.#handle;
  }

  /** Fetches the basket and follows the other tabs. Returns the function that ends that. */
  start(): () => void {
    this.#isStopped = false;
    void this.refresh();
    const stop = this.storage.onExternalChange((handle) => {
      if (handle?.id === this.#handle?.id && (handle?.rev ?? 0) <= (this.#server?.rev ?? 0)) return;
      if (handle?.id !== this.#handle?.id) this.#forgetServer();
      this.#handle = handle;
      this.#publish();
      void this.refresh();
    });
    return () => {
      stop();
      this.#isStopped = true;
      clearTimeout(this.#retry);
    };
  }

  /** Sets the quantity of a product, cut to 0 to 99; 0 removes it. Also accepts the price now shown. */
  set(card: Card, quantity: number): void {
    this.#change({ card, quantity, sent: false });
  }

  add(card: Card, added: number): void {
    const held = this.view.get().lines.find((line) => line.card.id === card.id)?.quantity ?? 0;
    this.#change({ card, quantity: held + added, sent: false, ...(held === 0 && { added }) });
  }

  #change(pending: PendingLine): void {
    const { id } = pending.card;
    this.#failures.delete(id);
    this.#pending.set(id, { ...pending, quantity: clampQuantity(pending.quantity) });
    this.#publish();
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = null;
    });
  }

  /** Resolves when every change has been sent and answered; never rejects. */
  async settled(): Promise<void> {
    await this.#sending;
  }

  /**
   * Fetches the basket, if it or the price or stock of a product in it has changed: its ETag covers them all. Resolves when the answer to a request
   * that was sent after this call was accepted, or none came; never rejects.
   */
  async refresh(): Promise<void> {
    this.#readAgain = true;
    this.#reading ??= this.#readAll().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  /** The feed was reset: neither revisions nor the ETag can be compared any more. */
  async refreshAfterReset(): Promise<void> {
    this.#resetCount++;
    return this.refresh();
  }

  /** Drops the basket, which became an order. A newer basket of another tab is this tab's from now on. */
  forget(): void {
    const id = this.#handle?.id;
    const kept = this.storage.read();
    const next = kept?.id === id ? null : kept;
    this.#handle = next;
    this.#pending.clear();
    this.#failures.clear();
    this.#forgetServer();
    if (next) void this.refresh();
    else this.storage.write(null);
    this.#publish();
  }

  async #readAll(): Promise<void> {
    clearTimeout(this.#retry);
    while (this.#readAgain) {
      this.#readAgain = false;
      await this.#read();
    }
  }

  async #read(): Promise<void> {
    const handle = this.#handle;
    if (!handle) return;
    // There may be another reset during the request.
    const beginning = this.#resetCount;
    const anew = beginning !== this.#acceptedReset;
    try {
      const headers: Record<string, string> = this.#etag && !anew ? { 'if-none-match': this.#etag } : {};
      const { data, status, etag } = await callApi<Basket>(`/baskets/${handle.id}`, { token: handle.token, headers });
      this.#failedReads = 0;
      if (this.#handle?.id !== handle.id || status === 304) return;
      if (data.state === 'closed') {
        this.forget();
        return this.onClosed();
      }
      this.#acceptedReset = beginning;
      this.#accept(data, etag, anew);
    } catch (error) {
      if (error instanceof ApiError && error.status === 404 && this.#handle?.id === handle.id) return this.forget();
      if (error instanceof ApiError && error.status < 500 && error.status !== 429) return;
      // Without an answer the basket stays as it is, and is fetched until there is one.
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
      this.#publish();
    }
  }

  /** Sends one line; returns the reason if that failed, else null. A basket that no longer exists is replaced once. */
  async #send(pending: PendingLine): Promise<string | null> {
    const { id } = pending.card;
    for (let attempt = 0; ; attempt++) {
      try {
        const { handle, held } = this.#handle ? { handle: this.#handle, held: 0 } : await this.#open(id);
        const { data, etag } = await callApi<Basket>(`/baskets/${handle.id}/lines/${id}`, {
          method: 'PUT',
          token: handle.token,
          body: { quantity: pending.added === undefined ? pending.quantity : clampQuantity(held + pending.added) },
        });
        this.#accept(data, etag);
        return null;
      } catch (error) {
        if (attempt === 0 && (await this.#isLost(error))) continue;
        return reasonFor(error);
      }
    }
  }

  /** The basket that another tab has created meanwhile, with its quantity of the product; or a new one. One tab at a time does this. */
  async #open(productId: string): Promise<{ handle: BasketHandle; held: number }> {
    return withLock('vitrine.basket', async () => {
      const kept = this.storage.read();
      const found = kept && kept.id !== this.#lost ? await findOpen(kept) : null;
      if (!kept || !found) return { handle: await this.#make(), held: 0 };
      this.#handle = kept;
      this.#accept(found.data, found.etag);
      return { handle: kept, held: found.data.lines.find(({ product }) => product.id === productId)?.quantity ?? 0 };
    });
  }

  async #make(): Promise<BasketHandle> {
    const { data, etag } = await callApi<NewBasket>('/baskets', { method: 'POST', body: {} });
    const { token, ...basket } = data;
    this.#handle = { id: basket.id, token, rev: basket.rev };
    this.storage.write(this.#handle);
    this.#accept(basket, etag);
    return this.#handle;
  }

  /** A line's 404 may be the product's or the basket's: fetching the basket tells. */
  async #isLost(error: unknown): Promise<boolean> {
    if (!(error instanceof ApiError)) return false;
    if (error.is('basket-closed')) {
      this.#dropHandle();
      return true;
    }
    const handle = this.#handle;
    if (error.status !== 404 || !handle) return false;
    const found = await callApi(`/baskets/${handle.id}`, { token: handle.token }).catch((reason: unknown) => reason);
    const lost = found instanceof ApiError && found.status === 404;
    if (lost) this.#dropHandle();
    return lost;
  }

  #dropHandle(): void {
    this.#lost = this.#handle?.id;
    this.#handle = null;
    this.#forgetServer();
  }

  #accept(basket: Basket, etag: string | null, anew = false): void {
    if (!anew && this.#server?.id === basket.id && isOlder(basket, this.#server)) return;
    this.#server = basket;
    this.#etag = etag;
    // Another tab may have stored a newer basket: that is not overwritten.
    if (this.#handle && this.#handle.rev !== basket.rev && this.storage.read()?.id === basket.id) {
      this.#handle = { ...this.#handle, rev: basket.rev };
      this.storage.write(this.#handle);
    }
    this.#publish();
  }

  #forgetServer(): void {
    this.#server = null;
    this.#etag = null;
  }

  #currentView(): BasketView {
    return basketView(this.#handle, this.#server, this.#pending, this.#failures);
  }

  #publish(): void {
    this.view.set(this.#currentView());
  }
}

/** The basket of a handle; null if it was ordered or no longer exists. */
async function findOpen({ id, token }: BasketHandle): Promise<ApiResponse<Basket> | null> {
  try {
    const answer = await callApi<Basket>(`/baskets/${id}`, { token });
    return answer.data.state === 'open' ? answer : null;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}

const clampQuantity = (quantity: number): number => Math.max(0, Math.min(99, quantity));

/** Answers may overtake each other. */
function isOlder(a: Basket, b: Basket): boolean {
  const products = ({ lines }: Basket) => lines.reduce((sum, { product }) => sum + product.rev, 0);
  return a.rev < b.rev || (a.rev === b.rev && products(a) < products(b));
}

function reasonFor(error: unknown): string {
  if (error instanceof NoResponse) return 'The shop did not answer, so this was taken back. Please try again.';
  if (error instanceof ApiError && error.is('basket-full'))
    return 'A basket holds 50 different objects, and this one is full.';
  if (error instanceof ApiError && error.status === 404) return 'This is no longer in the window.';
  return error instanceof ApiError && error.problem?.detail
    ? error.problem.detail
    : 'The shop could not do this just now. Please try again.';
}
