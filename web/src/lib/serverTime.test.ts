import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latestNow, sightingOf, tighter } from './serverTime';

const read = (monotonic: number, wall = monotonic) => ({ monotonic, wall });

describe('the server’s time', () => {
  it('is nothing where an answer has no date', () => {
    expect(sightingOf(null, read(0))).toBeNull();
    expect(sightingOf('yesterday', read(0))).toBeNull();
  });

  it('goes on while the machine sleeps, by its wall clock', () => {
    const sighting = sightingOf('Sun, 22 Nov 2026 10:00:00 GMT', read(0, 0));
    expect(sighting && latestNow(sighting, read(5_000, 65_000))).toBe(Date.parse('2026-11-22T10:01:06.000Z'));
  });

  it('goes on when the wall clock is set back', () => {
    const sighting = sightingOf('Sun, 22 Nov 2026 10:00:00 GMT', read(0, 0));
    expect(sighting && latestNow(sighting, read(5_000, -3_600_000))).toBe(Date.parse('2026-11-22T10:00:06.000Z'));
  });

  it('is never later than it is said to be at the latest, however slow the answers and wrong the clock', () => {
    const answer = fc.record({ pause: fc.nat(60_000), there: fc.nat(10_000), back: fc.nat(10_000) });
    fc.assert(
      fc.property(fc.array(answer, { minLength: 1 }), fc.integer({ min: -1e9, max: 1e9 }), (answers, wrong) => {
        let time = Date.parse('2026-11-22T10:00:00.000Z');
        let best = null;
        for (const { pause, there, back } of answers) {
          const asked = read((time += pause), time + wrong);
          const date = new Date((time += there)).toUTCString();
          time += back;
          best = tighter(best, sightingOf(date, asked), read(time, time + wrong));
          expect(best && latestNow(best, read(time, time + wrong))).toBeGreaterThanOrEqual(time);
        }
      }),
    );
  });
});
