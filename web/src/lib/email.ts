// What the API would refuse in what a customer types, said as the API says it: services/orders/email.cpp. tests/cases/ holds both to it.

const LONGEST_LOCAL_PART = 64;
const LONGEST_LABEL = 63;

/** Controls, format characters (U+200B and their like), separators of lines and paragraphs: what has no picture of its own. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
/** RFC 5322's specials but the dot: they stand only between quotes. */
const SPECIAL = /[()<>[\]:;\\,"]/;
const NOT_IN_DOMAIN = /[^\p{L}\p{M}\p{N}.-]/u;

/** Whether there is nothing to see in a text. */
export const isBlank = (text: string): boolean => /^[\s\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]*$/u.test(text);

/** What to say of a text in which something is invisible; undefined: nothing is. */
export function mistakeOfInvisibles(text: string): string | undefined {
  const point = INVISIBLE.exec(text)?.[0].codePointAt(0);
  if (point === undefined) return undefined;
  const name = point.toString(16).toUpperCase().padStart(4, '0');
  return `There is an invisible character in it (U+${name}). Type it anew instead of pasting it.`;
}

/** What is wrong with an e-mail address, as far as its text tells; undefined: nothing. */
export function mistakeInEmail(text: string): string | undefined {
  const invisible = mistakeOfInvisibles(text);
  if (invisible) return invisible;
  const [local, domain, ...more] = text.split('@');
  if (!local || !domain || more.length > 0) return 'An address like name@example.org: with one @.';
  if (/\s/.test(text)) return 'An e-mail address has no spaces.';
  return mistakeInLocalPart(local) ?? mistakeInDomain(domain);
}

const lengthOf = (text: string): number => [...text].length;

function mistakeInLocalPart(local: string): string | undefined {
  if (lengthOf(local) > LONGEST_LOCAL_PART) return 'At most 64 characters stand before the @.';
  const wrong = SPECIAL.exec(local)?.[0];
  return wrong && `“${wrong}” cannot stand before the @.`;
}

function mistakeInDomain(domain: string): string | undefined {
  const wrong = NOT_IN_DOMAIN.exec(domain)?.[0];
  if (wrong) return `“${wrong}” cannot stand after the @: letters, digits, hyphens and dots can.`;
  const labels = domain.split('.');
  if (labels.length < 2) return 'After the @ comes a domain with a dot, like example.org.';
  for (const label of labels) {
    if (label === '') return 'A dot after the @ stands between two names, as in example.org.';
    if (lengthOf(label) > LONGEST_LABEL) return 'After the @, no name between dots is longer than 63 characters.';
    if (/^-|-$/.test(label)) return 'After the @, no name begins or ends with a hyphen.';
  }
  const last = labels.at(-1) ?? '';
  return lengthOf(last) < 2 || /^\d+$/.test(last) ? 'A domain ends with letters, like .org.' : undefined;
}
