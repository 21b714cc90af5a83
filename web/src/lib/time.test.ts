import { describe, expect, it } from 'vitest';
import { formatAgo, formatAgoInWords, formatCountdown, formatMoment } from './time';

const now = new Date(2026, 10, 22, 14, 31);
const before = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

describe('times', () => {
  it('are formatted relative to now', () => {
    expect(formatAgo(before(0.5), now)).toBe('just now');
    expect(formatAgo(before(4), now)).toBe('4 min');
    expect(formatAgo(before(125), now)).toBe('2 h');
    expect(formatAgoInWords(before(1), now)).toBe('a minute ago');
    expect(formatMoment(before(1), now)).toBe('today at 14:30');
    expect(formatMoment(new Date(2025, 4, 12, 9, 5), now)).toBe('12 May 2025 at 09:05');
  });

  it('count down to zero and no further', () => {
    expect(formatCountdown(545_000)).toBe('9:05');
    expect(formatCountdown(-5)).toBe('0:00');
  });
});
