/** A quarter of all four jobs in small, on both databases: the same bytes, everything told, nothing broken. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, inject, test } from 'vitest';
import { readReply } from '../../src/domain/conversation/intent.ts';
import { openStore } from '../../src/store/store.ts';
import { freshDatabase, NO_POSTGRES } from '../postgres/server.ts';
import { RELEASE, THOROUGH } from '../thorough.ts';
import { BREAKING, REORDERING } from './faults.ts';
import { liveQuarter, type Quarter } from './quarter.ts';
import { SAYINGS } from './words.ts';

const SMALL = { leads: 500, seed: 7, stepMinutes: 360, upkeep: '0 7 * * *' };
/** The first month holds two thirds of all messages; the whole of it takes its time on two databases. */
const DAYS = THOROUGH ? 90 : 30;
const MOST_MS = 240_000;
let onFile: Quarter;

test.each(
  SAYINGS.flatMap(({ intent, sentences }) => sentences.map((text) => ({ intent, text }))),
)('“$text” is $intent', ({ intent, text }) => expect(readReply(text).intent).toBe(intent));

test('five hundred leads and fifty accounts, all four jobs: nothing broken, everything told', {
  timeout: MOST_MS,
}, async () => {
  onFile = await liveQuarter(SMALL, DAYS);
  const { broken, told, lived, sent } = onFile;
  expect(broken).toEqual([]);
  expect(sent).toHaveLength(10);
  expect(told.messages).toBe(lived.intents.size);
  expect(told.leadsWithout).toBeGreaterThan(0);
  expect(Object.keys(lived.told).sort()).toEqual(
    ['booked', 'bounced', 'clicked', 'complained', 'opened', 'opted-out', 'replied', 'section'].sort(),
  );
  expect(Object.keys(lived.routines)).toEqual(expect.arrayContaining(['completed']));
});

describe.skipIf(NO_POSTGRES)('on PostgreSQL (skipped where no server is named or installed)', () => {
  test('the same quarter, byte by byte', { timeout: MOST_MS }, async () => {
    const store = await openStore({ database: await freshDatabase(inject('postgresFolder')) });
    const onServer = await liveQuarter({ ...SMALL, store }, DAYS);
    expect(onServer.tables).toEqual(onFile.tables);
    expect([onServer.digest, onServer.broken]).toEqual([onFile.digest, []]);
  });
});

/** A short quarter in a process of its own, under a fault or none. */
async function spoilt(fault?: string): Promise<{ readonly digest: string; readonly rules: readonly string[] }> {
  const words = [
    '--no-warnings',
    join(import.meta.dirname, 'spoilt-process.ts'),
    ...(fault === undefined ? [] : [fault]),
  ];
  return JSON.parse((await promisify(execFile)(process.execPath, words)).stdout);
}

/** Before a release all of them are planted, else the first. */
const PLANTED = RELEASE ? BREAKING : BREAKING.slice(0, 1);

test.each(PLANTED.map(([rule, { name }]) => ({ rule, name })))(
  'planted, and found: $name',
  { timeout: MOST_MS },
  async ({ rule, name }) => expect((await spoilt(name)).rules).toContain(rule),
);

describe.runIf(RELEASE)('in another order (skipped unless TESTS=release: it lives two more)', () => {
  test('nothing is broken, and the digest is another', { timeout: 2 * MOST_MS }, async () => {
    const whole = await spoilt();
    const reordered = await spoilt(REORDERING.name);
    expect([whole.rules, reordered.rules]).toEqual([[], []]);
    expect(reordered.digest).not.toBe(whole.digest);
  });
});
