/**
 * The machine's clock is set while a real worker sends, by an hour and by a day, either way, under libfaketime: nothing leaves twice,
 * nothing leaves before it is due, and nothing stays stuck once the clock is right again. Windows and caps under such clocks are asked
 * of every commit by test/faults, on a simulated clock.
 */
import { globSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { openRekindle } from '../../src/index.ts';
import { expectNoneTwiceNoneLost, type Field, openField, startWorker, until, type Worker } from './field.ts';

const MESSAGES = 120;
const LONG_MS = 240_000;
const [FAKETIME] = globSync('/usr/lib/*/faketime/libfaketimeMT.so.1');
/** What is under way when the clock is set may still leave. */
const SETTLED_MS = 1_000;
const CLAIMED = 100;

let field: Field | null = null;
let worker: Worker | null = null;
afterEach(async () => {
  worker?.process.kill('SIGKILL');
  await field?.close();
});

// Skipped where faketime is not installed.
test.skipIf(FAKETIME === undefined)(
  'a clock that is set by an hour and a day, either way (skipped where faketime is not installed)',
  { timeout: LONG_MS },
  async () => {
    field = await openField({ messages: MESSAGES, slowMs: 60 });
    const { place, sink, database } = field;
    const file = join(place.folder, 'clock');
    const setBy = (by: string) => writeFileSync(file, by);
    setBy('+0');
    const environment = {
      ...place.environment,
      ...{
        LD_PRELOAD: FAKETIME ?? '',
        FAKETIME_TIMESTAMP_FILE: file,
        FAKETIME_NO_CACHE: '1',
        DONT_FAKE_MONOTONIC: '1',
      },
    };
    worker = startWorker({ ...place, environment });
    await until(() => sink.total >= 10, LONG_MS);
    setBy('-1d');
    await sleep(SETTLED_MS);
    await until(async () => {
      const before = sink.total;
      await sleep(SETTLED_MS);
      return sink.total === before;
    });
    expect(sink.total, 'nothing is due yesterday but what was claimed').toBeLessThanOrEqual(10 + CLAIMED);
    setBy('+1h');
    await until(() => sink.total === MESSAGES, LONG_MS);
    setBy('-1h');
    await sleep(SETTLED_MS);
    setBy('+0');
    // Who waits for a time of day that was read an hour ahead would not see this one for an hour.
    const rekindle = await openRekindle({ database, config: join(place.folder, 'rekindle.yaml') });
    const late = join(place.folder, 'late.csv');
    writeFileSync(late, 'First Name,Email,Title,Company,Country\nLate,late@acme.example,VP Sales,Acme,US\n');
    await rekindle.run('import', { file: late, basis: 'legitimate-interest' });
    await rekindle.close();
    await until(() => sink.total === MESSAGES + 1, LONG_MS);
    expect(await worker.stop(), worker.said()).toBe(0);
    expect(await expectNoneTwiceNoneLost({ ...field, messages: MESSAGES + 1 })).toMatchObject({ sent: MESSAGES + 1 });
  },
);
