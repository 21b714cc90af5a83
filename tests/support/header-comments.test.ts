// tools/docs/comments.awk: what doxygen is told that a comment is about.
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { root } from './host.ts';

const filtered = (header: string): string =>
  execFileSync('awk', ['-f', 'tools/docs/comments.awk'], { cwd: root, input: header, encoding: 'utf8' });

test.each([
  [
    'the block at the top is about the file',
    '// One.\n// Two.\n#pragma once\n',
    '/// \\file\n/// One.\n/// Two.\n#pragma once\n',
  ],
  ['one above a declaration is about that', '#pragma once\n// Why.\nint f();\n', '#pragma once\n/// Why.\nint f();\n'],
  [
    'words behind a member are about that',
    'struct A {\n    int a;    // units\n};\n',
    'struct A {\n    int a;    ///< units\n};\n',
  ],
  [
    'they may go on below',
    'int a;  // units,\n        // not cents\nint b;\n',
    'int a;  ///< units,\n        ///< not cents\nint b;\n',
  ],
  [
    'the last name of an enum has no comma',
    'enum A {\n    a = 0  // none\n};\n',
    'enum A {\n    a = 0  ///< none\n};\n',
  ],
  ['words behind an opening brace are about what it opens', 'struct A {  // an A\n', '/// an A\nstruct A {\n'],
  [
    'one that stands alone is about nothing',
    '#pragma once\n// ---- set-up ----\n\nint f();\n',
    '#pragma once\n// ---- set-up ----\n\nint f();\n',
  ],
  ['one before a brace is about nothing', 'struct A {\n    // none\n};\n', 'struct A {\n    // none\n};\n'],
  [
    'one within a body is about nothing',
    '{\n    // quick\n    return 1;  // why\n}\n',
    '{\n    // quick\n    return 1;  // why\n}\n',
  ],
  ['a namespace keeps its closing words', '}  // namespace a\n', '}  // namespace a\n'],
  [
    "doxygen's signs are plain text, but in backticks",
    '#\n// CLEF: @t and `@mt`, <b>\nint f();\n',
    '#\n/// CLEF: \\@t and `@mt`, \\<b\\>\nint f();\n',
  ],
  ['an address in a text is no comment', 'const char* a = "http://b";\n', 'const char* a = "http://b";\n'],
])('%s', (_, header, words) => {
  expect(filtered(header)).toBe(words);
});
