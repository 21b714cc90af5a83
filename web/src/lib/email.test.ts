import { describe, expect, it } from 'vitest';
import { cases } from '../../../tests/cases/email.json';
import { cases as blanks } from '../../../tests/cases/blank.json';
import { cases as invisibles } from '../../../tests/cases/invisible.json';
import { isBlank, emailError, invisibleCharacterError } from './email';

describe('an e-mail address', () => {
  it.each(cases)('$text has the error that the API finds', ({ text, mistake }) => {
    expect(emailError(text) ?? null).toBe(mistake);
  });
});

describe('an invisible character', () => {
  it.each(invisibles)('in $text is found as the API finds it', ({ text, mistake }) => {
    expect(invisibleCharacterError(text) ?? null).toBe(mistake);
  });
});

describe('a text', () => {
  it.each(blanks)('like $text is blank: $blank, as the API has it', ({ text, blank }) => {
    expect(isBlank(text)).toBe(blank);
  });
});
