import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Card, Change } from '@/lib/api/shapes';
import { aCard, eur } from '@/test/shop';
import { Feed } from './feed';

const at = (seq: number, epoch = 'e') => ({ epoch, seq });
const card = (rev: number, change: Partial<Card> = {}) => aCard({ rev, ...change });

function begun(seq = 0): Feed {
  const feed = new Feed();
  feed.start(at(seq));
  return feed;
}

describe('the feed', () => {
  it('moves to the end of a span that joins its position', () => {
    const feed = begun(3);
    expect(feed.apply({ from: at(3), to: at(5), changes: [card(2)] })).toBe('applied');
    expect(feed.position).toEqual(at(5));
    expect(feed.get('copper-teapot')?.rev).toBe(2);
  });

  it('applies a span that overlaps what it has', () => {
    const feed = begun(3);
    expect(feed.apply({ from: at(1), to: at(4), changes: [card(2)] })).toBe('applied');
  });

  it('ignores a span that ends at or before its position', () => {
    const feed = begun(3);
    expect(feed.apply({ from: at(1), to: at(3), changes: [card(9)] })).toBe('old');
    expect(feed.get('copper-teapot')).toBeUndefined();
  });

  it('refuses a span that begins beyond its position', () => {
    const feed = begun(3);
    expect(feed.apply({ from: at(4), to: at(5), changes: [card(2)] })).toBe('gap');
    expect(feed.position).toEqual(at(3));
  });

  it('refuses a span of another epoch', () => {
    expect(begun(3).apply({ from: at(3, 'f'), to: at(4, 'f'), changes: [] })).toBe('new-epoch');
  });

  it('drops a revision at or below the known one', () => {
    const feed = begun();
    feed.addCard(card(5, { available: 1 }));
    feed.apply({ from: at(0), to: at(1), changes: [card(4, { available: 9 }), card(5, { available: 8 })] });
    expect(feed.get('copper-teapot')?.card?.available).toBe(1);
  });

  it('remembers a gone product, so that an older card does not bring it back', () => {
    const feed = begun();
    feed.apply({ from: at(0), to: at(1), changes: [{ kind: 'product', id: 'copper-teapot', rev: 4, gone: true }] });
    feed.addCard(card(3));
    expect(feed.get('copper-teapot')).toEqual({ rev: 4, card: null });
    feed.addCard(card(5));
    expect(feed.get('copper-teapot')?.card).not.toBeNull();
  });

  it('lists a change without content as unread until it is fetched', () => {
    const feed = begun();
    feed.apply({ from: at(0), to: at(1), changes: [{ kind: 'product', id: 'copper-teapot', refetch: true }] });
    expect(feed.unread).toEqual(['copper-teapot']);
    feed.resolveUnread('copper-teapot', card(2));
    expect(feed.unread).toEqual([]);
    expect(feed.get('copper-teapot')?.rev).toBe(2);
  });

  it('takes a card of the announced revision for the content of an unread change', () => {
    const feed = begun();
    feed.addChanges([{ kind: 'product', id: 'copper-teapot', rev: 7, refetch: true }]);
    feed.addCard(card(6));
    expect(feed.unread).toEqual(['copper-teapot']);
    feed.addCard(card(7));
    expect(feed.unread).toEqual([]);
  });

  it('marks an unread product that no longer exists as gone', () => {
    const feed = begun();
    feed.addCard(card(3));
    feed.addChanges([{ kind: 'product', id: 'copper-teapot', rev: 4, refetch: true }]);
    feed.resolveUnread('copper-teapot', null);
    expect(feed.get('copper-teapot')).toEqual({ rev: 4, card: null });
  });

  it('notifies the watchers of a product, of newer revisions only', () => {
    const feed = begun();
    const heard: number[] = [];
    const stop = feed.watch('copper-teapot', () => heard.push(feed.get('copper-teapot')?.rev ?? 0));
    feed.addCard(card(1));
    feed.addCard(card(1));
    feed.addCard(aCard({ id: 'other', rev: 9 }));
    feed.addCard(card(2));
    stop();
    feed.addCard(card(3));
    expect(heard).toEqual([1, 2]);
  });

  it('forgets all revisions when the log was begun anew', () => {
    const feed = begun(8);
    feed.addCard(card(5));
    feed.reset();
    expect(feed.position).toBeNull();
    feed.start(at(0, 'f'));
    feed.addCard(card(1));
    expect(feed.get('copper-teapot')?.rev).toBe(1);
  });
});

/** A table that changes, and the log of it: entry n is what `changes[n]` made of a product. */
const history = fc
  .array(fc.record({ id: fc.constantFrom('a', 'b', 'c'), kind: fc.constantFrom('card', 'gone', 'refetch') }), {
    maxLength: 40,
  })
  .map((steps) => {
    const revs = new Map<string, number>();
    return steps.map(({ id, kind }): { change: Change; state: Card | null } => {
      const rev = (revs.get(id) ?? 0) + 1;
      revs.set(id, rev);
      const state = kind === 'gone' ? null : aCard({ id, rev, price: eur(100 + rev) });
      if (state === null) return { change: { kind: 'product', id, rev, gone: true }, state };
      return { change: kind === 'card' ? state : { kind: 'product', id, rev, refetch: true }, state };
    });
  });

/** Deliveries as a network makes them: late, twice, out of order, or not at all. */
const deliveries = (length: number) =>
  fc.array(
    fc.tuple(fc.nat(length), fc.nat(length)).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) })),
    {
      maxLength: 60,
    },
  );

describe('a feed that was applied up to a position', () => {
  it('holds for every product at least the table’s state there, or lists it as unread', () => {
    fc.assert(
      fc.property(
        history.chain((steps) => fc.tuple(fc.constant(steps), fc.nat(steps.length), deliveries(steps.length))),
        ([steps, start, spans]) => {
          const stateAt = (seq: number, id: string) => steps.slice(0, seq).findLast(({ change }) => change.id === id);
          const feed = begun(start);
          // The snapshot holds what is on show at its position; what is gone by then is not in it.
          for (const id of ['a', 'b', 'c']) {
            const state = stateAt(start, id)?.state;
            if (state) feed.addCard(state);
          }
          for (const { from, to } of spans) {
            feed.apply({ from: at(from), to: at(to), changes: steps.slice(from, to).map(({ change }) => change) });
            const position = feed.position?.seq ?? 0;
            for (const id of ['a', 'b', 'c']) {
              const expected = stateAt(position, id);
              const known = feed.get(id);
              if (!expected || feed.unread.includes(id)) continue;
              if (expected.state === null && !known) continue;
              expect(known?.rev).toBeGreaterThanOrEqual(expected.change.rev ?? 0);
              if (known?.rev === expected.change.rev) expect(known?.card ?? null).toEqual(expected.state);
            }
          }
        },
      ),
    );
  });
});
