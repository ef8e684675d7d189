/**
 * Rounds: both sides of a stage run in turns, each in a fresh process on a fresh copy of the same file, so that both meet the
 * same machine. The machine wobbles by a third; the ratio inside one round does not.
 */
import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { RunInput, RunResult } from './runs/measure.ts';

const execute = promisify(execFile);
const ONE_RUN = join(import.meta.dirname, 'one-run.ts');

/** Runs one side once, in a process of its own. Errors: what the process wrote to stderr. */
export async function runOnce(name: string, input: RunInput): Promise<RunResult> {
  const { stdout } = await execute(process.execPath, ['--no-warnings', ONE_RUN, name, JSON.stringify(input)]);
  return JSON.parse(stdout) as RunResult;
}

/** Where prepared databases are, of which each run gets a fresh copy. */
export interface Place {
  /** The path or address of a fresh copy of a prepared one, or of an empty one. */
  fresh(from: string | null): string | Promise<string>;
}

/** A folder for files that are measured, removed with the process. */
export class Workbench implements Place {
  readonly folder = mkdtempSync(join(tmpdir(), 'rekindle-bench-'));

  path(name: string): string {
    return join(this.folder, name);
  }

  /** A fresh copy of a prepared file, or a path where none is yet. */
  fresh(from: string | null): string {
    const path = this.path('measured.db');
    for (const end of ['', '-wal', '-shm', '.key']) rmSync(path + end, { force: true });
    if (from !== null && existsSync(from)) copyFileSync(from, path);
    return path;
  }

  /** Keeps the copy that was measured last as a prepared file. */
  keep(name: string): string {
    copyFileSync(this.path('measured.db'), this.path(name));
    return this.path(name);
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What rounds over both sides found. Rates in items a second. */
export interface Compared {
  readonly floor: number;
  readonly ours: number;
  /** Median of the ratios, each of one round. */
  readonly ratio: number;
  readonly oursRuns: readonly RunResult[];
}

export interface Side {
  readonly run: string;
  /** The prepared database that each run gets a copy of; null = none. */
  readonly from: string | null;
}

/** Runs floor and ours in turns. */
export async function compare(
  place: Place,
  sides: { readonly floor: Side; readonly ours: Side },
  rounds: number,
  input: Omit<RunInput, 'db'> = {},
): Promise<Compared> {
  const floors: number[] = [];
  const ours: number[] = [];
  const oursRuns: RunResult[] = [];
  for (let round = 0; round < rounds; round++) {
    const run = async ({ run: name, from }: Side) => runOnce(name, { ...input, db: await place.fresh(from) });
    floors.push(rateOf(await run(sides.floor)));
    const result = await run(sides.ours);
    ours.push(rateOf(result));
    oursRuns.push(result);
  }
  const ratios = ours.map((rate, round) => rate / (floors[round] as number));
  return { floor: median(floors), ours: median(ours), ratio: median(ratios), oursRuns };
}

function rateOf({ items, ms }: RunResult): number {
  return (items * 1_000) / ms;
}

export function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
}
