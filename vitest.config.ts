import { configDefaults, defineConfig } from 'vitest/config';
import { LEFT_OUT } from './test/long.ts';

/** Files that need their modules for themselves: they replace one, or count what other files would have left behind. */
const ALONE = ['src/engine/instance/patience.test.ts', 'src/store/plans.test.ts', 'test/postgres/plans.test.ts'];

export default defineConfig({
  test: {
    globalSetup: ['test/shell/setup.ts', 'test/postgres/setup.ts'],
    testTimeout: 60_000,
    pool: 'threads',
    // One for each core: by itself it leaves one idle. More would have tests of time wait for each other.
    maxWorkers: '100%',
    setupFiles: ['test/shell/chance.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'together',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...ALONE, ...LEFT_OUT],
          // Reading the sources anew for each file was half of the run. Nothing in them remembers; what would is in ALONE.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'alone', include: ALONE } },
    ],
  },
});
