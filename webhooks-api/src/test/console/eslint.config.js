import js from '@eslint/js';
import globals from 'globals';

const maxLen = ['error', {code: 130}];

export default [
  js.configs.recommended,
  {
    languageOptions: {ecmaVersion: 2025, sourceType: 'module', globals: globals.browser},
    rules: {
      'max-len': maxLen,
      'no-unused-vars': ['error', {args: 'after-used', argsIgnorePattern: '^_'}],
      'eqeqeq': 'error', 'no-var': 'error', 'prefer-const': 'error', 'no-implied-eval': 'error',
      'no-restricted-properties': ['error', {property: 'innerHTML', message: 'Only html templates make markup.'}],
    },
  },
  {files: ['**/test/console/*.js'], languageOptions: {globals: globals.node}},
];
