/**
 * What must hold when a run is over: every message is where the provider's truth says, every event is stored once and has had
 * its effect, nothing is left waiting without a reason, and the counts of the engine are a recount of the rows.
 */
import type { MessageState } from '../../src/domain/message.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { Breach } from './audit.ts';
import type { Row } from './ground.ts';
import type { Run } from './run.ts';
import { WORKSPACE } from './stage.ts';

/** Asks all of it. Errors: the first breach. */
export async function checkTheEnd(run: Run): Promise<void> {
  checkAccepted(run);
  checkEvents(run);
  checkRefusals(run);
  checkMessages(run);
  checkPassages(run);
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
  const answered = ground.rows<{ kind: string; recipient: string }>(
    `SELECT v.kind, m.recipient FROM event v JOIN message m ON m.workspace_id = v.workspace_id AND m.id = v.message_id
     WHERE v.kind IN ('bounced','opted-out','complained')`,
  );
  for (const { kind, recipient } of answered) {
    if (!audit.hasRefused(recipient))
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

function checkPassages({ ground }: Run): void {
  const open = ground.rows("SELECT * FROM enrollment WHERE state <> 'ended'");
  if (open.length > 0)
    throw new Breach('liveness', `enrollment ${open[0]?.id} stays ${open[0]?.state}: ${open[0]?.reason}`);
}

async function checkCounts({ ground, audit }: Run, engine: Engine): Promise<void> {
  const [campaign] = await engine.store.campaigns.list(WORKSPACE, 1);
  if (!campaign) throw new Error('the campaign is not there');
  const { stages } = await engine.store.campaigns.count(WORKSPACE, campaign.id);
  const [{ n: leads } = { n: -1 }] = ground.rows<{ n: number }>('SELECT COUNT(*) AS n FROM lead');
  const [{ n: gone } = { n: -1 }] = ground.rows<{ n: number }>('SELECT COUNT(*) AS n FROM lead_alias');
  const members = Object.values(stages).reduce((sum, n) => sum + n, 0);
  // A finished campaign takes nobody in: who came later is not its audience.
  const most = campaign.state === 'finished' ? members : leads + gone;
  if (members !== most) throw new Breach('counters', `${members} in stages, ${leads} leads and ${gone} merged ones`);
  const told = await engine.store.messages.count(WORKSPACE, campaign.id);
  for (const { state, n } of ground.rows<{ state: string; n: number }>(
    'SELECT state, COUNT(*) AS n FROM message GROUP BY state',
  )) {
    if (told.states[state] !== n) throw new Breach('counters', `${told.states[state]} ${state}, and ${n} rows`);
  }
  const counted = "SELECT COALESCE(SUM(used), 0) AS n FROM send_counter WHERE scope = 'sender'";
  const [{ n: used } = { n: -1 }] = ground.rows<{ n: number }>(counted);
  const left = ground.rows<{ id: string }>('SELECT id FROM message').reduce((n, { id }) => n + audit.attemptsOf(id), 0);
  if (used !== left) throw new Breach('counters', `${used} counted against the caps, ${left} left`);
}
