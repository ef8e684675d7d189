/**
 * One run of one side of one stage, in a process of its own: `one-run.ts <run> <json>`. Prints one line of JSON.
 * Why: a process that has run another side before has warm code, a full heap and somebody else's pages.
 */
import { DatabaseSync } from 'node:sqlite';
import { keepHeapSmall } from '../src/instance/heap.ts';
import { isPostgresAddress } from '../src/store/postgres/settings.ts';
import { LIVE_RUNS } from './runs/live.ts';
import type { RunInput, Runs } from './runs/measure.ts';
import { POSTGRES_RUNS } from './runs/postgres.ts';
import { SQLITE_RUNS } from './runs/sqlite.ts';

const RUNS: Runs = { ...SQLITE_RUNS, ...POSTGRES_RUNS, ...LIVE_RUNS };

const [name = '', input = '{}'] = process.argv.slice(2);
if (name === 'import ours') keepHeapSmall();
const run = RUNS[name];
if (!run) throw new Error(`there is no run “${name}”`);
const told = JSON.parse(input) as RunInput;
const measured = await run(told);
checkpoint(told.db);
const { user, system } = process.cpuUsage();
console.log(
  JSON.stringify({
    ...measured,
    cpuMs: Math.round((user + system) / 1_000),
    rssMb: Math.round(process.resourceUsage().maxRSS / 1024),
  }),
);

/** Leaves one file without a log beside it, so that it can be copied. */
function checkpoint(path: string): void {
  if (path === '' || isPostgresAddress(path)) return;
  const db = new DatabaseSync(path);
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
}
