import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import js from '@eslint/js';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { bareText } from './lint/bareText.ts';

const FEATURES = readdirSync(join(import.meta.dirname, 'src/features'));

/**
 * What each folder of src may import besides itself: app → features → components → lib. No feature imports another one: what two of them need
 * is in components or lib, and app passes one feature's parts to another as props.
 */
const MAY_IMPORT = {
  app: ['features', 'components', 'lib'],
  ...Object.fromEntries(FEATURES.map((name) => [`features/${name}`, ['components', 'lib', 'generated']])),
  components: ['lib'],
  lib: ['generated'],
  worker: ['lib'],
};
const FOLDERS = ['app', 'components', 'features', 'generated', 'lib', 'test', 'worker'];

/** Patterns of the imports that lead from `folder` to one it may not see, by `@/` or by `../`. */
function forbidden(folder, allowed) {
  const siblings = folder.startsWith('features/') ? FEATURES.filter((name) => !folder.endsWith(`/${name}`)) : [];
  return [
    `^@/(?!(?:${[folder, ...allowed].join('|')})(?:/|$))`,
    `^(?:\\./)?(?:\\.\\./)+(?:${[...FOLDERS.filter((name) => !allowed.includes(name)), ...siblings].join('|')})(?:/|$)`,
  ];
}

function arrows(folder, allowed, files) {
  const patterns = forbidden(folder, allowed);
  const message = `src/${folder} may import of src only ${allowed.join(', ')}: MAY_IMPORT in eslint.config.js.`;
  const plain = { group: ['react', 'react-dom', '@tanstack/*'], message: 'lib is plain TypeScript.' };
  return {
    ...files,
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [...patterns.map((regex) => ({ regex, message })), ...(folder === 'lib' ? [plain] : [])] },
      ],
      // The rule above does not look at import().
      'no-restricted-syntax': [
        'error',
        ...patterns.map((regex) => ({
          selector: `ImportExpression[source.value=/${regex.replaceAll('/', '\\u002F')}/]`,
          message,
        })),
      ],
    },
  };
}

const TESTS = 'src/**/*.test.{ts,tsx}';

export default tseslint.config(
  { ignores: ['src/generated/**', 'node_modules/**'] },
  js.configs.recommended,
  tseslint.configs.strict,
  reactHooks.configs.flat.recommended,
  jsxA11y.flatConfigs.recommended,
  {
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      // Lists lose their role in Safari when their bullets are taken; naming it again is not redundant.
      'jsx-a11y/no-redundant-roles': ['error', { ul: ['list'], ol: ['list'] }],
      // A way to pay has its name and a hint, each in an element of its own, in one label.
      'jsx-a11y/label-has-associated-control': ['error', { depth: 3 }],
      'max-lines': ['error', 400],
    },
  },
  {
    files: ['src/**/*.tsx'],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    plugins: { vitrine: { rules: { 'bare-text': bareText } } },
    rules: { 'vitrine/bare-text': 'error' },
  },
  { files: ['build/**'], languageOptions: { globals: { URL: 'readonly', process: 'readonly' } } },
  ...Object.entries(MAY_IMPORT).flatMap(([folder, allowed]) => [
    arrows(folder, allowed, { files: [`src/${folder}/**`], ignores: [TESTS] }),
    // Only tests see what tests share.
    arrows(folder, [...allowed, 'test'], { files: [`src/${folder}/**/*.test.{ts,tsx}`] }),
  ]),
);
