// The generators of tools/generate: what they make of the packages' data, and that they say so when its form changes.
import { describe, expect, it } from 'vitest';
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
