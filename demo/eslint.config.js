import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked, {
  languageOptions: {
    parserOptions: {
      projectService: { allowDefaultProject: ['eslint.config.js'] },
      tsconfigRootDir: import.meta.dirname,
    },
  },
  rules: {
    '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    // Indices into rasters are computed to be inside them; a check per byte would be the dearest part of a picture.
    '@typescript-eslint/no-non-null-assertion': 'off',
  },
});
