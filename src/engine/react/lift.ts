/**
 * A person said yes again: the proof is recorded, then what they refused before is lifted. Owns the order; which refusals end is
 * `domain/consent/lift`. Between the two steps the refusals still stand.
 */
import { createHash } from 'node:crypto';
import { CONSENT_PROOF, type Lift, lift } from '../../domain/consent/lift.ts';
import type { Engine } from '../engine.ts';
import { Refusal } from '../operations/operation.ts';
import { recordEvents } from '../react.ts';
import type { Suppression } from '../store-port.ts';

/** Who said yes to what, when, and how that is shown. */
export interface YesAgain {
  readonly workspaceId: string;
  readonly leadId: string;
  readonly way: 'email' | 'phone';
  readonly proof: string;
  /** Epoch milliseconds, UTC. */
  readonly at: number;
}

/** Lifts what ends by it. Twice is once. Errors: refusal `said-in-future`. */
export async function liftRefusals(engine: Engine, { workspaceId, leadId, way, proof, at }: YesAgain) {
  if (at > engine.clock.now()) {
    throw new Refusal(
      'said-in-future',
      'what they said cannot be later than now',
      'give the time at which they said it',
    );
  }
  const channel = way === 'email' ? 'email' : 'sms';
  const originId = createHash('sha256')
    .update(JSON.stringify([leadId, channel, at, proof]))
    .digest('hex');
  await recordEvents(engine, [
    {
      ...{ workspaceId, leadId, campaignId: null, messageId: null, kind: 'opted-in', channel },
      ...{ at, origin: CONSENT_PROOF, originId, verdict: 'human', direction: 'in', text: proof },
    },
  ]);
  let decided: Lift<Suppression> = { gone: [], instead: [], stays: [] };
  await engine.store.leads.lift(workspaceId, leadId, engine.suppressionKeys, (found) => {
    decided = lift(found, { way, at });
    return decided;
  });
  return decided;
}
