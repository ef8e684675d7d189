/**
 * Leases go by the time of the database, which all workers share: a process whose own clock is a day ahead neither takes away what
 * others have in hand, nor holds anything for a day.
 */
import { expect, test } from 'vitest';
import { sendAlerts } from '../../src/engine/routines/alerts.ts';
import { routinesUntilIdle } from '../../src/engine/routines/keep.ts';
import type { Store } from '../../src/engine/store-port.ts';
import { openStage, type Stage, TUESDAY } from './stage.ts';

const DAY_MS = 86_400_000;
const LONGEST_LEASE_MS = 5 * 60_000;
/** Names under which a time of leases is handed to the store. */
const LEASE_TIMES = /"(leaseUntil|leaseNow|until)":(\d+)/g;

/** Every time of a lease that is handed to the store, by the verb. */
function watchLeases({ engine: { store } }: Stage): Map<string, number[]> {
  const seen = new Map<string, number[]>();
  const watch = <K extends 'imports' | 'leads' | 'routines' | 'alerts' | 'work'>(noun: K, verb: keyof Store[K]) => {
    const call = (store[noun][verb] as (...given: unknown[]) => Promise<unknown>).bind(store[noun]);
    const watched = async (...given: unknown[]) => {
      const done = await call(...given);
      const times = [...JSON.stringify([given, done]).matchAll(LEASE_TIMES)].map(([, , time]) => Number(time));
      const key = `${noun} ${String(verb)}`;
      seen.set(key, [...(seen.get(key) ?? []), ...times]);
      return done;
    };
    Object.assign(store[noun], { [verb]: watched });
  };
  watch('imports', 'begin');
  watch('leads', 'capture');
  watch('routines', 'claim');
  watch('routines', 'startNow');
  watch('alerts', 'claim');
  watch('work', 'recoverLeases');
  return seen;
}

test('of an import, of routines, of alerts and of what they recover', async () => {
  const clock = { now: () => TUESDAY + DAY_MS };
  const stage = await openStage({ clock });
  const seen = watchLeases(stage);
  try {
    await stage.run('import', { file: stage.file('leads.csv', 'Email\nann@acme.example\n'), basis: 'consent' });
    await stage.run('routine run', { name: 'score' });
    await stage.run('routine run', { name: 'recover' });
    await stage.engine.store.routines.save({
      ...{ workspaceId: 'main', name: 'decay', operation: null, input: {}, said: {} },
      ...{ enabled: true, nextAt: TUESDAY, changedAt: 0 },
    });
    await routinesUntilIdle(stage.engine);
    await sendAlerts(stage.engine);
  } finally {
    await stage.close();
  }
  expect([...seen.keys()].sort()).toEqual([
    'alerts claim',
    'imports begin',
    'leads capture',
    'routines claim',
    'routines startNow',
    'work recoverLeases',
  ]);
  for (const [verb, times] of seen) {
    expect(times.length, verb).toBeGreaterThan(0);
    expect(Math.max(...times), verb).toBeLessThanOrEqual(TUESDAY + LONGEST_LEASE_MS);
  }
});
