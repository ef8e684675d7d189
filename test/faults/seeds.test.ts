/**
 * A thousand lives of a campaign, each with the faults of its seed: whatever happens, nothing is sent twice, to somebody who has
 * refused, or outside its hours; nothing is lost in silence, and in the end everything is done. See docs/faults.md.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { THOROUGH } from '../thorough.ts';
import { ROOT } from '../tidy/tree.ts';
import { Breach } from './audit/breach.ts';
import { chanceOf } from './chance.ts';
import { type Outcome, runSeed } from './run.ts';
import { SAVED_SEEDS } from './saved-seeds.ts';
import { settingsOf } from './settings.ts';
import { makeStage, type Stage } from './stage.ts';

const SEEDS = THOROUGH ? 1_000 : 125;
/** Of what a thousand runs have, a smaller number has its share. */
const SHARE = SEEDS / 1_000;
const BLOCK = Math.min(SEEDS, 250);
const BLOCK_MS = 300_000;
const blocks = Array.from({ length: SEEDS / BLOCK }, (_, i) => [i * BLOCK + 1, (i + 1) * BLOCK] as const);
const outcomes: Outcome[] = [];
let stage: Stage;

const PROCESS = join(import.meta.dirname, 'seeds-process.ts');
const MOST_BYTES = 64_000_000;

/** These seeds, lived through by a process of its own. Errors: a bug in the engine, as the process tells it. */
async function livedThrough(from: number, to: number): Promise<Outcome[]> {
  const args = ['--no-warnings', PROCESS, String(from), String(to)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT, maxBuffer: MOST_BYTES });
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Outcome);
}

beforeAll(async () => {
  stage = await makeStage();
});

describe('what must always hold, holds', () => {
  test.each(blocks)('under the faults of seeds %i to %i', { timeout: BLOCK_MS }, async (from, to) => {
    const startedAt = performance.now();
    outcomes.push(...(await livedThrough(from, to)));
    const rate = Math.round((BLOCK * 1_000) / (performance.now() - startedAt));
    process.stdout.write(`seeds ${from} to ${to}: ${rate} a second\n`);
    const broken = outcomes.filter(({ breach }) => breach !== null);
    expect(broken.map(({ seed, breach }) => `npm run simulate:faults -- --seed ${seed} --trace: ${breach}`)).toEqual(
      [],
    );
  });
});

describe('what was found once, holds', () => {
  test.each(SAVED_SEEDS)('seed %i: %s', { timeout: BLOCK_MS }, async (seed) => {
    expect(await runSeed(seed, stage)).toMatchObject({ seed, breach: null });
  });
});

describe('a thousand runs, or their share of it,', () => {
  const faultsOf = (kind: string) => outcomes.reduce((sum, { faults }) => sum + (faults[kind] ?? 0), 0);

  test.each([
    ['crash', 1_500],
    ['sleep', 1_200],
    ['clock', 100],
    ['disk', 50],
    ['stop', 100],
    ['outage', 100],
  ])('had faults of the kind %s, at least %i of them in a thousand', (kind, least) => {
    expect(faultsOf(kind)).toBeGreaterThanOrEqual(least * SHARE);
  });

  test('sent thousands of messages, and left some in doubt and shown as such', () => {
    expect(outcomes.reduce((sum, { sent }) => sum + sent, 0)).toBeGreaterThan(5_000 * SHARE);
    expect(outcomes.reduce((sum, { unconfirmed }) => sum + unconfirmed, 0)).toBeGreaterThan(400 * SHARE);
  });

  test('had one to three workers, each way of recovery, in memory and in files', () => {
    const kinds = new Set(
      outcomes.map(({ settings: { workers, recovery, onFile } }) => `${workers} ${recovery} ${onFile}`),
    );
    expect(kinds.size).toBeGreaterThanOrEqual(THOROUGH ? 3 * 3 * 2 : 10);
  });
});

describe('each ingredient', () => {
  test.each<[string, (settings: Outcome['settings']) => boolean]>([
    ['two workspaces', ({ workspaces }) => workspaces.length === 2],
    ['two campaigns', ({ campaigns }) => campaigns === 2],
    ['stops', ({ acts }) => acts.halts],
    ['touches', ({ acts }) => acts.touches],
    ['replies by hand', ({ acts }) => acts.replies],
    ['settling', ({ acts }) => acts.settling],
    ['a canary', ({ limits }) => limits.canary !== null],
    ['warm-up', ({ limits }) => limits.warmUp !== null],
    ['time between two mails', ({ limits }) => limits.jitter !== null],
    ['routines', ({ routines }) => routines],
  ])('was there in a hundred of a thousand runs at least: %s', (_, has) => {
    expect(outcomes.filter(({ settings }) => has(settings)).length).toBeGreaterThan(100 * SHARE);
  });
});

describe('a seed', () => {
  test('gives the same run each time, to the last line', async () => {
    for (const { seed, digest } of outcomes.filter(({ seed: of }) => of % 40 === 0)) {
      expect([seed, (await runSeed(seed, stage)).digest]).toEqual([seed, digest]);
    }
  });

  test('gives another run than the next one', () => {
    expect(new Set(outcomes.map(({ digest }) => digest)).size).toBe(SEEDS);
  });

  test('is told as it is lived', async () => {
    const lines: string[] = [];
    await runSeed(1, stage, (line) => lines.push(line));
    expect(lines.filter((line) => line.includes('claimed → sending')).length).toBeGreaterThan(0);
    expect(lines.at(-1)).toMatch(/ worker\d+ \w+\.\w+$/);
  });

  test('settles what its run is like', () => {
    expect(settingsOf(7, chanceOf(7))).toEqual(settingsOf(7, chanceOf(7)));
    expect(settingsOf(7, chanceOf(7))).not.toEqual(settingsOf(8, chanceOf(8)));
  });
});

test('a breach names its rule first', () => {
  expect(new Breach('window', 'too early').message).toBe('window: too early');
});
