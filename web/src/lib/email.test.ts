import { describe, expect, it } from 'vitest';
import { cases } from '../../../tests/cases/email.json';
import { cases as blanks } from '../../../tests/cases/blank.json';
import { cases as invisibles } from '../../../tests/cases/invisible.json';
import { isBlank, mistakeInEmail, mistakeOfInvisibles } from './email';

describe('an e-mail address', () => {
  it.each(cases)('$text is judged as the API judges it', ({ text, mistake }) => {
    expect(mistakeInEmail(text) ?? null).toBe(mistake);
  });
});

describe('what is invisible', () => {
  it.each(invisibles)('in $text is found as the API finds it', ({ text, mistake }) => {
    expect(mistakeOfInvisibles(text) ?? null).toBe(mistake);
  });
});

describe('a text', () => {
  it.each(blanks)('like $text is blank: $blank, as the API has it', ({ text, blank }) => {
    expect(isBlank(text)).toBe(blank);
  });
});
