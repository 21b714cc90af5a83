/** One character of a rolling price: it stays still, or runs through `steps`, listed from top to bottom. */
export type RollingCharacter = { still: string } | { steps: string[]; up: boolean; delayMs: number };

const STAGGER_MS = 35;

const digitsOf = (text: string): number => Number(text.replace(/\D/g, ''));

/** How each character of a price gets from one text to the other. Null when the texts differ in length. */
export function rollCharacters(from: string, to: string): RollingCharacter[] | null {
  if (from.length !== to.length) return null;
  const up = digitsOf(to) > digitsOf(from);
  return [...to].map((char, i): RollingCharacter => {
    const old = from.charAt(i);
    if (old === char || !/\d/.test(old) || !/\d/.test(char)) return { still: char };
    const steps = [old];
    for (let digit = Number(old); digit !== Number(char);) {
      digit = (digit + (up ? 1 : 9)) % 10;
      steps.push(String(digit));
    }
    return { steps: up ? steps : steps.reverse(), up, delayMs: (to.length - i) * STAGGER_MS };
  });
}
