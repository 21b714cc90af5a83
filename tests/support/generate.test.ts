// The generators of tools/generate: what they make of the packages' data, and that they say so when its form changes.
import { describe, expect, it } from 'vitest';
import { accepts, automatonOf, countries, countryOf } from '../../tools/generate/addresses.ts';
import { currencies, isoList } from '../../tools/generate/currencies.ts';

const all = new Map(currencies(isoList()).map(({ code, decimals }) => [code, decimals]));
const entry = (inner: string): string => `<CcyNtry><CtryNm>SOMEWHERE</CtryNm>${inner}</CcyNtry>`;

describe('the table of currencies', () => {
  it('has the minor units of ISO 4217, also where locale data disagree', () => {
    expect(
      Object.fromEntries(['EUR', 'JPY', 'HUF', 'KWD', 'CLF', 'ISK', 'IDR', 'XCG'].map((code) => [code, all.get(code)])),
    ).toEqual({
      EUR: 2,
      JPY: 0,
      HUF: 2,
      KWD: 3,
      CLF: 4,
      ISK: 0,
      IDR: 2,
      XCG: 2,
    });
  });
  it('leaves out what has no minor unit: gold, the code for tests, no currency', () => {
    for (const code of ['XAU', 'XTS', 'XXX']) expect(all.has(code)).toBe(false);
  });
  it('refuses a list that gives a currency two minor units', () => {
    const twice = isoList().replace('</CcyTbl>', `${entry('<Ccy>EUR</Ccy><CcyMnrUnts>3</CcyMnrUnts>')}</CcyTbl>`);
    expect(() => currencies(twice)).toThrow('two things about EUR');
  });
  it('refuses an entry whose minor unit it cannot read', () => {
    const odd = isoList().replace('</CcyTbl>', `${entry('<Ccy>EUR</Ccy><CcyMnrUnts>two</CcyMnrUnts>')}</CcyTbl>`);
    expect(() => currencies(odd)).toThrow('new form');
  });
  it('refuses an amendment that the list has meanwhile', () => {
    expect(() => currencies(isoList(), [{ code: 'EUR', decimals: 2 }])).toThrow('take it out');
  });
});

describe('the table of addresses', () => {
  const valley = { key: 'XV', fmt: '%N%n%A%nXV-%Z %C', require: 'ACZ', zip: '\\d{3}', zipex: '123,456' };

  it('takes what a country needs from its data, and street and city where they say nothing', () => {
    const known = new Map(countries(['IE', 'US', 'JP', 'DE']).map((country) => [country.code, country]));
    expect(known.get('IE')).toMatchObject({
      city: 'required',
      state: 'optional',
      postcode: 'optional',
      postcodeIs: 'eircode',
    });
    expect(known.get('US')).toMatchObject({
      city: 'required',
      state: 'required',
      postcode: 'required',
      stateIs: 'state',
    });
    expect(known.get('JP')).toMatchObject({ city: 'none', state: 'required', stateIs: 'prefecture' });
    expect(known.get('DE')).toMatchObject({ city: 'required', state: 'none', postcode: 'required', states: [] });
  });
  it("takes a postcode with the country's letters before it, and without", () => {
    const automaton = automatonOf(countryOf(valley).pattern);
    for (const good of ['123', 'XV-123']) expect(accepts(automaton, good)).toBe(true);
    for (const wrong of ['', '12', '1234', 'XV123', 'XV-', 'DE-123']) expect(accepts(automaton, wrong)).toBe(false);
  });
  it('refuses data whose own example is none of its postcodes', () => {
    expect(() => countryOf({ ...valley, zipex: '123,12' })).toThrow('XV');
  });
  it('refuses postcodes without a form, and two states of one code', () => {
    expect(() => countryOf({ key: 'XV', fmt: valley.fmt })).toThrow('no form');
    const state = { key: 'A', name: { default: 'Upper' } };
    expect(() => countryOf({ ...valley, sub_regions: [state, state] })).toThrow('two states');
  });
  it('has automata that judge as the regular expressions do that the browser has', () => {
    for (const { code, pattern, example } of countries()) {
      const automaton = automatonOf(pattern);
      const whole = new RegExp(`^(?:${pattern})$`);
      const cut = Array.from(example, (_, i) => [
        example.slice(0, i),
        example.slice(i),
        example.slice(0, i) + example.slice(i + 1),
      ]).flat();
      for (const text of [example, ...cut, `${example}0`, ` ${example}`, example.replaceAll(/[ -]/g, '')])
        expect(accepts(automaton, text), `${code} ${text}`).toBe(whole.test(text));
    }
  });
});
