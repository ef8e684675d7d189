/**
 * The bare step on PostgreSQL: what is due is claimed with its lead, messages and events are written and enrollments moved on, two
 * hundred in one transaction: four statements of a batch between BEGIN and COMMIT, all of them prepared.
 */
import { idMaker } from '../database.ts';
import { dueTimeFloor } from '../due-time.ts';
import { type Batch, connectBare, insertion, writeBatch } from './database.ts';

const BATCH_STEPS = 200;
const DAY_MS = 86_400_000;
/** Days between a step and the next. */
const DAYS = [0, 3, 7, 10, 14];

const DUE = `
  SELECT e.id, e.lead_id, e.step::int AS step, e.zone, l.email FROM enrollment e JOIN lead l ON l.id = e.lead_id
  WHERE e.due_at IS NOT NULL AND e.due_at <= $1 ORDER BY e.due_at, e.id LIMIT $2 FOR UPDATE OF e SKIP LOCKED`;
const WRITE = insertion(
  'message',
  {
    id: 'text',
    intent_key: 'text',
    enrollment_id: 'text',
    lead_id: 'text',
    step: 'bigint',
    channel: 'text',
    recipient: 'text',
    state: 'text',
    created_at: 'bigint',
  },
  'ON CONFLICT DO NOTHING',
);
const RECORD = insertion('event', { id: 'text', lead_id: 'text', message_id: 'text', kind: 'text', at: 'bigint' });
const ADVANCE: Batch = {
  name: 'advance',
  text: `UPDATE enrollment e SET step = u.step, due_at = u.due_at, touched_at = u.now
    FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[]) AS u (id, step, due_at, now) WHERE e.id = u.id`,
};

interface DueRow {
  readonly id: string;
  readonly lead_id: string;
  readonly step: number;
  readonly zone: string;
  readonly email: string;
}

/** Takes every enrollment of an assessed database one step on; how many steps that were. `mark` tells loops apart that run at once. */
export async function stepFloorOnPostgres(address: string, mark = ''): Promise<number> {
  const client = await connectBare(address);
  const [nextMessage, nextEvent] = [idMaker(`msg${mark}`), idMaker(`evt${mark}`)];
  const now = Date.now() + 2 * DAY_MS;
  let steps = 0;
  for (let taken = BATCH_STEPS; taken === BATCH_STEPS; steps += taken) {
    await client.query('BEGIN');
    const { rows } = await client.query<DueRow>({ name: 'due', text: DUE, values: [now, BATCH_STEPS] });
    const messages = rows.map(({ id, lead_id: lead, step, email }) => [
      nextMessage(),
      `enr:${id}:${step}:1`,
      id,
      lead,
      step,
      'email',
      email,
      'queued',
      now,
    ]);
    await writeBatch(client, WRITE, messages);
    await writeBatch(
      client,
      RECORD,
      messages.map(([message, , , lead]) => [nextEvent(), lead, message, 'queued', now]),
    );
    const moved = rows.map(({ id, step, zone }) => [
      id,
      step + 1,
      dueTimeFloor(now, zone, DAYS[step + 1] as number),
      now,
    ]);
    await writeBatch(client, ADVANCE, moved);
    await client.query('COMMIT');
    taken = rows.length;
  }
  await client.end();
  return steps;
}
