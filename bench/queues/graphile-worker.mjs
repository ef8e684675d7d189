/**
 * No-op jobs through graphile-worker: `graphile-worker.mjs <address> <jobs>` enqueues them, then moves them with its local queue of
 * five hundred and batched completion, as its page on performance advises. Prints one line of JSON.
 */
import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import { onDisk } from './on-disk.mjs';

const [connectionString = '', count = '0'] = process.argv.slice(2);
const CONCURRENCY = 24;
const FETCHED_JOBS = 500;
const INSERT_JOBS = 5_000;
const logger = new Logger(() => (level, message) => {
  if (level === 'error') process.stderr.write(`${message}\n`);
});

const utils = await makeWorkerUtils({ connectionString, logger });
await utils.migrate();
for (let made = 0; made < Number(count); made += INSERT_JOBS) {
  const size = Math.min(INSERT_JOBS, Number(count) - made);
  await utils.addJobs(Array.from({ length: size }, (_, n) => ({ identifier: 'noop', payload: { n } })));
}
await utils.release();
await onDisk(connectionString);
let moved = 0;
const { promise, resolve } = Promise.withResolvers();
const start = performance.now();
const runner = await run({
  connectionString,
  logger,
  noHandleSignals: true,
  taskList: {
    noop: () => {
      moved += 1;
      if (moved === Number(count)) resolve();
    },
  },
  preset: {
    worker: {
      concurrentJobs: CONCURRENCY,
      maxPoolSize: 10,
      localQueue: { size: FETCHED_JOBS },
      completeJobBatchDelay: 0,
      failJobBatchDelay: 0,
    },
  },
});
await promise;
// Until they are completed in the database, too.
await runner.stop();
console.log(JSON.stringify({ items: moved, ms: performance.now() - start }));
process.exit(0);
