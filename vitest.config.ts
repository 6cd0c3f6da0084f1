import { defineConfig } from 'vitest/config';

// Tests run on the sources: the condition leads from one package to the `src` of another.
const conditions = ['tfm-src', 'node'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'packages/*/test/**/*.test.ts',
      'benchmarks/**/*.test.ts',
      'scripts/**/*.test.ts',
    ],
    exclude: ['**/node_modules/**', '**/dist/**', '**/target/**', '**/fixtures/**', '**/samples/**'],
    // Native modules are not shared between threads; forked children inherit the conditions.
    pool: 'forks',
    testTimeout: 30_000,
    watch: false,
  },
});
