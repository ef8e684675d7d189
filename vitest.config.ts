import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: ['test/shell/setup.ts', 'test/postgres/setup.ts'],
    testTimeout: 60_000,
    pool: 'threads',
    // One for each core: by itself it leaves one idle, which on two cores is half of the time.
    maxWorkers: '100%',
  },
});
