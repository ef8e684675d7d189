/** Alerts: made where a run's end changes how its routine is doing, and brought to whoever is to be told. */
import { noSooner } from '../../domain/delivery/answer.ts';
import { LIMITS } from '../../domain/limits.ts';
import { alertSentence, changeOf } from '../../domain/routine/alert.ts';
import { healthOf } from '../../domain/routine/health.ts';
import { retryAt } from '../../domain/routine/retry.ts';
import type { Engine } from '../engine.ts';
import { inTime, unlessStopped } from '../instance/asked.ts';
import { waitOut } from '../instance/patience.ts';
import { keepAtIt } from '../instance/strand.ts';
import { isOfPlan, toldOf } from '../plans/tell.ts';
import type { AlertNotice, AlertResult, AlertTarget } from '../ports.ts';
import type { AlertJudge, AlertSend } from '../store-port.ts';

/** Tells of a routine whose health has changed. */
export function alertJudge({ parts, ids, clock }: Engine): AlertJudge {
  return {
    targets: (parts.alerts ?? []).map(({ name }) => name),
    ofRun({ workspaceId, routine, error, code }, outcomes, last) {
      const { health, failuresInARow, successRate } = healthOf(outcomes);
      const change = changeOf(last, health);
      if (!change) return null;
      const facts = { failuresInARow, successRate: successRate === null ? null : Math.round(successRate), code, error };
      const subject = `routine:${routine}` as const;
      return { workspaceId, id: ids.next('alert'), subject, at: clock.now(), facts, ...change };
    },
  };
}

/** How long a target may take to answer before another process may take the alert over, ms. */
const LEASE_MS = 5 * 60_000;

/** How often an idle worker looks whether somebody is to be told, ms. */
const LOOK_MS = 1_000;

/**
 * Brings alerts to their targets until told to stop, on a strand of its own: whoever does not answer keeps no routine waiting. What
 * has no answer a while after the stop is taken up again as that of a process that died.
 */
export function keepAlerts(engine: Engine, signal: AbortSignal): Promise<void> {
  const send = async () => (await unlessStopped(() => sendAlerts(engine), signal, LIMITS.deliveryStopMs)) ?? 0;
  return keepAtIt(engine, signal, { restMs: LOOK_MS, work: send });
}

/** Brings every alert that is due to its target, each once; the count of those that arrived. */
export async function sendAlerts(engine: Engine): Promise<number> {
  const { store, clock, peers, parts } = engine;
  const all = [...(parts.alerts ?? []), ...(parts.planRoom ? [parts.planRoom.target] : [])];
  const targets = new Map(all.map((target) => [target.name, target]));
  let arrived = 0;
  for (;;) {
    const leaseNow = await store.now();
    const sends = await store.alerts.claim(clock.now(), {
      owner: peers.self,
      leaseNow,
      until: leaseNow + LEASE_MS,
      limit: LIMITS.alertBatch,
      isGone: peers.isGone,
      isRepeatable: (name) => targets.get(name)?.repeatable ?? false,
    });
    if (sends.length === 0) return arrived;
    const settled = await Promise.all(sends.map((send) => sendOne(engine, targets.get(send.target), send)));
    for (const send of settled) {
      if (send.state === 'sent') arrived += 1;
      await waitOut(engine, { mostMs: LEASE_MS }, () => store.alerts.settle(send, peers.self));
    }
  }
}

async function sendOne(engine: Engine, target: AlertTarget | undefined, send: AlertSend): Promise<AlertSend> {
  if (!target) return { ...send, state: 'failed', detail: 'this target is not configured any more' };
  const notice = await waitOut(engine, { mostMs: LEASE_MS }, () => noticeOf(engine, send));
  if (notice === null) return { ...send, state: 'failed', detail: 'it was decided, or over, before anybody was told' };
  const kind = target.repeatable ? 'retry' : 'unconfirmed';
  const late: AlertResult = { kind, afterMs: null, detail: 'the target did not answer in time' };
  const result = await inTime(async () => target.send(notice), late).catch((error: unknown): AlertResult => {
    engine.log.error('a target of alerts threw instead of answering', { target: target.name, error: String(error) });
    return { kind: 'unconfirmed', detail: `the target failed: ${String(error)}` };
  });
  return settledBy(send, result, engine.clock.now());
}

function settledBy(send: AlertSend, result: AlertResult, now: number): AlertSend {
  const detail = result.detail.slice(0, LIMITS.routineCharacters);
  if (result.kind === 'sent') return { ...send, state: 'sent', detail };
  if (result.kind === 'unconfirmed') return { ...send, state: 'unconfirmed', detail };
  const refused = result.kind === 'refused';
  const again = retryAt({ attempts: send.attempts, retries: LIMITS.alertAttempts - 1, refused, now });
  if (again === null) return { ...send, state: 'failed', detail };
  const afterMs = result.kind === 'retry' ? result.afterMs : null;
  return { ...send, state: 'queued', detail, dueAt: now + noSooner(again - now, afterMs) };
}

/** Null = there is nothing to tell any more. */
async function noticeOf(engine: Engine, { alert }: AlertSend): Promise<AlertNotice | null> {
  const notice = { ...alert, sentence: alertSentence(alert.subject, alert.status) };
  if (!isOfPlan(alert)) return notice;
  const told = await toldOf(engine, alert);
  return told && { ...notice, facts: { ...told } };
}
