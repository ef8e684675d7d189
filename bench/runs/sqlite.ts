/** Runs on SQLite, and those of ours that are the same on either database. */
import { assessFloor } from '../floors/assess.ts';
import { importFloor } from '../floors/import.ts';
import { dueQueryFloor, stepFloor } from '../floors/step.ts';
import { writeWaitingFloor } from '../floors/waiting.ts';
import { importLeads, liveCampaign, START } from '../ours/instance.ts';
import { dueQuery, writeWaiting } from '../ours/waiting.ts';
import { assessLeads, liveThrough, takeSteps } from '../ours/work.ts';
import { onInstance, type Runs, timed, timedOnInstance } from './measure.ts';

const DUE = 200;
/** So many that a full collection, during which each takes thrice as long, is a part of them and not half. */
const QUERIES = 301;

/** By the names that stages know them by. */
export const SQLITE_RUNS: Runs = {
  'import floor': ({ csv = '', db }) => timed(() => importFloor(csv, db)),
  'import ours': ({ csv = '', db }) =>
    timedOnInstance(db, (instance) => importLeads(instance, csv), { durability: 'normal' }),
  'assess floor': ({ db }) => timed(() => assessFloor(db)),
  'assess ours': ({ db }) => timedOnInstance(db, assessLeads),
  'steps floor': ({ db }) => timed(() => stepFloor(db, false)),
  'steps ours': ({ db }) => onInstance(db, (instance) => takeSteps(instance, 'queued')),
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
    await writeWaiting(db, count, DUE, START);
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
