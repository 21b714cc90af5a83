import type { Card, Change } from '@/lib/api/shapes';
import { type Position } from './position';

/** What is known of one product at a revision: its card, or null when it is gone. */
export type KnownProduct = { rev: number; card: Card } | { rev: number; card: null };

/** All changes after `from`, up to and with `to`. */
export interface ChangeSpan {
  from: Position;
  to: Position;
  changes: readonly Change[];
}

/** What became of a span: 'old' was known already; 'gap' begins beyond the position, and 'new-epoch' is of another log: both are not applied. */
export type ApplyResult = 'applied' | 'old' | 'gap' | 'new-epoch';

/** A product before and after a change; `before` is undefined where nothing was known of it. */
export interface FeedChange {
  id: string;
  before: KnownProduct | undefined;
  after: KnownProduct;
}

/**
 * The catalogue as far as this client knows it, and the position up to which it knows every change.
 *
 * At `position` it holds, for every product of which it has seen a change, at least the table's state at that position, except for the ids in
 * `unread`, which have to be fetched. A revision at or below the known one is dropped, and a gone product is remembered with its revision, so that
 * late and repeated messages do no harm.
 */
export class Feed {
  #position: Position | null = null;
  #base: Position | null = null;
  readonly #known = new Map<string, KnownProduct>();
  readonly #unread = new Map<string, number>();
  readonly #byId = new Map<string, Set<() => void>>();
  readonly #all = new Set<(change: FeedChange) => void>();

  get position(): Position | null {
    return this.#position;
  }

  /** Ids whose change came without content: they have to be fetched. */
  get unread(): string[] {
    return [...this.#unread.keys()];
  }

  get(id: string): KnownProduct | undefined {
    return this.#known.get(id);
  }

  /** True when every change after `position` is known, so that an older answer can be brought forward without a request. */
  covers(position: Position): boolean {
    return this.#base !== null && this.#base.epoch === position.epoch && this.#base.seq <= position.seq;
  }

  /** Starts at a snapshot's position. Its cards are added by `addCard`. */
  start(position: Position): void {
    this.#position = position;
    this.#base = position;
  }

  /** Older changes were added: every change after `position` is known now. */
  extendBack(position: Position): void {
    if (this.#base && position.epoch === this.#base.epoch && position.seq < this.#base.seq) this.#base = position;
  }

  apply({ from, to, changes }: ChangeSpan): ApplyResult {
    const at = this.#position;
    if (!at || from.epoch !== at.epoch || to.epoch !== at.epoch) return 'new-epoch';
    if (to.seq <= at.seq) return 'old';
    if (from.seq > at.seq) return 'gap';
    this.addChanges(changes);
    this.#position = to;
    return 'applied';
  }

  /** Adds changes without moving the position: for those before it. */
  addChanges(changes: readonly Change[]): void {
    for (const change of changes) {
      if ('refetch' in change && change.refetch) {
        const rev = change.rev ?? Infinity;
        if (rev > (this.#known.get(change.id)?.rev ?? 0)) this.#unread.set(change.id, rev);
      } else if ('gone' in change && change.gone) {
        this.#put(change.id, { rev: change.rev, card: null });
      } else if ('name' in change) {
        this.addCard(change);
      }
    }
  }

  /** Adds a card of any answer, unless a newer revision is known. */
  addCard(card: Card): void {
    this.#put(card.id, { rev: card.rev, card });
  }

  /** The answer to a fetch of an unread id; `null` when the product no longer exists. */
  resolveUnread(id: string, card: Card | null): void {
    const told = this.#unread.get(id) ?? 0;
    this.#unread.delete(id);
    if (card) return this.addCard(card);
    const before = this.#known.get(id);
    const rev = Math.max(Number.isFinite(told) ? told : 0, before?.rev ?? 0);
    if (before?.card !== null) this.#set(id, before, { rev, card: null });
  }

  /** Forgets everything: the log was lost or restarted, and revisions cannot be compared any more. */
  reset(): void {
    this.#position = null;
    this.#base = null;
    this.#known.clear();
    this.#unread.clear();
  }

  watch(id: string, listener: () => void): () => void {
    const listeners = this.#byId.get(id) ?? new Set();
    this.#byId.set(id, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#byId.get(id) === listeners) this.#byId.delete(id);
    };
  }

  watchAll(listener: (change: FeedChange) => void): () => void {
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  }

  #put(id: string, after: KnownProduct): void {
    const before = this.#known.get(id);
    if (before && after.rev <= before.rev) return;
    if (after.rev >= (this.#unread.get(id) ?? Infinity)) this.#unread.delete(id);
    this.#set(id, before, after);
  }

  #set(id: string, before: KnownProduct | undefined, after: KnownProduct): void {
    this.#known.set(id, after);
    this.#byId.get(id)?.forEach((listener) => listener());
    this.#all.forEach((listener) => listener({ id, before, after }));
  }
}
