import { describe, expect, it } from 'vitest';
import { rollCharacters } from './roll';

describe('a changed price', () => {
  it('rolls only the digits that differ, upwards when it rises, right to left', () => {
    const places = rollCharacters('€44.00', '€47.10');
    expect(places?.map((place) => ('still' in place ? place.still : place.steps.join('')))).toEqual([
      '€',
      '4',
      '4567',
      '.',
      '01',
      '0',
    ]);
    const delays = places?.flatMap((place) => ('steps' in place ? [place.delayMs] : [])) ?? [];
    expect(delays[0]).toBeGreaterThan(delays[1] ?? 0);
  });

  it('rolls downwards when it falls', () => {
    expect(rollCharacters('€49.00', '€47.00')?.[2]).toMatchObject({ up: false, steps: ['7', '8', '9'] });
  });

  it('does not roll between texts of different length', () => {
    expect(rollCharacters('€99.00', '€100.00')).toBeNull();
  });
});
