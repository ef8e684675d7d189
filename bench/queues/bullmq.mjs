/**
 * No-op jobs through BullMQ: `bullmq.mjs <port of Redis> <jobs>` enqueues them, then moves them, a hundred at once; what is done is
 * removed. Prints one line of JSON.
 */
import { Queue, Worker } from 'bullmq';

const [port = '', count = '0'] = process.argv.slice(2);
const NAME = 'bench';
const CONCURRENCY = 100;
const INSERT_JOBS = 5_000;
const connection = { host: '127.0.0.1', port: Number(port), maxRetriesPerRequest: null };

const queue = new Queue(NAME, { connection });
for (let made = 0; made < Number(count); made += INSERT_JOBS) {
  const size = Math.min(INSERT_JOBS, Number(count) - made);
  await queue.addBulk(Array.from({ length: size }, (_, n) => ({ name: 'noop', data: { n } })));
}
let moved = 0;
const { promise, resolve } = Promise.withResolvers();
const worker = new Worker(NAME, async () => undefined, {
  connection,
  concurrency: CONCURRENCY,
  autorun: false,
  removeOnComplete: { count: 0 },
});
worker.on('completed', () => {
  moved += 1;
  if (moved === Number(count)) resolve();
});
await worker.waitUntilReady();
const start = performance.now();
void worker.run();
await promise;
console.log(JSON.stringify({ items: moved, ms: performance.now() - start }));
process.exit(0);
