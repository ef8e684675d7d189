/** What stages begin with: both sides' databases with leads imported or assessed, each made once. Measures nothing. */
import { copyFileSync, existsSync } from 'node:fs';
import { writeLeads } from '../data.ts';
import type { PostgresBench } from '../postgres.ts';
import { runOnce, type Side, type Workbench } from '../rounds.ts';

/** What a stage is given: where to work, and whether to take the large sizes. */
export interface StageInput {
  readonly bench: Workbench;
  readonly long: boolean;
  /** Starts the server at the first call; null = there is none here. */
  readonly postgres: () => Promise<PostgresBench | null>;
}

/** Prepared databases of both sides. */
export interface BothSides {
  readonly floor: string;
  readonly ours: string;
}

/** The sides of a comparison on these databases. */
export function bothSides(run: string, files: { readonly floor: string | null; readonly ours: string | null }) {
  return { floor: sideOf(`${run} floor`, files.floor), ours: sideOf(`${run} ours`, files.ours) };
}

function sideOf(run: string, from: string | null): Side {
  return { run, from };
}

/** Both sides' files with leads imported, ours with a live campaign; made once. */
export async function imported(bench: Workbench, leads: number): Promise<BothSides> {
  const files = { floor: bench.path(`floor-${leads}.db`), ours: bench.path(`ours-${leads}.db`) };
  if (existsSync(files.ours)) return files;
  const csv = bench.path(`leads-${leads}.csv`);
  writeLeads(csv, leads);
  await runOnce('import floor', { csv, db: files.floor });
  await runOnce('import ours', { csv, db: files.ours });
  await runOnce('campaign ours', { db: files.ours });
  return files;
}

/** Both sides' files with every lead enrolled. */
export async function assessed(bench: Workbench, leads: number): Promise<BothSides> {
  const from = await imported(bench, leads);
  const files = { floor: bench.path(`floor-assessed-${leads}.db`), ours: bench.path(`ours-assessed-${leads}.db`) };
  if (existsSync(files.ours)) return files;
  for (const side of ['floor', 'ours'] as const) {
    copyFileSync(from[side], files[side]);
    await runOnce(`assess ${side}`, { db: files[side] });
  }
  return files;
}

/** The same on PostgreSQL, by the names of the databases. */
export async function importedOnPostgres(bench: Workbench, server: PostgresBench, leads: number): Promise<BothSides> {
  const { floor: file } = await imported(bench, leads);
  const names = { floor: `rekindle_bench_floor_${leads}`, ours: `rekindle_bench_ours_${leads}` };
  await server.prepare(names.floor, null, (db) => runOnce('postgres leads floor', { file, db }));
  await server.prepare(names.ours, null, async (db) => {
    await runOnce('import ours', { csv: bench.path(`leads-${leads}.csv`), db });
    await runOnce('campaign ours', { db });
  });
  return names;
}

/** With every lead enrolled. */
export async function assessedOnPostgres(bench: Workbench, server: PostgresBench, leads: number): Promise<BothSides> {
  const from = await importedOnPostgres(bench, server, leads);
  const names = { floor: `${from.floor}_assessed`, ours: `${from.ours}_assessed` };
  await server.prepare(names.floor, from.floor, (db) => runOnce('postgres assess floor', { db }));
  await server.prepare(names.ours, from.ours, (db) => runOnce('assess ours', { db }));
  return names;
}
