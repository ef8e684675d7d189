/**
 * Calls under way: whose end nobody told, because a webhook was lost or none is connected, is asked for after it had time to settle,
 * and again until it is known. Owns when to ask, and when to stop asking; what follows from an end is `domain/sequence/reaction`.
 */
import { LIMITS } from '../../../domain/limits.ts';
import type { Engine } from '../../engine.ts';
import { unlessStopped } from '../../instance/asked.ts';
import type { CallOutcome } from '../../ports.ts';
import { type EventReport, recordEvents } from '../../react.ts';
import type { Doubtful } from '../../store-port.ts';
import { wayTaken } from '../way-out.ts';
import { roundsOf, told } from './told.ts';

const MINUTE_MS = 60_000;
/** A call is asked about so long after it was placed, and so long after each asking, ms. */
export const CALL_SETTLE_MS = 10 * MINUTE_MS;
/** A call of which nobody can tell the end is taken to be over after this, ms: no call lasts a day. */
const CALL_LOST_MS = 24 * 60 * MINUTE_MS;
/** Origin of the ends of our own calls, whoever tells them, so that a call has one end. */
export const OWN_CALL = 'call';

/** Asks about one batch of calls that are due to be asked about, several at once, after a stop about no further one; how many turned out to be over. */
export async function callsBatch(engine: Engine, signal?: AbortSignal): Promise<number> {
  const now = engine.clock.now();
  let over = 0;
  const calls = await engine.store.work.calls(now, LIMITS.callsAsked);
  if (calls.length > 0) await engine.connections.refresh();
  for (const round of roundsOf(engine, calls)) {
    const ends = await unlessStopped(() => Promise.all(round.map((call) => endOf(engine, call, now))), signal);
    if (ends === null) break;
    for (const [i, end] of ends.entries()) {
      const call = round[i] as Doubtful;
      if (end === null) await engine.store.work.askLater(call.message, now + CALL_SETTLE_MS);
      else {
        // Known already, and not moved by it, would be asked for ever.
        if ((await recordEvents(engine, [reportOf(call, end, now)])) === 0)
          await engine.store.work.askLater(call.message, now + CALL_LOST_MS);
        over += 1;
      }
    }
  }
  return over;
}

async function endOf(engine: Engine, call: Doubtful, now: number): Promise<CallOutcome | null> {
  const { message, workspace, attemptedAt } = call;
  const { providerRef } = message;
  const voice = wayTaken(engine, workspace, message) && engine.voiceFor(workspace);
  const end = voice && providerRef !== null ? await told(engine, () => voice.outcome(providerRef), null) : null;
  if (end) return end;
  return now - attemptedAt < CALL_LOST_MS ? null : { outcome: null, reason: 'end_never_told', endedAt: null };
}

/** An end of which nothing is known is told as a conversation: the sequence waits, and a person looks. */
function reportOf({ message }: Doubtful, { outcome, reason, endedAt }: CallOutcome, now: number): EventReport {
  const { workspaceId, campaignId, leadId, id: messageId } = message;
  return {
    ...{ workspaceId, campaignId, leadId, messageId },
    kind: 'call-completed',
    at: Math.min(endedAt ?? now, now),
    origin: OWN_CALL,
    originId: messageId,
    verdict: 'machine',
    direction: 'out',
    channel: 'voice',
    outcome: outcome ?? 'answered',
    text: reason,
  };
}
