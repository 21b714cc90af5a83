import js from '@eslint/js';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { bareText } from './lint/bareText.ts';

/** Which folders a folder may import: app → features → components → lib. What is not named is refused. */
const refuse = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });
const above = (group, message) => ({ regex: `^(@/|\\.\\./+(\\.\\./)*)(${group})(/|$)`, message });

const features = ['catalogue', 'basket', 'checkout', 'orders', 'studio'];

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
  {
    files: ['src/lib/**'],
    rules: refuse(above('app|features|components', 'lib knows nothing of the shop’s pages.'), {
      group: ['react', 'react-dom', '@tanstack/*'],
      message: 'lib is plain TypeScript.',
    }),
  },
  { files: ['src/components/**'], rules: refuse(above('app|features', 'components know no feature.')) },
  ...features.map((name) => ({
    files: [`src/features/${name}/**`],
    rules: refuse(
      above('app', 'features know nothing of the app.'),
      above(
        `features/(?!${name}/|live/)[a-z]+`,
        'A feature imports of the others only live; app brings features together.',
      ),
    ),
  })),
  {
    files: ['src/features/live/**'],
    rules: refuse(above('app|features/(?!live/)[a-z]+', 'live serves the other features and knows none.')),
  },
);
