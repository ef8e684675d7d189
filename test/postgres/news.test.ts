/** A hint crosses from one process to another in well under the wait, and nobody hears their own. */
import { describe, expect, inject, test } from 'vitest';
import { openStore } from '../../src/store/store.ts';
import { addLeads, lead } from '../../src/testing/store/samples.ts';
import { freshDatabase, NO_POSTGRES } from './server.ts';

const WAIT_MS = 3_000;

describe.skipIf(NO_POSTGRES)('news on PostgreSQL (skipped where no server is named or installed)', () => {
  test('who waits hears what another wrote, and not what it wrote itself or what changed nothing', async () => {
    const database = await freshDatabase(inject('postgresFolder'));
    const [ours, theirs] = [await openStore({ database }), await openStore({ database })];
    const waited = async (mostMs: number) => {
      const from = performance.now();
      await ours.work.waitForNews(mostMs, new AbortController().signal);
      return performance.now() - from;
    };
    try {
      await waited(200);
      setTimeout(() => void addLeads(theirs, [lead('ann')]), 50);
      expect(await waited(WAIT_MS)).toBeLessThan(WAIT_MS / 2);
      await addLeads(ours, [lead('bob')]);
      expect(await waited(400)).toBeGreaterThan(350);
      await theirs.leads.suppress('main', []);
      expect(await waited(400)).toBeGreaterThan(350);
    } finally {
      await ours.close();
      await theirs.close();
    }
  });
});
