const SMALL = [
  'no',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
];
const TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

/** `seventy-two`; figures from a hundred on. */
export function numberInWords(n: number): string {
  if (n < 0 || n > 99 || !Number.isInteger(n)) return String(n);
  if (n < 20) return SMALL[n] as string;
  return `${TENS[Math.floor(n / 10)]}${n % 10 ? `-${SMALL[n % 10]}` : ''}`;
}

export const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `one` for 1, else `many`; the number itself is not part of the result. */
export const plural = (n: number, one: string, many = `${one}s`): string => (n === 1 ? one : many);

/** `garden-tools` as `Garden tools`: the name of a category. */
export const titleOfSlug = (slug: string): string => capitalized(slug.replaceAll('-', ' '));
