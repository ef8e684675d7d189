/**
 * What must hold when a quarter is over, read from the rows past all of our own code (design: what must always hold). Each question is one
 * query or one pass whose answer must be empty; what it finds is told in words.
 */
import type { DatabaseSync } from 'node:sqlite';
import { REASONS } from '../../src/domain/reason.ts';
import { isLocalWindow } from './hours.ts';
import type { Lived } from './life.ts';

/** What was found broken. */
export interface Broken {
  readonly rule: string;
  readonly found: string;
}

/** Questions to the database: whatever they give is broken. */
const QUESTIONS: Readonly<Record<string, string>> = {
  'one message per intent':
    'SELECT intent_key AS found FROM message GROUP BY workspace_id, intent_key HAVING COUNT(*) > 1',
  'nothing is under way': `
    SELECT id || ' is ' || state AS found FROM message WHERE state IN ('claimed','sending','unconfirmed','failed')`,
  'nothing leaves after a refusal': `
    SELECT m.id || ' left by ' || m.channel || ' after ' || v.kind || ' ' || v.id AS found
    FROM event v JOIN message m ON m.workspace_id = v.workspace_id AND m.lead_id = v.lead_id
    WHERE v.kind IN ('opted-out','complained') AND m.sent_at >= v.recorded_at
      AND m.intent_key NOT LIKE 'keyword:%'
      AND (v.outcome = 'every-way' OR v.kind = 'complained' OR v.channel = m.channel OR (v.channel = 'sms' AND m.channel = 'voice'))`,
  'nothing leaves to an address that bounced': `
    SELECT m.id || ' left after bounce ' || v.id AS found
    FROM event v JOIN message m ON m.workspace_id = v.workspace_id AND m.lead_id = v.lead_id AND m.channel = 'email'
    WHERE v.kind = 'bounced' AND m.sent_at >= v.recorded_at`,
  'what was made before somebody answered does not leave after': `
    SELECT m.id || ' was made before ' || v.kind || ' ' || v.id || ' and left after' AS found
    FROM event v JOIN message m ON m.workspace_id = v.workspace_id AND m.lead_id = v.lead_id AND m.lane = 1
    WHERE v.kind IN ('replied','booked') AND v.verdict = 'human' AND m.created_at < v.recorded_at AND m.sent_at >= v.recorded_at`,
  'every refusal stands on the list': `
    SELECT v.kind || ' of ' || v.lead_id AS found FROM event v
    WHERE v.kind IN ('opted-out','complained','bounced') AND NOT EXISTS (
      SELECT 1 FROM suppression s WHERE s.workspace_id = v.workspace_id AND s.at <= v.recorded_at
        AND s.value IN (SELECT lower(email) FROM lead WHERE id = v.lead_id UNION ALL SELECT phone FROM lead WHERE id = v.lead_id UNION ALL SELECT v.lead_id))`,
  'each lead in one stage of the campaign that is for it': `
    SELECT l.id || ' is in ' || COUNT(m.lead_id) AS found FROM lead l LEFT JOIN campaign_member m
      ON m.workspace_id = l.workspace_id AND m.lead_id = l.id GROUP BY l.id HAVING COUNT(m.lead_id) <> 1`,
  'counts are a recount': `
    SELECT campaign_id || ' ' || stage || ' ' || SUM(n) AS found FROM (
      SELECT campaign_id, stage, tier, reason_code, leads AS n FROM member_count
      UNION ALL SELECT campaign_id, stage, tier, reason_code, -1 FROM campaign_member
    ) GROUP BY campaign_id, stage, tier, reason_code HAVING SUM(n) <> 0`,
  'a passage waits or ended for a reason': `
    SELECT id || ' ' || state AS found FROM enrollment WHERE state <> 'due' AND reason IS NULL
    UNION ALL SELECT id || ' ' || state FROM account_enrollment WHERE state <> 'due' AND reason IS NULL`,
  'every message has a decision with reasons': `
    SELECT m.id AS found FROM message m LEFT JOIN decision d
      ON d.workspace_id = m.workspace_id AND d.lead_id = m.lead_id AND d.id = m.decision_id
    WHERE d.id IS NULL OR json_array_length(d.reasons) = 0`,
  'no more texts and calls in a day than the limit': `
    SELECT a.id || ' is the fourth ' || a.channel || ' in a day' AS found FROM message a JOIN message b
      ON b.workspace_id = a.workspace_id AND b.lead_id = a.lead_id AND b.channel = a.channel AND b.id < a.id
      AND b.lane = 1 AND a.sent_at - b.sent_at < 86400000
    WHERE a.channel <> 'email' AND a.lane = 1 AND a.sent_at IS NOT NULL GROUP BY a.id HAVING COUNT(*) >= 3`,
  'a day between two touches, by and large': `
    SELECT a.id || ' left ' || (a.sent_at - b.sent_at) / 60000 || ' minutes after ' || b.id AS found FROM message a JOIN message b
      ON b.workspace_id = a.workspace_id AND b.lead_id = a.lead_id AND b.id <> a.id AND b.lane = 1
      AND b.sent_at <= a.sent_at AND a.sent_at - b.sent_at < 72000000
    WHERE a.lane = 1 AND a.id > b.id`,
  'an event is stored once': 'SELECT origin_id AS found FROM event GROUP BY origin, origin_id HAVING COUNT(*) > 1',
  'no run of a routine failed':
    "SELECT routine || ' ' || state AS found FROM routine_run WHERE state NOT IN ('completed','skipped')",
};

/** Of one question no more is told than this. */
const SHOWN = 3;

/** Asks all of it of a SQLite database; empty = everything holds. */
export function audit(db: DatabaseSync, lived: Lived): readonly Broken[] {
  const asked = Object.entries(QUESTIONS).flatMap(([rule, sql]) =>
    found(db, sql)
      .slice(0, SHOWN)
      .map((one) => ({ rule, found: one })),
  );
  return [...asked, ...sentAndSeen(db, lived), ...told(db, lived), ...outOfHours(db), ...withoutWords(db)];
}

function found(db: DatabaseSync, sql: string): string[] {
  return db
    .prepare(sql)
    .all()
    .map((row) => String(row.found));
}

/** What the ledger calls sent is what reached somebody, each once. */
function sentAndSeen(db: DatabaseSync, { intents }: Lived): Broken[] {
  const sent = new Set(
    found(db, "SELECT intent_key AS found FROM message WHERE state IN ('sent','delivered','bounced')"),
  );
  const twice = [...intents]
    .filter(([, times]) => times !== 1)
    .map(([intent, times]) => `${intent} left ${times} times`);
  const silent = [...intents.keys()]
    .filter((intent) => !sent.has(intent))
    .map((intent) => `${intent} left, and is not sent`);
  const claimed = [...sent]
    .filter((intent) => !intents.has(intent))
    .map((intent) => `${intent} is sent, and never left`);
  const rule = 'the ledger says what left, once each';
  return [...twice, ...silent, ...claimed].slice(0, SHOWN).map((one) => ({ rule, found: one }));
}

/** Every event that was told is stored. */
function told(db: DatabaseSync, { told: counts }: Lived): Broken[] {
  const all = Object.entries(counts).reduce((sum, [kind, n]) => sum + (kind === 'section' ? 0 : n), 0);
  const [stored = '0'] = found(db, "SELECT COUNT(*) AS found FROM event WHERE origin = 'quarter'");
  return Number(stored) === all ? [] : [{ rule: 'no event is lost', found: `${all} told, ${stored} stored` }];
}

const LEFT = `
  SELECT m.id, m.sent_at AS at, m.channel, COALESCE(e.zone, a.zone) AS zone, c.name AS job FROM message m
  JOIN campaign c ON c.workspace_id = m.workspace_id AND c.id = m.campaign_id
  LEFT JOIN enrollment e ON e.workspace_id = m.workspace_id AND e.id = m.enrollment_id
  LEFT JOIN account_enrollment a ON a.workspace_id = m.workspace_id AND a.id = m.enrollment_id
  WHERE m.lane = 1 AND m.sent_at IS NOT NULL`;

/** Nobody is turned to outside the hours of the playbook, where they live. */
function outOfHours(db: DatabaseSync): Broken[] {
  const rows = db.prepare(LEFT).all() as unknown as readonly {
    id: string;
    at: number;
    zone: string | null;
    job: string;
  }[];
  const late = rows.filter(({ at, zone, job }) => zone !== null && !isLocalWindow(at, zone, job));
  return late.slice(0, SHOWN).map(({ id, at, zone }) => ({
    rule: 'within the hours of the playbook',
    found: `${id} left at ${new Date(at).toISOString()} to ${zone}`,
  }));
}

const CODES = `
  SELECT DISTINCT reason_code AS found FROM campaign_member UNION SELECT DISTINCT reason_code FROM enrollment WHERE reason_code IS NOT NULL
  UNION SELECT DISTINCT reason_code FROM message WHERE reason_code IS NOT NULL
  UNION SELECT DISTINCT json_extract(reason, '$.code') FROM account_enrollment WHERE reason IS NOT NULL
  UNION SELECT DISTINCT json_extract(r.value, '$.code') FROM decision d, json_each(d.reasons) r`;

/** Every reason that stands anywhere has words. */
function withoutWords(db: DatabaseSync): Broken[] {
  const codes = found(db, CODES).filter((code) => !Object.hasOwn(REASONS, code));
  return codes.map((code) => ({ rule: 'every reason has words', found: code }));
}
