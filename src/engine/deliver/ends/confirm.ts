/**
 * The unconfirmed, where the provider can be asked: after it had time to settle, each is looked up by what we had told it, and is
 * then sent, or queued again because it never arrived. Owns when to ask; never sends. Without an answer it goes on waiting.
 */
import { LIMITS } from '../../../domain/limits.ts';
import type { Engine } from '../../engine.ts';
import { unlessStopped } from '../../instance/asked.ts';
import type { Doubtful, Settlement } from '../../store-port.ts';
import { messageIdOf } from '../message-id.ts';
import { wayTaken } from '../way-out.ts';
import { roundsOf, told } from './told.ts';

/** What one look came to, in messages. */
export interface ConfirmReport {
  readonly sent: number;
  readonly requeued: number;
}

const HOUR_MS = 3_600_000;
/** A provider that could not tell is asked again after this, ms. */
const ASK_AGAIN_MS = HOUR_MS / 4;
/** Where nobody can be asked, a message is come by again after this, ms: its connection may be another by then. */
const NOBODY_TO_ASK_MS = 48 * HOUR_MS;

/** Looks up one batch of what is unconfirmed and due to be asked about; several at once; after a stop no further one. */
export async function confirmBatch(engine: Engine, signal?: AbortSignal): Promise<ConfirmReport> {
  const report = { sent: 0, requeued: 0 };
  const now = engine.clock.now();
  const doubtfuls = await engine.store.work.unconfirmed(now, LIMITS.lookups);
  if (doubtfuls.length > 0) await engine.connections.refresh();
  for (const round of roundsOf(engine, doubtfuls)) {
    const ask = () => Promise.all(round.map((doubtful) => askAbout(engine, doubtful, now)));
    const verdicts = await unlessStopped(ask, signal);
    if (verdicts === null) break;
    for (const [i, verdict] of verdicts.entries()) {
      const doubtful = round[i] as Doubtful;
      if (typeof verdict === 'number') await engine.store.work.askLater(doubtful.message, verdict);
      else {
        const { moved } = await engine.store.messages.settle(settlement(doubtful, verdict, now));
        if (verdict === 'sent') report.sent += moved;
        else report.requeued += moved;
      }
    }
  }
  return report;
}

/** What is known now, or when to ask (again). */
async function askAbout(
  engine: Engine,
  { message, workspace, attemptedAt }: Doubtful,
  now: number,
): Promise<'sent' | 'queued' | number> {
  const lookup = wayTaken(engine, workspace, message)?.lookup;
  if (!lookup) return now + NOBODY_TO_ASK_MS;
  if (attemptedAt + lookup.settleMs > now) return attemptedAt + lookup.settleMs;
  const messageId = messageIdOf(message);
  const doubt = { id: message.id, messageId, providerRef: message.providerRef, to: message.recipient, attemptedAt };
  const answer = await told(engine, () => lookup.ask(doubt), 'unknown');
  if (answer === 'unknown') return now + ASK_AGAIN_MS;
  return answer === 'accepted' ? 'sent' : 'queued';
}

function settlement({ message }: Doubtful, to: 'sent' | 'queued', now: number): Settlement {
  return {
    workspaceId: message.workspaceId,
    campaignId: '',
    id: message.id,
    code: null,
    from: 'unconfirmed',
    to,
    reason: null,
    now,
    after: '',
    limit: 1,
  };
}
