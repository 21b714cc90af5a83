// The cases that C++ and the browser judge alike (tests/cases/) are judged so by the contract, too.
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

interface Text {
  text: string;
  mistake: string | null;
}

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const cases = (name: string): Text[] => (JSON.parse(read(`tests/cases/${name}.json`)) as { cases: Text[] }).cases;
const ajv = new Ajv2020({ strict: false });
ajv.addSchema(parse(read('api/openapi.yaml')) as object, 'contract');
const judge = (schema: string) => ajv.compile({ $ref: `contract#/components/schemas/${schema}` });

describe('the contract', () => {
  const email = judge('Email');
  it.each(cases('email'))('judges the e-mail address $text as the shop does', ({ text, mistake }) => {
    expect(email(text)).toBe(mistake === null);
  });
  const name = judge('PersonName');
  it.each(cases('invisible'))('judges the name $text as the shop does', ({ text, mistake }) => {
    expect(name(text)).toBe(mistake === null);
  });
});
