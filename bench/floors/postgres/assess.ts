/**
 * The bare assessment on PostgreSQL: pages of a thousand leads, the same twenty-five conditions each as on SQLite, then decisions,
 * enrollments and the leads' scores, each kind by one prepared statement of the page. One transaction a page.
 */
import { type FloorLead, judged } from '../assess.ts';
import { idMaker } from '../database.ts';
import { dueTimeFloor } from '../due-time.ts';
import { type Batch, connectBare, insertion, writeBatch } from './database.ts';

const PAGE_LEADS = 1_000;
const PAGE = 'SELECT *, employees::int AS employees FROM lead WHERE id > $1 ORDER BY id LIMIT $2';
const DECIDE = insertion('decision', { id: 'text', lead_id: 'text', at: 'bigint', verdict: 'text', reasons: 'text' });
const ENROLL = insertion('enrollment', {
  id: 'text',
  lead_id: 'text',
  decision_id: 'text',
  sequence: 'text',
  step: 'bigint',
  state: 'text',
  due_at: 'bigint',
  zone: 'text',
  started_at: 'bigint',
});
const MARK: Batch = {
  name: 'mark',
  text: `UPDATE lead l SET score = u.score, tier = u.tier, changed_at = u.now
    FROM unnest($1::text[], $2::bigint[], $3::text[], $4::bigint[]) AS u (id, score, tier, now) WHERE l.id = u.id`,
};

/** Assesses every lead that `copyLeads` wrote; how many. */
export async function assessFloorOnPostgres(address: string): Promise<number> {
  const client = await connectBare(address);
  const [nextDecision, nextEnrollment] = [idMaker('dec'), idMaker('enr')];
  let leads = 0;
  for (let last = ''; ; ) {
    await client.query('BEGIN');
    const { rows } = await client.query<FloorLead>({ name: 'page', text: PAGE, values: [last, PAGE_LEADS] });
    const now = Date.now();
    const page = rows.map((lead) => ({ lead, ...judged(lead), decision: nextDecision() }));
    await writeBatch(
      client,
      DECIDE,
      page.map(({ lead, decision, reasons }) => [decision, lead.id, now, 'qualified', reasons]),
    );
    const enrolled = page.map(({ lead: { id, zone }, decision, tier }) => {
      const due = dueTimeFloor(now, zone, 1);
      return [nextEnrollment(), id, decision, tier, 0, 'due', due, zone, now];
    });
    await writeBatch(client, ENROLL, enrolled);
    await writeBatch(
      client,
      MARK,
      page.map(({ lead, score, tier }) => [lead.id, score, tier, now]),
    );
    await client.query('COMMIT');
    leads += rows.length;
    last = rows.at(-1)?.id ?? last;
    if (rows.length < PAGE_LEADS) break;
  }
  await client.end();
  return leads;
}
