import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(
  { ignores: ['browser/**'] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.js'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      // must<T>(status, answer) names the shape that the contract check has just proved.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
    },
  },
  {
    // A plan has the shapes of the AWS provider's schema, which no type here knows: what is missing fails the check that reads it.
    files: ['infra/checks/*.ts', 'infra/planned-tables.ts', 'infra/stages.test.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      // An attribute that is not set is '' in some versions of the provider, null in others.
      '@typescript-eslint/prefer-nullish-coalescing': 'off',
    },
  },
);
