/** A million enrollments that wait, in the real schema, and the time of asking which of them are due. */
import { DatabaseSync } from 'node:sqlite';
import { type Instance, liveCampaign, openInstance, START } from './instance.ts';

/** Writes assessed leads and one waiting enrollment each; the first `due` of them are due at `now`, the others one by one after it. */
export async function writeWaiting(path: string, count: number, due: number, now: number): Promise<void> {
  const instance = await openInstance(path);
  const campaign = await liveCampaign(instance);
  await instance.engine.close();
  const db = new DatabaseSync(path);
  db.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -65536');
  const numbers = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`;
  db.exec(`${numbers} INSERT INTO lead (workspace_id, id, revision, first_name, last_name, full_name, email, phone, title, company,
    domain, country, basis, basis_at, source, created_at, changed_at) SELECT 'main', printf('lead_%09d', i), i, 'Ada', 'Bababa',
    'Ada Bababa', printf('ada.%d@example.com', i), printf('+1212%07d', i), 'Head of Growth', 'Bababa Works', 'example.com', 'US',
    'consent', ${START}, 'csv', ${START}, ${START} FROM n`);
  db.exec(`${numbers} INSERT INTO enrollment (workspace_id, id, campaign_id, lead_id, generation, sequence, playbook_hash, decision_id,
    state, step, visit, due_at, zone, score, started_at) SELECT 'main', printf('enr_%09d', i), '${campaign.id}', printf('lead_%09d', i), 1,
    'regular-nurture', '${campaign.playbookHash}', printf('dec_%09d', i), 'due', 'warm-2-idea', 1,
    CASE WHEN i <= ${due} THEN ${now} - i ELSE ${now} + i * 1000 END, 'America/New_York', 600000, ${START} FROM n`);
  db.exec(`UPDATE campaign SET assessed_revision = ${count}`);
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
}

const NOTHING = { messages: [], enrollments: [], tasks: [] };

/** Time of asking for a batch of what is due, with all that a decision needs, ms: the median of `times`. */
export async function dueQuery({ engine }: Instance, now: number, times: number): Promise<number> {
  const spent: number[] = [];
  for (let n = 0; n < times; n++) {
    let end = 0;
    const start = performance.now();
    await engine.store.work.advance({
      now,
      limit: 200,
      suppressionKeys: engine.suppressionKeys,
      needsFacts: () => false,
      decide: () => {
        end = performance.now();
        return NOTHING;
      },
    });
    spent.push((end || performance.now()) - start);
  }
  return spent.sort((a, b) => a - b)[times >> 1] as number;
}
