import { describe, expect, it } from 'vitest';
import { ADDRESSES } from '@/generated/addresses';
import { cases } from '../../../../tests/cases/address.json';
import { type AddressField, type AddressError, addressErrors, type AddressInput, addressErrorText } from './address';
import { COUNTRIES, likelyCountry } from './countries';
import { EMPTY_FORM, customerSchema, fromCustomer, toCustomer } from './schema';

const NOTHING: AddressInput = { line1: '', city: '', state: '', postcode: '', country: '' };

describe('an address', () => {
  it.each(cases)('like $address has the errors that the API finds', ({ address, mistakes }) => {
    expect(addressErrors({ ...NOTHING, ...address })).toEqual(mistakes);
  });

  it.each(cases.filter(({ mistakes }) => !Object.values(mistakes).includes('unwanted')))(
    'like $address has a text at each wrong field of the form, and at no other',
    ({ address, mistakes }) => {
      const form = { ...EMPTY_FORM, name: 'Ada', email: 'ada@example.com', ...address };
      const issues = customerSchema.safeParse(form).error?.issues ?? [];
      const said = Object.fromEntries(issues.map(({ path, message }) => [String(path[0]), message]));
      const expected = Object.entries(mistakes).map(([field, fault]) => [
        field,
        addressErrorText(field as AddressField, fault as AddressError, form.country),
      ]);
      expect(said).toEqual(Object.fromEntries(expected));
    },
  );

  it('is sent with only the fields of its country, and read back into the form', () => {
    const form = {
      ...EMPTY_FORM,
      name: 'Ada',
      email: 'ada@example.com',
      line1: '1 Row',
      city: 'X',
      state: 'CA',
      country: 'SG',
    };
    const sent = toCustomer({ ...form, postcode: '546080', line2: '' });
    expect(sent.address).toEqual({ line1: '1 Row', postcode: '546080', country: 'SG' });
    expect(fromCustomer(sent)).toEqual({ ...form, city: '', state: '', postcode: '546080' });
  });

  it('of every country accepts the country’s example postcode, and has a name for each state', () => {
    for (const [country, { example, states, city }] of Object.entries(ADDRESSES)) {
      const [state = ''] = states[0] ?? [];
      const typed = { line1: '1 Row', city: city === 'none' ? '' : 'X', state, postcode: example, country };
      expect(addressErrors(typed), country).toEqual({});
      expect(states.every(([code, name]) => /^[A-Z0-9]{1,3}$/.test(code) && name.length > 1)).toBe(true);
    }
    expect(COUNTRIES.map(({ name }) => name)).toContain('Türkiye');
  });
});

describe('the likely country', () => {
  it.each([
    [['ca'], ''],
    [['de'], ''],
    [['ca-ES'], 'ES'],
    [['ca', 'en-GB'], 'GB'],
    [['zh-Hant-TW', 'zh'], ''],
    [['de-CH-1996'], 'CH'],
    [['sr-Latn-RS', 'fr-be'], 'BE'],
    [['C', 'en_US', 'pt-BR'], 'BR'],
    [[], ''],
  ])('of %j is %j', (languages, country) => {
    expect(likelyCountry(languages)).toBe(country);
  });
});
