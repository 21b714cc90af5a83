import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latestServerTime, serverTimeBound, tighterBound } from './serverTime';

const read = (monotonic: number, wall = monotonic) => ({ monotonic, wall });

describe('the server’s clock', () => {
  it('is unknown where an answer has no date', () => {
    expect(serverTimeBound(null, read(0))).toBeNull();
    expect(serverTimeBound('yesterday', read(0))).toBeNull();
  });

  it('goes on while the machine sleeps, by the wall clock', () => {
    const bound = serverTimeBound('Sun, 22 Nov 2026 10:00:00 GMT', read(0, 0));
    expect(bound && latestServerTime(bound, read(5_000, 65_000))).toBe(Date.parse('2026-11-22T10:01:06.000Z'));
  });

  it('goes on when the wall clock is set back', () => {
    const bound = serverTimeBound('Sun, 22 Nov 2026 10:00:00 GMT', read(0, 0));
    expect(bound && latestServerTime(bound, read(5_000, -3_600_000))).toBe(Date.parse('2026-11-22T10:00:06.000Z'));
  });

  it('is never later than its bound, however slow the answers and wrong the machine’s clock', () => {
    const answer = fc.record({ pause: fc.nat(60_000), there: fc.nat(10_000), back: fc.nat(10_000) });
    fc.assert(
      fc.property(fc.array(answer, { minLength: 1 }), fc.integer({ min: -1e9, max: 1e9 }), (answers, wrong) => {
        let time = Date.parse('2026-11-22T10:00:00.000Z');
        let best = null;
        for (const { pause, there, back } of answers) {
          const asked = read((time += pause), time + wrong);
          const date = new Date((time += there)).toUTCString();
          time += back;
          best = tighterBound(best, serverTimeBound(date, asked), read(time, time + wrong));
          expect(best && latestServerTime(best, read(time, time + wrong))).toBeGreaterThanOrEqual(time);
        }
      }),
    );
  });
});
