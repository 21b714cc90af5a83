import { ADDRESSES, type Country, type Need } from '@/generated/addresses';

/** The API finds the same: services/orders/postal_address.cpp; tests/cases/address.json tests both. */
export type AddressError = 'missing' | 'malformed' | 'unknown' | 'unwanted';

export type AddressField = 'line1' | 'city' | 'state' | 'postcode' | 'country';
export type AddressInput = Record<AddressField, string>;

/** The errors by field; fields without an error are absent. Of an unknown country only street and country are checked. */
export function addressErrors({
  line1,
  city,
  state,
  postcode,
  country,
}: AddressInput): Partial<Record<AddressField, AddressError>> {
  const known = ADDRESSES[country];
  const errors: Partial<Record<AddressField, AddressError | undefined>> = { line1: line1 ? undefined : 'missing' };
  if (!known) errors.country = country ? 'unknown' : 'missing';
  else {
    errors.city = presenceError(city, known.city);
    errors.state = presenceError(state, known.state) ?? (state && !isState(state, known) ? 'unknown' : undefined);
    errors.postcode =
      presenceError(postcode, known.postcode) ?? (postcode && !isPostcode(postcode, known) ? 'malformed' : undefined);
  }
  return Object.fromEntries(Object.entries(errors).filter(([, error]) => error));
}

/** A required field that is empty, or a filled one that the country does not have. */
function presenceError(text: string, need: Need): AddressError | undefined {
  if (!text && need === 'required') return 'missing';
  return text && need === 'none' ? 'unwanted' : undefined;
}

const isState = (code: string, { states }: Country): boolean => states.some(([known]) => known === code);
const isPostcode = (text: string, { pattern }: Country): boolean => new RegExp(`^(?:${pattern})$`, 'i').test(text);

/** The fields before a country is chosen. */
const DEFAULT_FORMAT: Country = {
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

export const addressFormatOf = (country: string): Country => ADDRESSES[country] ?? DEFAULT_FORMAT;

const CITY: Record<string, string> = { suburb: 'Suburb', district: 'District' };
const STATE: Record<string, string> = { state: 'State', county: 'County', prefecture: 'Prefecture', oblast: 'Oblast' };
const POSTCODE: Record<string, string> = { zip: 'ZIP code', eircode: 'Eircode' };

/** The labels of the country's fields. */
export const addressLabels = ({ cityIs, stateIs, postcodeIs }: Country) => ({
  city: CITY[cityIs] ?? 'City',
  state: STATE[stateIs] ?? 'Province',
  postcode: POSTCODE[postcodeIs] ?? 'Postcode',
});

/** The text at the field, with the country's label of it. */
export function addressErrorText(field: AddressField, error: AddressError, country: string): string {
  const known = addressFormatOf(country);
  if (error === 'malformed') return `There it looks like ${known.example}.`;
  if (error === 'unknown') return 'Choose one of the list, please.';
  if (field === 'line1') return 'The street and the number, please.';
  const label = { country: 'Country', ...addressLabels(known) }[field];
  return `The ${label.replace(/^\p{Lu}(?=\p{Ll})/u, (c) => c.toLowerCase())}, please.`;
}
