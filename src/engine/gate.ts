/**
 * Brings the facts to the one gate (`domain/consent/gate`), when a step is decided and again before `sending`. Adds no
 * rule of its own.
 */
import { askGate, type GateAnswer, type GateInput } from '../domain/consent/gate.ts';
import { type GateFacts, NOTHING_COUNTED } from '../domain/consent/pace/facts.ts';
import { NO_LIMITS, type SendLimits } from '../domain/consent/pace/send-limits.ts';
import { permissionFor } from '../domain/consent/permission.ts';
import { isSuppressed } from '../domain/consent/suppression.ts';
import type { Halt } from '../domain/delivery/queue.ts';
import type { SendWindow } from '../domain/playbook/playbook.ts';
import type { Reason } from '../domain/reason.ts';
import type { Engine } from './engine.ts';
import { suppressionKeysFor } from './keyring.ts';
import type { ClaimedMessage, DueSubject, LastFacts, Recipient, Suppression } from './store-port.ts';

/** A window that is always open: the step's own was asked by the calendar already. */
const ALWAYS: SendWindow = {
  days: [1, 2, 3, 4, 5, 6, 7],
  fromMinute: 0,
  toMinute: 1440,
  skipHolidays: false,
  fallbackZone: 'UTC',
};
/** What stands for the identity where nothing reaches a person. */
const NO_IDENTITY = { senderName: '', senderAddress: '', postalAddress: '', visibleOptOut: false, oneClickUrl: null };

/** When a step is decided: refusals and permission. Caps and identity are asked when it leaves. */
export function gateAtDeciding({ recipient, suppressions, enrollment }: DueSubject, now: number): GateAnswer {
  const common = inputFor(recipient, suppressions, enrollment.zone, now);
  return askGate({
    ...common,
    live: false,
    window: ALWAYS,
    facts: NOTHING_COUNTED,
    limits: NO_LIMITS,
    identity: NO_IDENTITY,
  });
}

/** In the transaction that writes `sending`: everything, with the facts of this moment. */
export function gateAtSending(engine: Engine, claimed: ClaimedMessage, facts: LastFacts, now: number): GateAnswer {
  const { message, recipient, campaign, workspace, zone } = claimed;
  if (facts.halt) return { verdict: 'hold', until: now + PAUSE_LOOK_MS, reasons: [haltReason(facts.halt)] };
  if (facts.ended && facts.ended.code !== 'completed')
    return { verdict: 'refuse', reasons: [stopped(facts.ended.code)] };
  if (facts.campaignState === 'finished') return { verdict: 'refuse', reasons: [{ code: 'campaign-finished' }] };
  if (facts.campaignState === 'paused') {
    return { verdict: 'hold', until: now + PAUSE_LOOK_MS, reasons: [{ code: 'campaign-paused' }] };
  }
  const sender = campaign?.sender;
  return askGate({
    ...inputFor(recipient, facts.suppressions, zone ?? 'UTC', now),
    live: workspace.mode === 'live',
    window: windowOf(engine, claimed),
    facts: countedBy(facts),
    limits: sender ? limitedTo(sender.dailyCap) : NO_LIMITS,
    identity: {
      senderName: sender?.name ?? '',
      senderAddress: message.sender,
      postalAddress: sender?.postalAddress ?? '',
      visibleOptOut: true,
      oneClickUrl: engine.publicUrl,
    },
  });
}

/** A message of a paused campaign is looked at again after this, ms; resuming is seen then at the latest. */
const PAUSE_LOOK_MS = 60_000;

/** The reason of what a person stopped. */
export function haltReason({ why, by }: Halt): Reason {
  return { code: 'halted', facts: { by, why } };
}

function stopped(because: string) {
  return { code: 'enrollment-ended', facts: { because } };
}

function inputFor(
  recipient: Recipient,
  suppressions: readonly Suppression[],
  zone: string,
  now: number,
): Omit<GateInput, 'live' | 'window' | 'facts' | 'limits' | 'identity'> {
  const { country, region, basis, basisAt } = recipient;
  return {
    now,
    channel: 'email',
    recipient: { address: recipient.email, verdict: null },
    zone,
    place: { country, region, zones: [zone] },
    permission: permissionFor({ channel: 'email', country, basis, basisAt, consents: [], now }),
    suppression: suppressions.length === 0 ? null : isSuppressed(suppressionKeysFor(recipient), suppressions, 'email'),
  };
}

function windowOf(engine: Engine, { message, campaign }: ClaimedMessage): SendWindow {
  if (!campaign || message.enrollmentId === null) return ALWAYS;
  const { playbook } = engine.playbooks.get(message.playbookHash);
  const sequence = Object.values(playbook.sequences).find(({ steps }) =>
    steps.some((step) => step.kind === 'email' && step.variants.some(({ template }) => template === message.template)),
  );
  return sequence?.window ?? ALWAYS;
}

/** Messages of one mailbox a day are all that is counted so far; the day is UTC's, wherever the sender sits. */
function countedBy({ usedToday }: LastFacts): GateFacts {
  return { ...NOTHING_COUNTED, counters: { ...NOTHING_COUNTED.counters, sender: usedToday } };
}

function limitedTo(senderDay: number): SendLimits {
  return { ...NO_LIMITS, email: { ...NO_LIMITS.email, senderDay } };
}
