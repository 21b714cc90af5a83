import { join } from 'node:path';
import { RuleTester } from 'eslint';
import tseslint from 'typescript-eslint';
import { afterAll, beforeEach, describe, it, vi } from 'vitest';
import { bareText } from './bareText';

Object.assign(RuleTester, { describe, it, itOnly: it.only, afterAll });

// In a pipeline the parser takes each file to be read once, and gives a file's second text a program without libraries, where nothing has a
// type. The examples are many texts of one file: they are judged by their types there as here.
beforeEach(() => void vi.stubEnv('CI', 'true'));
afterAll(() => void vi.unstubAllEnvs());

const folder = join(import.meta.dirname, 'example');
const tester = new RuleTester({
  languageOptions: {
    parser: tseslint.parser as never,
    parserOptions: {
      project: './tsconfig.json',
      tsconfigRootDir: folder,
      disallowAutomaticSingleRunInference: true,
    },
  },
});

const HEAD = `
import type { ReactElement, ReactNode } from 'react';
declare const count: number, name: string, isOpen: boolean, slot: ReactElement | null, children: ReactNode, Badge: () => ReactElement | null;
`;
// A file that the small program knows: its text is replaced by the example's.
const example = (code: string) => ({ code: HEAD + code, filename: join(folder, 'example.tsx') });
const mistaken = (code: string, ...messageIds: string[]) => ({
  ...example(code),
  errors: messageIds.map((messageId) => ({ messageId })),
});

tester.run('bare-text', bareText, {
  valid: [
    example('export const a = <p>{count}</p>'),
    example('export const a = <p>{isOpen ? "open" : <b>closed</b>}</p>'),
    example('export const a = <p>{`${count} of ${name}`}</p>'),
    example('export const a = <p>Nothing <b>here</b> changes.</p>'),
    example('export const a = <p>{isOpen && <b>open</b>}<span>{count}</span></p>'),
    example('export const a = <p><b>{name}</b>{" "}<i>{count}</i></p>'),
    example('export const a = <div>{slot}{[1, 2].map((n) => <b key={n}>{n}</b>)}</div>'),
    example('export const a = <div>{name !== "" && <b>{name}</b>}{slot}</div>'),
    example('export const a = <>{isOpen && <b>{name}</b>}{slot}</>'),
    example('export function Note() { return isOpen ? <b>{name}</b> : null }'),
    example('export function noteOf() { return name }'),
  ],
  invalid: [
    mistaken('export const a = <p>{count}<b>pieces</b></p>', 'beside'),
    mistaken('export const a = <p>{count} pieces</p>', 'beside', 'beside'),
    mistaken('export const a = <p>You have it{isOpen && <b>open</b>}</p>', 'beside'),
    mistaken('export const a = <p>{isOpen && <b>open</b>} and more</p>', 'beside'),
    mistaken('export const a = <p>{isOpen && <b>open</b>}{" "}<i>{name}</i></p>', 'beside'),
    mistaken('export const a = <p>{isOpen && name}<b>more</b></p>', 'beside'),
    mistaken('export const a = <p>{count && <b>some</b>}<i>more</i></p>', 'beside'),
    mistaken('export const a = <p><Badge /> text after something that may come and go</p>', 'beside'),
    mistaken('export const a = <p><b>more</b>{children}</p>', 'beside'),
    mistaken('export const a = <p><b>more</b>{[name, name]}</p>', 'beside'),
    mistaken('export const a = <p>{isOpen ? <>open</> : <b>closed</b>}</p>', 'inFragment'),
    mistaken('export const a = <>{name}</>', 'inFragment'),
    mistaken('export function Note() { return isOpen ? <b>{name}</b> : name }', 'returned'),
  ],
});
