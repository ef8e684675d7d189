/**
 * Processes that run mutants, each for one directive after the other: beginning one takes longer than most directives do. Owns how many
 * there are and when one has run enough; knows no verdict.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { ROOT } from '../tidy/tree.ts';

/** Mutants from `first` on, every `step`th. */
export interface Chase {
  readonly path: string;
  readonly first: number;
  readonly step: number;
}

/** What a process says of a directive: whether its rows hold and how long a mutant takes, then a verdict for each, then that it is over. */
export type Line =
  | { readonly sound: boolean; readonly unused?: string; readonly tookMs: number }
  | Verdict
  | { readonly over: true };
/** Of one mutant. */
export interface Verdict {
  readonly index: number;
  readonly survived: boolean;
}

const PROCESS = join(import.meta.dirname, 'mutant-process.ts');
const START_LIMIT_MS = 60_000;
const LEAST_LIMIT_MS = 2_000;
/** A mutant may take this many times as long as the real rule. */
const PATIENCE = 5;
const MEMORY_MB = 512;
/** Modules are never forgotten: who has run so many mutants begins no other directive. */
const ENOUGH = 100;

/** One process. It is done with once it has died. */
export class Hunter {
  /** Mutants it has run for others before. */
  used = 0;
  readonly complaints: Buffer[] = [];
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  #hear: (line: Line | null) => void = () => undefined;
  #dead = false;

  constructor() {
    const args = [`--max-old-space-size=${MEMORY_MB}`, '--no-warnings', PROCESS];
    this.#child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child.stdin.on('error', () => undefined);
    this.#child.stderr.on('data', (data: Buffer) => this.complaints.push(data));
    createInterface(this.#child.stdout).on('line', (text) => this.#hear(JSON.parse(text) as Line));
    this.#child.once('close', () => {
      this.#dead = true;
      this.#hear(null);
    });
  }

  get isSpent(): boolean {
    return this.#dead || this.used > ENOUGH;
  }

  /** Every line that it says, until it is over (true) or has died, of a mutant that never comes back as well (false). */
  chase(chase: Chase, hear: (line: Line) => void): Promise<boolean> {
    let limitMs = START_LIMIT_MS;
    const begin = () => setTimeout(() => this.end(), limitMs);
    let timer = begin();
    return new Promise((resolve) => {
      this.#hear = (line) => {
        clearTimeout(timer);
        if (line === null || 'over' in line) {
          resolve(line !== null);
          return;
        }
        if ('sound' in line) limitMs = Math.max(LEAST_LIMIT_MS, PATIENCE * line.tookMs);
        else this.used++;
        hear(line);
        timer = begin();
      };
      if (this.#dead) this.#hear(null);
      else this.#child.stdin.write(`${JSON.stringify(chase)}\n`);
    });
  }

  end(): void {
    this.#child.kill('SIGKILL');
  }
}

const idle: Hunter[] = [];
const waiting: (() => void)[] = [];
let busy = 0;

/** Lends a process, a fresh one where that is asked for; who comes later waits for its turn. */
export async function withHunter<T>(isFresh: boolean, run: (hunter: Hunter) => Promise<T>): Promise<T> {
  while (busy >= availableParallelism()) await new Promise<void>((resolve) => waiting.push(resolve));
  busy++;
  const hunter = (isFresh ? undefined : idle.pop()) ?? new Hunter();
  try {
    return await run(hunter);
  } finally {
    if (hunter.isSpent || isFresh) hunter.end();
    else idle.push(hunter);
    busy--;
    waiting.shift()?.();
  }
}

/** Ends those that nobody has borrowed. */
export function endHunters(): void {
  for (const hunter of idle.splice(0)) hunter.end();
}
