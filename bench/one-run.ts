/**
 * One run of one side of one stage, in a process of its own: `one-run.ts <run> <json>`. Prints one line of JSON.
 * Why: a process that has run another side before has warm code, a full heap and somebody else's pages.
 */
import { DatabaseSync } from 'node:sqlite';
import { keepHeapSmall } from '../src/instance/heap.ts';
import { isPostgresAddress } from '../src/store/postgres/settings.ts';
import { assessFloor } from './floors/assess.ts';
import { importFloor } from './floors/import.ts';
import { assessFloorOnPostgres } from './floors/postgres/assess.ts';
import { copyLeads } from './floors/postgres/database.ts';
import { stepFloorOnPostgres } from './floors/postgres/step.ts';
import { dueQueryFloor, stepFloor } from './floors/step.ts';
import { writeWaitingFloor } from './floors/waiting.ts';
import { type Instance, importLeads, liveCampaign, openInstance, START } from './ours/instance.ts';
import { dueQuery, writeWaiting } from './ours/waiting.ts';
import { assessLeads, liveThrough, takeSteps } from './ours/work.ts';

/** What a run is told. */
export interface RunInput {
  readonly csv?: string;
  /** A SQLite file that is copied from. */
  readonly file?: string;
  /** The path or address that is measured. */
  readonly db: string;
  readonly count?: number;
  readonly days?: number;
}

/** What a run found: how much in what time, and whatever else it measured. */
export interface RunResult {
  readonly items: number;
  readonly ms: number;
  /** Largest resident set of the process, MB. */
  readonly rssMb: number;
  /** Time of both cores that the whole process took, ms. */
  readonly cpuMs: number;
  readonly [more: string]: number | string;
}

type Measured = { readonly items: number; readonly ms: number; readonly [more: string]: number | string };

const DUE = 200;
const QUERIES = 51;

async function timed(work: () => number | Promise<number>): Promise<Measured> {
  const before = process.cpuUsage();
  const start = performance.now();
  const items = await work();
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  return { items, ms, workCpuMs: (user + system) / 1_000 };
}

async function onInstance<T>(db: string, work: (instance: Instance) => Promise<T>): Promise<T> {
  return closing(await openInstance(db), work);
}

/** Closing is timed too, as the floor has it: the last pages of the log are written into the file there. */
async function timedOnInstance(
  db: string,
  work: (instance: Instance) => Promise<number>,
  durability: 'full' | 'normal' = 'full',
): Promise<Measured> {
  const instance = await openInstance(db, durability);
  return timed(() => closing(instance, work));
}

async function closing<T>(instance: Instance, work: (instance: Instance) => Promise<T>): Promise<T> {
  try {
    return await work(instance);
  } finally {
    await instance.engine.close();
  }
}

const RUNS: Readonly<Record<string, (input: RunInput) => Promise<Measured>>> = {
  'import floor': ({ csv = '', db }) => timed(() => importFloor(csv, db)),
  'import ours': ({ csv = '', db }) => timedOnInstance(db, (instance) => importLeads(instance, csv), 'normal'),
  'assess floor': ({ db }) => timed(() => assessFloor(db)),
  'assess ours': ({ db }) => timedOnInstance(db, assessLeads),
  'steps floor': ({ db }) => timed(() => stepFloor(db, false)),
  'steps ours': ({ db }) => onInstance(db, (instance) => takeSteps(instance, 'queued')),
  'postgres leads floor': async ({ db, file = '' }) => ({ items: await copyLeads(file, db), ms: 0 }),
  'postgres assess floor': ({ db }) => timed(() => assessFloorOnPostgres(db)),
  'postgres steps floor': ({ db }) => timed(() => stepFloorOnPostgres(db)),
  'words floor': ({ db }) => timed(() => stepFloor(db, true)),
  'words ours': ({ db }) => onInstance(db, (instance) => takeSteps(instance, 'worded')),
  'delivery ours': ({ db }) => onInstance(db, (instance) => takeSteps(instance, 'delivered')),
  'simulate ours': ({ db, days = 30 }) => onInstance(db, (instance) => liveThrough(instance, days)),
  'campaign ours': ({ db }) =>
    onInstance(db, async (instance) => {
      await liveCampaign(instance);
      return { items: 1, ms: 0 };
    }),
  'waiting floor': async ({ db, count = 0 }) => {
    writeWaitingFloor(db, count, DUE, START);
    return { items: count, ms: 0 };
  },
  'waiting ours': async ({ db, count = 0 }) => {
    await writeWaiting(db, count, DUE);
    return { items: count, ms: 0 };
  },
  'due floor': async ({ db }) => ({ items: DUE, ms: dueQueryFloor(db, START, QUERIES) }),
  'due ours': ({ db }) =>
    onInstance(db, async (instance) => ({
      items: DUE,
      ms: await dueQuery(instance, START, QUERIES),
      noneDueMs: await dueQuery(instance, START - 1_000_000, QUERIES),
    })),
};

const [name = '', input = '{}'] = process.argv.slice(2);
if (name === 'import ours') keepHeapSmall();
const run = RUNS[name];
if (!run) throw new Error(`there is no run “${name}”`);
const measured = await run(JSON.parse(input) as RunInput);
checkpoint((JSON.parse(input) as RunInput).db);
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
  if (isPostgresAddress(path)) return;
  const db = new DatabaseSync(path);
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
}
