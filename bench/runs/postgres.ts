/** The bare loops' runs on PostgreSQL; ours are those of SQLite. */
import { assessFloorOnPostgres } from '../floors/postgres/assess.ts';
import { copyLeads } from '../floors/postgres/database.ts';
import { stepFloorOnPostgres } from '../floors/postgres/step.ts';
import { type Runs, timed } from './measure.ts';

/** By the names that stages know them by. */
export const POSTGRES_RUNS: Runs = {
  'postgres leads floor': async ({ db, file = '' }) => ({ items: await copyLeads(file, db), ms: 0 }),
  'postgres assess floor': ({ db }) => timed(() => assessFloorOnPostgres(db)),
  'postgres steps floor': ({ db, connections = 1 }) => timed(() => stepsOver(db, connections)),
};

/** The bare loop on so many connections at once: what is due is claimed, so that no two take the same. */
async function stepsOver(db: string, connections: number): Promise<number> {
  const steps = await Promise.all(Array.from({ length: connections }, (_, n) => stepFloorOnPostgres(db, String(n))));
  return steps.reduce((sum, taken) => sum + taken, 0);
}
