/** The real command line as a child process: run to its end, or killed on the way. Decides nothing about what came of it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../tidy/tree.ts';

/** How a command ended. `code` null = it was killed. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

/** Where commands run: a folder, and what they find in the environment. */
export interface Place {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

const COMMAND = join(ROOT, 'bin', 'rekindle.mjs');

/** When a command is killed: so many ms after it began, or after it first wrote to the database. */
interface Kill {
  readonly from: 'start' | 'first write';
  readonly ms: number;
}

/** Runs one command to its end; `kill` sends SIGKILL at its moment, should the command still run. */
export async function rekindle(place: Place, words: readonly string[], kill?: Kill): Promise<Ended> {
  const started = performance.now();
  const child = spawn(process.execPath, [COMMAND, ...words], {
    cwd: place.folder,
    env: { PATH: process.env.PATH ?? '', ...place.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const disarm = kill === undefined ? () => undefined : arm(child, place, kill);
  const [code, stdout, stderr] = await Promise.all([exitOf(child), textOf(child.stdout), textOf(child.stderr)]);
  disarm();
  return { code, stdout, stderr, ms: performance.now() - started };
}

const LOOK_MS = 2;

/**
 * Why the first write counts: how long a command takes to begin depends on what else the machine does, and a kill that
 * comes too late hits nothing.
 */
function arm(child: ChildProcess, { folder }: Place, { from, ms }: Kill): () => void {
  const log = join(folder, 'rekindle.db-wal');
  const before = writtenAt(log);
  let timer: NodeJS.Timeout | undefined;
  const light = () => {
    timer = setTimeout(() => child.kill('SIGKILL'), ms);
  };
  if (from === 'start') light();
  const look = setInterval(() => {
    if (timer === undefined && writtenAt(log) !== before) light();
  }, LOOK_MS);
  return () => {
    clearInterval(look);
    clearTimeout(timer);
  };
}

function writtenAt(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats === undefined ? '' : `${stats.size} ${stats.mtimeMs}`;
}

/** Runs a command that must succeed; its `--json` document. Errors: what it wrote, where it failed. */
export async function answerOf(place: Place, words: readonly string[]): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await rekindle(place, [...words, '--json']);
  if (code !== 0) throw new Error(`rekindle ${words.join(' ')} ended with ${code}:\n${stderr}${stdout}`);
  return JSON.parse(stdout) as Record<string, unknown>;
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code));
  });
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}

/** How a command is killed. */
export interface KillPlan {
  readonly kills: number;
  /** How long a command takes to begin its work, and the whole work, ms: the moments are spread over both. */
  readonly startMs: number;
  readonly workMs: number;
  readonly random: () => number;
}

/** Kills that hit; the others came after the end, when running the command again must change nothing. */
export async function killOften(place: Place, words: readonly string[], plan: KillPlan): Promise<number> {
  let hit = 0;
  for (let i = 0; i < plan.kills; i++) {
    const { code, stderr } = await rekindle(place, words, momentOf(plan));
    if (code === null) hit += 1;
    else if (code !== 0) throw new Error(`after ${i} kills rekindle ${words.join(' ')} ended with ${code}:\n${stderr}`);
  }
  return hit;
}

/** Each run gets on with a share of the work, so that the kills are spread over all of it; one in five comes before it begins. */
function momentOf({ kills, startMs, workMs, random }: KillPlan): Kill {
  if (random() < 0.2) return { from: 'start', ms: Math.round(startMs * random()) };
  return { from: 'first write', ms: Math.round((workMs / kills) * random()) };
}

/** A seeded generator of numbers from 0 to 1: the same kills again for the same seed. Source: mulberry32, public domain. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
