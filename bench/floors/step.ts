/**
 * The bare step: what is due is read with its lead, a message and an event are written and the enrollment moved on, two hundred
 * in one transaction. With or without the words of the message made and stored.
 */
import { idMaker, openBare } from './database.ts';
import { dueTimeFloor } from './due-time.ts';
import { type Named, wordsFloor } from './words.ts';

const BATCH_STEPS = 200;
const DAY_MS = 86_400_000;
/** Days between a step and the next. */
const DAYS = [0, 3, 7, 10, 14];

/** What is due with its lead, oldest first. */
const DUE = `
  SELECT e.id, e.lead_id, e.step, e.zone, l.email, l.first_name, l.title, l.company, l.industry, l.city
  FROM enrollment e JOIN lead l ON l.id = e.lead_id
  WHERE e.due_at IS NOT NULL AND e.due_at <= ? ORDER BY e.due_at, e.id LIMIT ?`;

interface DueRow extends Named {
  readonly id: string;
  readonly lead_id: string;
  readonly step: number;
  readonly zone: string;
  readonly email: string;
}

/** Takes every enrollment of an assessed file one step on; how many steps that were. */
export function stepFloor(path: string, withWords: boolean): number {
  const db = openBare(path, 'FULL');
  const due = db.prepare(DUE);
  const write = db.prepare('INSERT INTO message VALUES (?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING');
  const record = db.prepare('INSERT INTO event VALUES (?,?,?,?,?)');
  const advance = db.prepare('UPDATE enrollment SET step = ?, due_at = ?, touched_at = ? WHERE id = ?');
  const [nextMessage, nextEvent] = [idMaker('msg'), idMaker('evt')];
  const now = Date.now() + 2 * DAY_MS;
  let steps = 0;
  for (let taken = BATCH_STEPS; taken === BATCH_STEPS; steps += taken) {
    db.exec('BEGIN IMMEDIATE');
    const rows = due.all(now, BATCH_STEPS) as unknown as DueRow[];
    for (const row of rows) {
      const { id, lead_id: leadId, step, zone } = row;
      const message = nextMessage();
      const key = `enr:${id}:${step}:1`;
      const words = withWords ? wordsFloor(row, `https://go.example.com/u/${message}`) : null;
      const { subject, body } = words ?? { subject: null, body: null };
      write.run(message, key, id, leadId, step, 'email', row.email, 'queued', subject, body, now);
      record.run(nextEvent(), leadId, message, 'queued', now);
      advance.run(step + 1, dueTimeFloor(now, zone, DAYS[step + 1] as number), now, id);
    }
    db.exec('COMMIT');
    taken = rows.length;
  }
  db.close();
  return steps;
}

/** Time of one query for what is due, ms: the median of `times`. */
export function dueQueryFloor(path: string, now: number, times: number): number {
  const db = openBare(path, 'FULL');
  const due = db.prepare(DUE);
  const spent = Array.from({ length: times }, () => {
    const start = performance.now();
    due.all(now, BATCH_STEPS);
    return performance.now() - start;
  });
  db.close();
  return spent.sort((a, b) => a - b)[times >> 1] as number;
}
