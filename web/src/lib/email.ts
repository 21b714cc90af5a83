// What the API refuses in a customer's texts, with the API's own messages: services/orders/email.cpp; tests/cases/ tests both.

const MAX_LOCAL_PART_LENGTH = 64;
const MAX_LABEL_LENGTH = 63;

/** Controls, format characters (like U+200B), separators of lines and paragraphs: characters without a glyph. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
/** RFC 5322's specials except the dot: allowed only between quotes. */
const SPECIAL = /[()<>[\]:;\\,"]/;
const NOT_IN_DOMAIN = /[^\p{L}\p{M}\p{N}.-]/u;

/** Whether a text has no visible character. */
export const isBlank = (text: string): boolean => /^[\s\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]*$/u.test(text);

/** The error text for an invisible character; undefined where there is none. */
export function invisibleCharacterError(text: string): string | undefined {
  const point = INVISIBLE.exec(text)?.[0].codePointAt(0);
  if (point === undefined) return undefined;
  const name = point.toString(16).toUpperCase().padStart(4, '0');
  return `There is an invisible character in it (U+${name}). Type it anew instead of pasting it.`;
}

/** The error text for an e-mail address that is not valid; undefined where it is. */
export function emailError(text: string): string | undefined {
  const invisible = invisibleCharacterError(text);
  if (invisible) return invisible;
  const [local, domain, ...more] = text.split('@');
  if (!local || !domain || more.length > 0) return 'An address like name@example.org: with one @.';
  if (/\s/.test(text)) return 'An e-mail address has no spaces.';
  return localPartError(local) ?? domainError(domain);
}

const lengthOf = (text: string): number => [...text].length;

function localPartError(local: string): string | undefined {
  if (lengthOf(local) > MAX_LOCAL_PART_LENGTH) return 'At most 64 characters stand before the @.';
  const wrong = SPECIAL.exec(local)?.[0];
  return wrong && `“${wrong}” cannot stand before the @.`;
}

function domainError(domain: string): string | undefined {
  const wrong = NOT_IN_DOMAIN.exec(domain)?.[0];
  if (wrong) return `“${wrong}” cannot stand after the @: letters, digits, hyphens and dots can.`;
  const labels = domain.split('.');
  if (labels.length < 2) return 'After the @ comes a domain with a dot, like example.org.';
  for (const label of labels) {
    if (label === '') return 'A dot after the @ stands between two names, as in example.org.';
    if (lengthOf(label) > MAX_LABEL_LENGTH) return 'After the @, no name between dots is longer than 63 characters.';
    if (/^-|-$/.test(label)) return 'After the @, no name begins or ends with a hyphen.';
  }
  const last = labels.at(-1) ?? '';
  return lengthOf(last) < 2 || /^\d+$/.test(last) ? 'A domain ends with letters, like .org.' : undefined;
}
