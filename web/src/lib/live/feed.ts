import type { Card, Change } from '@/lib/api/shapes';
import { type Position } from './position';

/** What is known of one product: its newest card, or that it is gone, at a revision. */
export type Known = { rev: number; card: Card } | { rev: number; card: null };

/** Changes that cover (from, to]. */
export interface Span {
  from: Position;
  to: Position;
  changes: readonly Change[];
}

export type Verdict = 'applied' | 'old' | 'gap' | 'new-epoch';

export interface Applied {
  id: string;
  before: Known | undefined;
  after: Known;
}

/**
 * The state of the catalogue as far as this client has heard, and up to where it has heard everything.
 *
 * Whoever has applied the feed up to `position` holds, for every product it was ever told of, at least the table's state at that
 * position, except for the ids in `unread`, which it knows it must fetch. A revision at or below the known one is dropped,
 * and a gone product is remembered with its revision, so that late and repeated messages do no harm.
 */
export class Feed {
  #position: Position | null = null;
  #base: Position | null = null;
  readonly #known = new Map<string, Known>();
  readonly #unread = new Map<string, number>();
  readonly #byId = new Map<string, Set<() => void>>();
  readonly #all = new Set<(change: Applied) => void>();

  get position(): Position | null {
    return this.#position;
  }

  /** Ids whose change could not be told in a message: they have to be fetched. */
  get unread(): string[] {
    return [...this.#unread.keys()];
  }

  get(id: string): Known | undefined {
    return this.#known.get(id);
  }

  /** True when every change after `position` is held here, so that an older answer can be brought forward without asking. */
  covers(position: Position): boolean {
    return this.#base !== null && this.#base.epoch === position.epoch && this.#base.seq <= position.seq;
  }

  /** Begins at a snapshot's position. Its cards are told by `learn`. */
  start(position: Position): void {
    this.#position = position;
    this.#base = position;
  }

  /** Older changes were fetched: from here on everything is held. */
  extendBack(position: Position): void {
    if (this.#base && position.epoch === this.#base.epoch && position.seq < this.#base.seq) this.#base = position;
  }

  apply({ from, to, changes }: Span): Verdict {
    const at = this.#position;
    if (!at || from.epoch !== at.epoch || to.epoch !== at.epoch) return 'new-epoch';
    if (to.seq <= at.seq) return 'old';
    if (from.seq > at.seq) return 'gap';
    this.absorb(changes);
    this.#position = to;
    return 'applied';
  }

  /** Takes in changes without moving the position: for answers that reach further back than it. */
  absorb(changes: readonly Change[]): void {
    for (const change of changes) {
      if ('refetch' in change && change.refetch) {
        const rev = change.rev ?? Infinity;
        if (rev > (this.#known.get(change.id)?.rev ?? 0)) this.#unread.set(change.id, rev);
      } else if ('gone' in change && change.gone) {
        this.#put(change.id, { rev: change.rev, card: null });
      } else if ('name' in change) {
        this.learn(change);
      }
    }
  }

  /** A card from any answer. */
  learn(card: Card): void {
    this.#put(card.id, { rev: card.rev, card });
  }

  /** The answer to a fetch of an unread id; `null` when there is no such product any more. */
  read(id: string, card: Card | null): void {
    const told = this.#unread.get(id) ?? 0;
    this.#unread.delete(id);
    if (card) return this.learn(card);
    const before = this.#known.get(id);
    const rev = Math.max(Number.isFinite(told) ? told : 0, before?.rev ?? 0);
    if (before?.card !== null) this.#set(id, before, { rev, card: null });
  }

  /** The log was lost or begun anew: revisions mean nothing any more. */
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

  watchAll(listener: (change: Applied) => void): () => void {
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  }

  #put(id: string, after: Known): void {
    const before = this.#known.get(id);
    if (before && after.rev <= before.rev) return;
    if (after.rev >= (this.#unread.get(id) ?? Infinity)) this.#unread.delete(id);
    this.#set(id, before, after);
  }

  #set(id: string, before: Known | undefined, after: Known): void {
    this.#known.set(id, after);
    this.#byId.get(id)?.forEach((listener) => listener());
    this.#all.forEach((listener) => listener({ id, before, after }));
  }
}
