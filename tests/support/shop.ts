// The public API as tests use it: plain calls held to the contract, and the few steps that most tests start from.
import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, inject } from 'vitest';
import type { components } from '../../web/src/generated/contract.ts';
import { eventually } from './eventually.ts';
import { type Answer, call, type Send } from './http.ts';
import { Live } from './live.ts';

type Schemas = components['schemas'];
export type Card = Schemas['Card'];
export type Product = Schemas['Product'];
export type StudioProduct = Schemas['StudioProduct'];
export type NewProduct = Schemas['NewProduct'];
export type Content = Schemas['Content'];
export type ProductList = Schemas['ProductList'];
export type ChangeList = Schemas['ChangeList'];
export type Basket = Schemas['Basket'];
export type NewBasket = Schemas['NewBasket'];
export type Checkout = Schemas['Checkout'];
export type Order = Schemas['Order'];
export type NewOrder = Schemas['NewOrder'];
export type Instrument = Schemas['PaymentRequest']['instrument'];
export type OrderList = Schemas['OrderList'];
export type Problem = Schemas['Problem'] & {
  errors?: { pointer: string; detail: string }[];
  lines?: Record<string, unknown>[];
};

export const unique = (prefix: string): string => `${prefix}-${randomBytes(5).toString('hex')}`;
export const euros = (amount: number): { amount: number; currency: string } => ({ amount, currency: 'EUR' });
export const bearer = (token: string): Record<string, string> => ({ Authorization: `Bearer ${token}` });

export const customer = {
  name: 'Test Customer',
  email: 'customer@example.com',
  address: { line1: '1 Test Street', city: 'Testville', postcode: 'N1 1ST', country: 'GB' },
};

/** The body of an answer that must have this status. */
export function must<T>(status: number, answer: Answer): T {
  if (answer.status !== status) throw new Error(`${answer.status} instead of ${status}: ${answer.text.slice(0, 1000)}`);
  return answer.body as T;
}

/** The problem of an answer that must have this status and type. */
export function problem(status: number, type: string, answer: Answer): Problem {
  const found = must<Problem>(status, answer);
  if (found.type !== `/problems/${type}`) throw new Error(`${found.type} instead of ${type}: ${answer.text}`);
  return found;
}

/** The number in a feed position. */
export const seqOf = (position: string): number => Number(position.split(':')[1]);

export const pointers = (found: Problem): string[] => (found.errors ?? []).map((error) => error.pointer).sort();

export class Shop {
  readonly url: string;
  readonly #editor: Record<string, string>;
  readonly #made = new Set<string>();

  constructor(url: string, editorKey?: string) {
    this.url = url;
    this.#editor = editorKey === undefined ? {} : bearer(editorKey);
  }

  async call(method: string, path: string, send: Send = {}): Promise<Answer> {
    return await call(this.url, method, `/api/v1${path}`, send);
  }

  /** A call as the owner. */
  async own(method: string, path: string, send: Send = {}): Promise<Answer> {
    const answer = await this.call(method, path, { ...send, headers: { ...this.#editor, ...send.headers } });
    if (method === 'POST' && path === '/products' && answer.status === 201)
      this.#made.add((answer.body as StudioProduct).id);
    return answer;
  }

  /** Takes the products that were made through this out of the window. Orders end by themselves, with their hold. */
  async cleanUp(): Promise<void> {
    for (const id of this.#made) {
      const { status } = await this.own('DELETE', `/products/${id}`);
      if (status !== 204 && status !== 404) throw new Error(`${id} stays in the shop: ${String(status)}`);
    }
    this.#made.clear();
  }

  async live(headers: Record<string, string> = {}): Promise<Live> {
    return await Live.open(this.url, headers);
  }

  async create(fields: Partial<NewProduct> = {}): Promise<StudioProduct> {
    const id = fields.id ?? unique('thing');
    const json = {
      id,
      name: `Thing ${id}`,
      description: 'Made by a test.',
      category: 'testing',
      price: euros(1000),
      available: 10,
      ...fields,
    };
    return must(201, await this.own('POST', '/products', { json }));
  }

  /** A list; one that has applied at least the position `from`, where that is given: lists may be a moment behind. */
  async list(query = '', from?: string): Promise<ProductList> {
    const path = `/products${query === '' ? '' : `?${query}`}`;
    if (from === undefined) return must(200, await this.call('GET', path));
    return await eventually(async () => {
      const list = must<ProductList>(200, await this.call('GET', path));
      return seqOf(list.feed) >= seqOf(from) ? list : undefined;
    }, `a list at ${from}`);
  }

  async product(id: string): Promise<Product> {
    return must(200, await this.call('GET', `/products/${id}`));
  }

  /** A product as its owner sees it: found page by page, since only the list has the whole stock. */
  async studioProducts(): Promise<Map<string, StudioProduct>> {
    const found = new Map<string, StudioProduct>();
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page: Schemas['StudioProductList'] = must(
        200,
        await this.own('GET', `/studio/products?limit=1000${query}`),
      );
      for (const item of page.items) found.set(item.id, item);
      cursor = page.nextCursor;
    } while (cursor !== null);
    return found;
  }

  async adjust(id: string, json: unknown): Promise<Answer> {
    return await this.own('POST', `/products/${id}/stock`, { json });
  }

  async content(id: string): Promise<{ content: Content; etag: string }> {
    const answer = await this.own('GET', `/products/${id}/content`);
    return { content: must(200, answer), etag: answer.headers.etag ?? '' };
  }

  async patch(id: string, json: unknown, headers: Record<string, string>): Promise<Answer> {
    return await this.own('PATCH', `/products/${id}/content`, {
      json,
      headers: { 'Content-Type': 'application/merge-patch+json', ...headers },
    });
  }

  /** An edit based on the content as it is now. */
  async edit(id: string, json: unknown): Promise<Content> {
    const { etag } = await this.content(id);
    return must(200, await this.patch(id, json, { 'If-Match': etag }));
  }

  async newBasket(): Promise<NewBasket> {
    return must(201, await this.call('POST', '/baskets'));
  }

  async setLine(basket: { id: string; token: string }, productId: string, quantity: number): Promise<Answer> {
    return await this.call('PUT', `/baskets/${basket.id}/lines/${productId}`, {
      json: { quantity },
      headers: bearer(basket.token),
    });
  }

  /** A new basket with lines, as it is now. */
  async fill(lines: Record<string, number>): Promise<NewBasket> {
    const { id, token, ...empty } = await this.newBasket();
    let basket: Basket = { id, ...empty };
    for (const [productId, quantity] of Object.entries(lines)) {
      basket = must(200, await this.setLine({ id, token }, productId, quantity));
    }
    return { ...basket, token };
  }

  checkoutOf(basket: NewBasket, fields: Partial<Checkout> = {}): Checkout {
    return { basketId: basket.id, basketRev: basket.rev, customer, expectedTotal: basket.total, ...fields };
  }

  async checkout(
    basket: NewBasket,
    fields: Partial<Checkout> = {},
    key: string = randomUUID(),
    from?: string,
  ): Promise<Answer> {
    return await this.call('POST', '/orders', {
      json: this.checkoutOf(basket, fields),
      headers: { ...bearer(basket.token), 'Idempotency-Key': key },
      from,
    });
  }

  /** A placed order. */
  async order(lines: Record<string, number>): Promise<NewOrder> {
    return must(201, await this.checkout(await this.fill(lines)));
  }

  async getOrder(order: { id: string; token: string }, headers: Record<string, string> = {}): Promise<Answer> {
    return await this.call('GET', `/orders/${order.id}`, { headers: { ...bearer(order.token), ...headers } });
  }

  async cancel(order: { id: string; token: string }): Promise<Answer> {
    return await this.call('POST', `/orders/${order.id}/cancel`, { headers: bearer(order.token) });
  }

  async pay(order: { id: string; token: string }, instrument: Instrument = 'ok'): Promise<Answer> {
    return await this.call('POST', `/orders/${order.id}/payment`, {
      json: { method: 'simulator', instrument },
      headers: bearer(order.token),
    });
  }

  /** The owner moves an order along, as it is now or as it was seen. */
  async move(order: { id: string }, to: string, ifMatch = '*'): Promise<Answer> {
    return await this.own('POST', `/orders/${order.id}/transitions`, {
      json: { to },
      headers: { 'If-Match': ifMatch },
    });
  }
}

/** True where the shop runs elsewhere, and only what the public can do can be tested. */
export const remote = process.env.VITRINE_BASE_URL !== undefined;

/** The shop that this project's set-up started (or that VITRINE_BASE_URL names, which is left as it was). */
export function shop(): Shop {
  const made = new Shop(inject('shopUrl'), inject('editorKey') ?? undefined);
  if (remote) afterAll(() => made.cleanUp());
  return made;
}
