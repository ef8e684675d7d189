/**
 * The last gate, asked before anything is written: what a person wrote and what can never leave is told while they look on. The gate is asked
 * again as it leaves.
 */
import type { Campaign } from '../../domain/campaign/campaign.ts';
import type { GateAnswer } from '../../domain/consent/gate.ts';
import type { Lead } from '../../domain/lead/lead.ts';
import type { Message, QueuedMessage } from '../../domain/message.ts';
import { reasonText } from '../../domain/reason.ts';
import { factsAsked } from '../deliver/send-limits.ts';
import type { Engine } from '../engine.ts';
import { gateAtSending } from '../gate.ts';
import { Refusal } from '../operations/operation.ts';
import type { Answer, ClaimedMessage, Workspace } from '../store-port.ts';

/** A message with the words that a person wrote. */
export interface Letter {
  readonly message: QueuedMessage;
  readonly answer: Answer;
}

/** Whose it is. */
export interface LetterOf {
  readonly workspace: Workspace;
  /** Null = of none. */
  readonly campaign: Campaign | null;
  readonly lead: Lead;
}

/** What the last gate would say of it now, by the very facts that it is asked with. */
export async function gateNow(
  engine: Engine,
  { workspace, campaign, lead }: LetterOf,
  { message, answer }: Letter,
): Promise<GateAnswer> {
  const closed = await engine.fence.look();
  if (closed !== null) return { verdict: 'hold', until: null, reasons: [closed] };
  const { email, phone, fullName: name, domain, country, region } = lead.values;
  const { basis, basisAt, id: leadId } = lead;
  const candidate: ClaimedMessage = {
    message: { ...message, ...NOT_LEFT },
    recipient: { leadId, email, phone, name, domain, country, region, basis, basisAt },
    ...{ zone: null, facts: '{}', workspace, campaign, slotAt: null, answer },
  };
  const now = engine.clock.now();
  const reads = { now, suppressionKeys: engine.suppressionKeys };
  const asks = (claimed: ClaimedMessage) => factsAsked(engine, claimed);
  return gateAtSending(engine, candidate, await engine.store.work.factsBefore(candidate, { ...reads, asks }), now);
}

/** What the gate says for good is said at once: words that can never leave are not put on record. */
export function refusedBy({ reasons }: Extract<GateAnswer, { verdict: 'refuse' }>): Refusal {
  const [{ code } = { code: 'no-address' }] = reasons;
  const { says, remedy } = reasonText(code);
  return new Refusal(code, says, remedy);
}

/** Of a message to which nothing has happened yet. */
const NOT_LEFT: Omit<Message, keyof QueuedMessage> = {
  ...{ state: 'claimed', mayHaveLeft: false, reason: null, attempts: 0, fence: 0, leaseUntil: null },
  ...{ putOffs: 0, firstAttemptedAt: null, leftBy: null },
  ...{ subject: null, bodyHash: null, providerRef: null, attemptedAt: null, sentAt: null },
};
