/**
 * What must hold when a run is over: every message is where the provider's truth says, every event is stored once and has had
 * its effect, nothing is left waiting without a reason, and the counts of the engine are a recount of the rows.
 */
import type { MessageState } from '../../src/domain/message.ts';
import { Breach } from './audit/breach.ts';
import type { Row } from './ground.ts';
import { checkCounts } from './recount.ts';
import type { Run } from './run.ts';

/** Asks all of it. Errors: the first breach. */
export async function checkTheEnd(run: Run): Promise<void> {
  checkAccepted(run);
  checkEvents(run);
  checkRefusals(run);
  checkMessages(run);
  checkTold(run);
  checkPassages(run);
  checkAlerts(run);
  checkRuns(run);
  checkSignals(run);
  await run.crew.alone((engine) => checkCounts(run, engine));
}

function checkAccepted({ provider }: Run): void {
  for (const { mail, intent, times } of provider.accepted.values()) {
    if (times > 1) throw new Breach('once', `${intent} was accepted ${times} times (${mail.id})`);
  }
  const intents = new Set([...provider.accepted.values()].map(({ intent }) => intent));
  if (intents.size !== provider.accepted.size) throw new Breach('once', 'two mails of one intent were accepted');
}

function checkEvents({ audit, people }: Run): void {
  for (const [id, times] of audit.storedEvents) {
    if (times > 1) throw new Breach('events once', `${id} is stored ${times} times`);
  }
  for (const id of people.acknowledged) {
    if (!audit.storedEvents.has(id)) throw new Breach('events once', `${id} was acknowledged and is not stored`);
  }
}

/** Whoever refuses by answering a mail refuses for the address that it went to. */
function checkRefusals({ ground, audit }: Run): void {
  const answered = ground.rows<{ workspace: string; kind: string; recipient: string }>(
    `SELECT v.workspace_id AS workspace, v.kind, m.recipient FROM event v JOIN message m ON m.workspace_id = v.workspace_id AND m.id = v.message_id
     WHERE v.kind IN ('bounced','opted-out','complained')`,
  );
  for (const { workspace, kind, recipient } of answered) {
    if (!audit.hasRefused(workspace, recipient))
      throw new Breach('suppression', `${recipient} ${kind}, and may be written to again`);
  }
}

const HAPPENED: readonly MessageState[] = ['sent', 'delivered', 'bounced', 'unconfirmed'];
const OVER: readonly MessageState[] = [...HAPPENED, 'refused', 'failed'];

function checkMessages({ ground, provider, audit }: Run): void {
  const accepted = new Map([...provider.accepted.values()].map(({ mail }) => [mail.id, mail]));
  for (const row of ground.rows('SELECT * FROM message')) {
    const { id, reason } = row;
    const state = row.state as MessageState;
    if (!OVER.includes(state)) throw new Breach('liveness', `message ${id} stays ${state}: ${reason}`);
    if (accepted.has(String(id)) && !HAPPENED.includes(state)) {
      throw new Breach('nothing silent', `${id} was accepted and is ${state}: ${reason}`);
    }
    if (!accepted.has(String(id)) && state !== 'unconfirmed' && HAPPENED.includes(state)) {
      throw new Breach('nothing silent', `${id} was never accepted and is ${state}`);
    }
    checkHeard(row, (kind) => audit.storedEvents.has(`${id}:${kind}`));
    checkDoubt(row, provider.doubts);
  }
}

/** Whatever came first, a bounce says more than a delivery, and either more than the answer to the call. */
function checkHeard({ id, state }: Row, heard: (kind: string) => boolean): void {
  const expected = heard('bounced') ? 'bounced' : heard('delivered') ? 'delivered' : null;
  if (expected !== null && state !== expected) throw new Breach('any order', `${id} is ${state}, and was ${expected}`);
}

function checkDoubt({ id, state }: Row, doubts: ReadonlySet<string>): void {
  if (state === 'unconfirmed' && !doubts.has(String(id))) {
    throw new Breach('nothing silent', `${id} is unconfirmed, and nothing went wrong with it`);
  }
}

const UNTOLD = `
  SELECT 'message.' || m.state AS kind, m.id FROM message m WHERE NOT EXISTS (SELECT 1 FROM feed f
    WHERE f.workspace_id = m.workspace_id AND f.kind = 'message.' || m.state AND f.id = m.id)
  UNION ALL SELECT 'event.' || v.kind, v.id FROM event v WHERE NOT EXISTS (SELECT 1 FROM feed f
    WHERE f.workspace_id = v.workspace_id AND f.kind = 'event.' || v.kind AND f.id = v.id)
  LIMIT 1`;

/** Whatever a message came to, and whatever happened, is told to those who want to hear of it. */
function checkTold({ ground }: Run): void {
  const [untold] = ground.rows(UNTOLD);
  if (untold) throw new Breach('nothing silent', `nobody is told of ${untold.kind} ${untold.id}`);
}

function checkPassages({ ground }: Run): void {
  const open = ground.rows("SELECT * FROM enrollment WHERE state <> 'ended'");
  if (open.length > 0)
    throw new Breach('liveness', `enrollment ${open[0]?.id} stays ${open[0]?.state}: ${open[0]?.reason}`);
}

/** What the pager took is told or in doubt, and is told once: it knows no ids. */
function checkAlerts({ ground, crew }: Run): void {
  for (const { alert_id: id, state } of ground.rows('SELECT alert_id, state FROM alert_send')) {
    const times = crew.pager.taken.get(String(id)) ?? 0;
    if (times > 1) throw new Breach('alerts', `${id} was told ${times} times`);
    if (state === 'queued' || state === 'sending') throw new Breach('liveness', `alert ${id} stays ${state}`);
    if (times === 1 ? state === 'failed' : state === 'sent') {
      throw new Breach('nothing silent', `alert ${id} is ${state}, and was taken ${times} times`);
    }
  }
}

function checkRuns({ ground }: Run): void {
  const [open] = ground.rows("SELECT routine, state FROM routine_run WHERE state IN ('running','waiting')");
  if (open) throw new Breach('liveness', `a run of ${open.routine} stays ${open.state}`);
}

const EVIDENCE = `
  SELECT v.id, v.workspace_id, v.lead_id, v.kind, v.recorded_at FROM event v WHERE v.kind IN ('clicked','replied','booked')
  AND NOT EXISTS (SELECT 1 FROM lead_alias a WHERE a.alias_id = v.lead_id)
  AND EXISTS (SELECT 1 FROM enrollment e WHERE e.workspace_id = v.workspace_id AND e.lead_id = v.lead_id
    AND e.started_at < v.recorded_at)`;

/** Signals of a lead in the campaigns that it was in by then; of one that it entered at that very moment nobody knows. */
const LISTENING = `
  SELECT s.evidence FROM signal s WHERE s.workspace_id = ? AND s.lead_id = ? AND EXISTS (SELECT 1 FROM enrollment e
    WHERE e.workspace_id = s.workspace_id AND e.lead_id = s.lead_id AND e.campaign_id = s.campaign_id AND e.started_at < ?)`;

/** Whoever has clicked or answered is remembered for it once, by each signal of each campaign it is in. */
function checkSignals({ ground }: Run): void {
  for (const { id, workspace_id, lead_id, kind, recorded_at } of ground.rows(EVIDENCE)) {
    const heard = ground.rows<{ evidence: string }>(
      LISTENING,
      String(workspace_id),
      String(lead_id),
      Number(recorded_at),
    );
    const times = heard.map(({ evidence }) => evidence.split(`"${id}"`).length - 1);
    if (times.length > 0 && times.every((n) => n === 1)) continue;
    throw new Breach('signals', `${kind} of ${lead_id} counts ${times.join(', ') || 'nowhere'}`);
  }
}
