/** Batches of steps side by side on one database: no step is taken twice, and none is left out. */
import { describe, expect, inject, test } from 'vitest';
import { LIMITS } from '../../src/domain/limits.ts';
import { advanceSideBySide } from '../../src/engine/advance/advance.ts';
import { openStore } from '../../src/store/store.ts';
import { openStage, SENDER, TUESDAY } from '../pipeline/stage.ts';
import { freshDatabase, NO_POSTGRES } from './server.ts';

const LEADS = 900;
const HOUR_MS = 3_600_000;
const people = Array.from(
  { length: LEADS },
  (_, n) => `Ann,Lee,ann${n}@acme${n}.example,Sales Manager,Acme ${n},30,Retail,US,NY`,
);

describe.skipIf(NO_POSTGRES)('batches on PostgreSQL (skipped where no server is named or installed)', () => {
  test('two at once take as many as both hold, each step once, until nothing is due', async () => {
    const database = await freshDatabase(inject('postgresFolder'));
    const stage = await openStage({ store: await openStore({ database }) });
    const head = 'First Name,Last Name,Email,Title,Company,Employees,Industry,Country,State';
    await stage.run('import', { file: stage.file('leads.csv', [head, ...people, ''].join('\n')), basis: 'consent' });
    await stage.run('campaign create', { ...SENDER, name: 'spring' });
    await stage.run('assess');
    await stage.run('campaign launch');
    stage.clock.moveTo(TUESDAY + HOUR_MS);
    const first = await advanceSideBySide(stage.engine);
    // Each was full: the second did not wait for the first.
    expect(first.taken).toBe(2 * LIMITS.advanceBatchSteps);
    expect(first.queued).toBe(first.taken);
    let taken = first.taken;
    for (let more = 1; more > 0; taken += more) more = (await advanceSideBySide(stage.engine)).taken;
    const told = (await stage.run('message list', { limit: 1000 })) as unknown as { messages: { leadId: string }[] };
    expect(taken).toBe(LEADS);
    expect(new Set(told.messages.map(({ leadId }) => leadId)).size).toBe(told.messages.length);
    expect(told.messages).toHaveLength(LEADS);
    await stage.close();
  }, 60_000);
});
