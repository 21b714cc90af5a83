import { ADDRESSES, type Country, type Need } from '@/generated/addresses';

/** What the API finds wrong in an address, too: services/orders/postal_address.cpp; tests/cases/address.json holds both to it. */
export type Fault = 'missing' | 'malformed' | 'unknown' | 'unwanted';

export const ADDRESS_FIELDS = ['line1', 'city', 'state', 'postcode', 'country'] as const;
export type AddressField = (typeof ADDRESS_FIELDS)[number];
export type Typed = Record<AddressField, string>;

export function mistakesIn({ line1, city, state, postcode, country }: Typed): Partial<Record<AddressField, Fault>> {
  const known = ADDRESSES[country];
  const faults: Partial<Record<AddressField, Fault | undefined>> = { line1: line1 ? undefined : 'missing' };
  if (!known) faults.country = country ? 'unknown' : 'missing';
  else {
    faults.city = faultOf(city, known.city);
    faults.state = faultOf(state, known.state) ?? (state && !isState(state, known) ? 'unknown' : undefined);
    faults.postcode =
      faultOf(postcode, known.postcode) ?? (postcode && !isPostcode(postcode, known) ? 'malformed' : undefined);
  }
  return Object.fromEntries(Object.entries(faults).filter(([, fault]) => fault));
}

/** What is wrong with a field whatever it says. */
function faultOf(text: string, need: Need): Fault | undefined {
  if (!text && need === 'required') return 'missing';
  return text && need === 'none' ? 'unwanted' : undefined;
}

const isState = (code: string, { states }: Country): boolean => states.some(([known]) => known === code);
const isPostcode = (text: string, { pattern }: Country): boolean => new RegExp(`^(?:${pattern})$`, 'i').test(text);

/** Before a country is chosen, what most of them have. */
const USUAL: Country = {
  city: 'required',
  state: 'none',
  postcode: 'required',
  pattern: '.*',
  example: '',
  cityIs: 'city',
  stateIs: 'province',
  postcodeIs: 'postal',
  states: [],
};

export const addressesOf = (country: string): Country => ADDRESSES[country] ?? USUAL;

const CITY: Record<string, string> = { suburb: 'Suburb', district: 'District' };
const STATE: Record<string, string> = { state: 'State', county: 'County', prefecture: 'Prefecture', oblast: 'Oblast' };
const POSTCODE: Record<string, string> = { zip: 'ZIP code', eircode: 'Eircode' };

/** What the country calls its fields. */
export const labelsOf = ({ cityIs, stateIs, postcodeIs }: Country) => ({
  city: CITY[cityIs] ?? 'City',
  state: STATE[stateIs] ?? 'Province',
  postcode: POSTCODE[postcodeIs] ?? 'Postcode',
});

/** What to say of a fault; the country's own fields have its own names. */
export function wordsFor(field: AddressField, fault: Fault, country: string): string {
  const known = addressesOf(country);
  if (fault === 'malformed') return `There it looks like ${known.example}.`;
  if (fault === 'unknown') return 'Choose one of the list, please.';
  if (field === 'line1') return 'The street and the number, please.';
  const label = { country: 'Country', ...labelsOf(known) }[field];
  return `The ${label.replace(/^\p{Lu}(?=\p{Ll})/u, (c) => c.toLowerCase())}, please.`;
}
