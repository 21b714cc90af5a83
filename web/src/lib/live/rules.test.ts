import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IDS, LiveSimulation, type Step } from '@/test/liveSimulation';
import type { Position } from './position';

// The rules of the live client, as docs/frontend.md numbers them. Each is run in seas that are rough in its own way, and the last in all of them together.

const id = fc.constantFrom(...IDS);
const which = fc.nat(20);
const step = <const T extends object>(shape: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(shape) as unknown as fc.Arbitrary<Step>;
const is = <const T>(value: T) => fc.constant(value);

const WRITES = step({ do: is('write'), id, kind: is('card') });
const GOINGS = step({ do: is('write'), id, kind: is('gone') });
const UNTOLD = step({ do: is('write'), id, kind: is('refetch') });
const FRAMES = step({ do: is('frame'), fate: is('arrives'), which });
const REPEATS = step({ do: is('frame'), fate: is('twice'), which });
const LOSSES = step({ do: is('frame'), fate: is('lost'), which });
const PACKED = step({ do: is('merge'), span: fc.integer({ min: 1, max: 5 }) });
const ANSWERS = step({ do: is('answer'), fate: is('arrives'), which });
const FAILURES = step({ do: is('answer'), fate: is('fails'), which });
const LISTS = step({ do: is('list'), behind: fc.nat(6) });
const PRODUCTS = step({ do: is('product'), id });
const OPENINGS = step({ do: is('socket'), fate: is('opens') });
const REPLIES = step({ do: is('socket'), fate: is('answers') });
const DROPS = step({ do: is('socket'), fate: is('drops') });
const MOVES = step({ do: is('move'), subject: fc.constantFrom('order', 'basket') });
const EPOCHS = step({ do: is('epoch'), revsStartAnew: fc.boolean() });
const FORGETS = step({ do: is('forget') });
const HIDES = step({ do: fc.constantFrom('hide', 'show', 'wake') });
const TIMES = step({ do: is('pass'), ms: fc.constantFrom(50, 600, 10_000, 61_000, 300_000) });

/** What every sea has: sockets that come to stand, answers that arrive. */
const USUAL = [WRITES, OPENINGS, REPLIES, FRAMES, ANSWERS];

const RULES: [name: string, rough: fc.Arbitrary<Step>[]][] = [
  ['L1 what is heard before the snapshot is held until it is there', [WRITES, FRAMES, LISTS]],
  ['L2 a message covers (from, to]; what is at or before the own position is ignored', [REPEATS, PACKED]],
  ['L3 a message or a head beyond the own position leads to GET /changes', [LOSSES, LOSSES, WRITES, FAILURES, TIMES]],
  [
    'L4 a revision at or below the known one is dropped, and what is gone stays gone',
    [GOINGS, REPEATS, LISTS, PRODUCTS],
  ],
  ['L5 a list that is behind is brought forward before it shows', [LISTS, LISTS, LOSSES, FORGETS]],
  ['L6 one product’s answer never takes back what was heard since it was asked', [PRODUCTS, PRODUCTS, FRAMES]],
  ['L7 what a message could not carry is fetched', [UNTOLD, UNTOLD, GOINGS, FAILURES]],
  ['L8 410 or another epoch: everything is forgotten, and a fresh snapshot taken', [EPOCHS, FORGETS, LOSSES, UNTOLD]],
  ['L9 after every ready and pong the orders and baskets one watches are asked for', [MOVES, MOVES, LOSSES, DROPS]],
  ['L10 silence is broken by a ping, whose head tells what was lost', [TIMES, TIMES, HIDES, LOSSES]],
  ['L11 a dropped line returns; without one the feed is polled', [DROPS, DROPS, TIMES, FAILURES]],
  [
    'all of them at once',
    [GOINGS, UNTOLD, REPEATS, LOSSES, PACKED, FAILURES, LISTS, PRODUCTS, DROPS, MOVES, EPOCHS, FORGETS, HIDES, TIMES],
  ],
];

/** Invariant 5: at every moment the client holds at least the table's state at its position, or knows that it doesn't. */
function assertHolds({ client: { feed }, epoch, doubtful }: LiveSimulation): void {
  const at = feed.position;
  if (at?.epoch !== epoch.name) return;
  expect(at.seq).toBeLessThanOrEqual(epoch.log.length);
  for (const id of IDS) {
    const row = epoch.tables[at.seq]?.get(id);
    const known = feed.get(id);
    if (!row || feed.unread.includes(id) || doubtful.has(id)) continue;
    const told = epoch.log.slice(0, at.seq).findLastIndex((change) => change.id === id);
    if (!known) {
      expect(told === -1 || !feed.covers({ epoch: at.epoch, seq: told })).toBe(true);
      continue;
    }
    expect(known.rev).toBeGreaterThanOrEqual(row.rev);
    // What was fetched and is not there is gone, at a revision nobody told.
    if (known.rev === row.rev && known.card) expect(known.card).toEqual(row.card);
  }
}

/** Without a reset neither the position nor a revision ever goes back. */
class MonotonicityCheck {
  #resets = 0;
  #position: Position | null = null;
  #revs = new Map<string, number>();

  assertForward({ client: { feed }, resets }: LiveSimulation): void {
    if (resets !== this.#resets) {
      this.#resets = resets;
      this.#position = null;
      this.#revs.clear();
    }
    const revs = new Map(IDS.map((id) => [id, feed.get(id)?.rev ?? 0]));
    for (const [id, rev] of this.#revs) expect(revs.get(id as never)).toBeGreaterThanOrEqual(rev);
    if (this.#position) expect(feed.position?.seq).toBeGreaterThanOrEqual(this.#position.seq);
    this.#revs = revs;
    this.#position = feed.position;
  }
}

/** After quiet: the position is the head, and what the page lists, and all that was ever told, is as the table has it. */
function assertConverged({ client, epoch, table, listed, seen, truth }: LiveSimulation): void {
  const { feed } = client;
  expect(client.status).toBe('live');
  expect(feed.position).toEqual({ epoch: epoch.name, seq: epoch.log.length });
  expect(feed.unread).toEqual([]);
  for (const [id, { rev, card }] of table) {
    const known = feed.get(id);
    if (known) expect({ id, ...known }).toEqual({ id, rev, card });
    else expect({ id, listed: listed.has(id), onShow: card !== null }).toEqual({ id, listed: false, onShow: false });
  }
  expect(seen).toEqual(truth);
}

async function runSteps(steps: readonly Step[]): Promise<void> {
  const sea = new LiveSimulation();
  const ratchet = new MonotonicityCheck();
  for (const each of steps) {
    await sea.take(each);
    assertHolds(sea);
    ratchet.assertForward(sea);
  }
  await sea.quiesce();
  assertHolds(sea);
  assertConverged(sea);
  sea.client.stop();
}

/** Seas in which it once went down. */
const REGRESSIONS: [name: string, steps: Step[]][] = [
  [
    'a list that a reset overtook while it was brought forward is not learned',
    [
      { do: 'answer', fate: 'arrives', which: 0 },
      { do: 'list', behind: 0 },
      { do: 'write', id: 'b', kind: 'card' },
      { do: 'forget' },
      { do: 'wake' },
      { do: 'answer', fate: 'arrives', which: 3 },
      { do: 'write', id: 'b', kind: 'gone' },
    ],
  ],
  [
    'a product that went before anything was known of the feed is not held as it was',
    [
      { do: 'write', id: 'a', kind: 'card' },
      { do: 'product', id: 'a' },
      { do: 'answer', fate: 'arrives', which: 1 },
      { do: 'write', id: 'a', kind: 'gone' },
      { do: 'socket', fate: 'opens' },
      { do: 'socket', fate: 'answers' },
      { do: 'socket', fate: 'answers' },
      { do: 'answer', fate: 'arrives', which: 19 },
    ],
  ],
  [
    'a product of an older epoch, answered before anything was known of the feed, is not learned',
    [
      { do: 'write', id: 'b', kind: 'card' },
      { do: 'product', id: 'b' },
      { do: 'epoch', revsStartAnew: true },
      { do: 'answer', fate: 'fails', which: 0 },
      { do: 'socket', fate: 'drops' },
    ],
  ],
  [
    'a product that was asked for before the feed began, and answered after, is not held as it was',
    [
      { do: 'product', id: 'a' },
      { do: 'write', id: 'a', kind: 'card' },
      { do: 'product', id: 'a' },
      { do: 'product', id: 'a' },
      { do: 'write', id: 'a', kind: 'gone' },
      { do: 'list', behind: 0 },
      { do: 'list', behind: 0 },
      { do: 'answer', fate: 'arrives', which: 10 },
      { do: 'answer', fate: 'arrives', which: 2 },
    ],
  ],
  ['what a list that is behind leads to and cannot be told is fetched', [{ do: 'write', id: 'a', kind: 'refetch' }]],
  [
    'what becomes known to be unread while one catches up is fetched after it',
    [
      { do: 'socket', fate: 'opens' },
      { do: 'write', id: 'a', kind: 'refetch' },
      { do: 'write', id: 'c', kind: 'card' },
      { do: 'socket', fate: 'answers' },
      { do: 'write', id: 'c', kind: 'refetch' },
    ],
  ],
  [
    'a list is brought forward by all that is missing at once, never to a state between',
    [
      { do: 'write', id: 'a', kind: 'card' },
      { do: 'socket', fate: 'opens' },
      { do: 'write', id: 'a', kind: 'card' },
      { do: 'write', id: 'a', kind: 'card' },
      { do: 'socket', fate: 'answers' },
      { do: 'answer', fate: 'arrives', which: 0 },
      { do: 'answer', fate: 'arrives', which: 8 },
    ],
  ],
];

describe('the live client over an unreliable network', () => {
  it.each(REGRESSIONS)('%s', (_, steps) => runSteps(steps));

  it.each(RULES)('%s', async (_, rough) => {
    const steps = fc.array(fc.oneof(...USUAL, ...rough), { maxLength: 60, size: 'max' });
    await fc.assert(fc.asyncProperty(steps, runSteps), { numRuns: 60 });
  });
});
