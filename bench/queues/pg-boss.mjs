/**
 * No-op jobs through pg-boss: `pg-boss.mjs <address> <jobs>` enqueues them, then moves them: two fetchers that take five hundred at a
 * time and complete them in one call, the fastest way that pg-boss offers. Prints one line of JSON.
 */
import { PgBoss } from 'pg-boss';
import { onDisk } from './on-disk.mjs';

const [address = '', count = '0'] = process.argv.slice(2);
const QUEUE = 'bench';
const FETCHERS = 2;
const BATCH_JOBS = 500;
const INSERT_JOBS = 5_000;

const boss = new PgBoss({ connectionString: address, supervise: false, schedule: false });
boss.on('error', (error) => process.stderr.write(`${error}\n`));
await boss.start();
await boss.createQueue(QUEUE);
for (let made = 0; made < Number(count); made += INSERT_JOBS) {
  const jobs = Array.from({ length: Math.min(INSERT_JOBS, Number(count) - made) }, (_, n) => ({ data: { n } }));
  await boss.insert(QUEUE, jobs);
}
await onDisk(address);
const start = performance.now();
let moved = 0;
const fetcher = async () => {
  for (;;) {
    const jobs = await boss.fetch(QUEUE, { batchSize: BATCH_JOBS });
    if (jobs.length === 0) return;
    await boss.complete(
      QUEUE,
      jobs.map(({ id }) => id),
    );
    moved += jobs.length;
  }
};
await Promise.all(Array.from({ length: FETCHERS }, fetcher));
console.log(JSON.stringify({ items: moved, ms: performance.now() - start }));
await boss.stop({ graceful: false });
