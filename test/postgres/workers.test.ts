/** Four workers on one database, each with its own connections and its own way out: every message leaves once, by one of them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openStore } from '../../src/store/store.ts';
import { hundredLeads } from '../pipeline/hundred-leads.ts';
import { openStage, type Row, SENDER, type Stage, TUESDAY } from '../pipeline/stage.ts';
import { freshDatabase, NO_POSTGRES } from './server.ts';

const WORKERS = 4;
const DAY_MS = 86_400_000;

describe.skipIf(NO_POSTGRES)('workers on PostgreSQL (skipped where no server is named or installed)', () => {
  const workers: Stage[] = [];

  beforeAll(async () => {
    const database = await freshDatabase(inject('postgresFolder'));
    for (let i = 0; i < WORKERS; i++) {
      workers.push(await openStage({ store: await openStore({ database }), instance: `worker${i}` }));
    }
    const [first] = workers as [Stage];
    await first.run('import', { file: first.file('leads.csv', hundredLeads()), basis: 'consent' });
    await first.run('campaign create', { ...SENDER, name: 'spring', set: { competitors: 'rival.example' } });
    await first.run('assess');
    await first.run('campaign launch');
    for (let now: number | null = TUESDAY; now !== null && now < TUESDAY + 40 * DAY_MS; ) {
      for (const { clock } of workers) clock.moveTo(now);
      await Promise.all(workers.map((worker) => worker.run('work')));
      now = await first.engine.store.work.nextAt();
    }
  }, 60_000);

  afterAll(async () => {
    for (const worker of workers) await worker.close();
  });

  test('every message leaves once, and more than one worker takes part', async () => {
    const left = workers.map(({ folder }) => intentsIn(join(folder, 'outbox')));
    const { messages } = (await (workers[0] as Stage).run('campaign show')) as { messages: Row };
    expect(messages.sent).toBeGreaterThan(100);
    expect(left.flat().length).toBe(messages.sent);
    expect(new Set(left.flat()).size).toBe(messages.sent);
    expect(left.filter((intents) => intents.length > 0).length).toBeGreaterThan(1);
    expect(Object.keys(messages).filter((state) => !['sent', 'refused', 'held', 'queued'].includes(state))).toEqual([]);
  });
});

/** Intent of each mail in an outbox folder; a worker that sent nothing has made none. */
function intentsIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.eml'))
    .map((name) => /^X-Rekindle-Intent: (.*)$/m.exec(readFileSync(join(folder, name), 'utf8'))?.[1]?.trim() ?? '');
}
