/**
 * Accounts that are due: each is decided and moved on, its message enters the ledger or its call becomes a task, in one transaction
 * per batch. Owns the order; each decision is `domain/account/step`.
 */
import { createHash } from 'node:crypto';
import type { Way } from '../../domain/account/plan.ts';
import { type AccountSend, type AccountStepResult, reasonOf, stepAccount } from '../../domain/account/step.ts';
import { accountWords } from '../../domain/account/words.ts';
import type { Campaign, Decision } from '../../domain/campaign/campaign.ts';
import { canonicalJson } from '../../domain/canonical-json.ts';
import type { GateAnswer } from '../../domain/consent/gate.ts';
import { isSuppressed } from '../../domain/consent/suppression.ts';
import { type Halt, haltOf } from '../../domain/delivery/queue.ts';
import { storedFacts } from '../../domain/facts/facts.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { QueuedMessage } from '../../domain/message.ts';
import { sends } from '../../domain/playbook/playbook.ts';
import { chooseVariant } from '../../domain/playbook/variant.ts';
import type { Reason } from '../../domain/reason.ts';
import { stepIntentKey } from '../../domain/sequence/enrollment.ts';
import { rulesetIdOf } from '../assess/ruleset.ts';
import type { Engine } from '../engine.ts';
import { gateAtDeciding, haltReason } from '../gate.ts';
import { park } from '../instance/parked.ts';
import { suppressionKeysFor } from '../keyring.ts';
import type { AccountContactFacts, AccountOutcome, AccountSubject, Recipient, TaskRecord } from '../store-port.ts';
import { contactOf, happeningsOf, sequenceOfPassage, standingOf, touchesOf } from './facts.ts';

/** Decides one batch of accounts that are due; the count of those looked at, 0 = nothing was due. */
export async function advanceAccounts(engine: Engine, limit: number = LIMITS.advanceBatchAccounts): Promise<number> {
  const now = engine.clock.now();
  const { taken } = await engine.store.accounts.advance({
    now,
    limit,
    suppressionKeys: engine.suppressionKeys,
    decide: (subject, halts) => outcomeOrParked(engine, subject, halts, now),
  });
  return taken;
}

/** What breaks while one account is decided keeps that account alone waiting. */
function outcomeOrParked(engine: Engine, subject: AccountSubject, halts: readonly Halt[], now: number): AccountOutcome {
  const { account, enrollment } = subject;
  try {
    return outcomeOf(engine, subject, stepOf(engine, subject, halts, { now, forced: false }), now);
  } catch (error) {
    const { reason, until } = park(engine, { account: account.id, workspace: account.workspaceId }, error);
    const parked = enrollment ? [{ ...enrollment, state: 'waiting' as const, reason, dueAt: until }] : [];
    return { enrollments: parked, messages: [], decisions: [], tasks: [] };
  }
}

/** What an account does now. Its passage is there, and its playbook on the shelf. */
export function stepOf(
  engine: Engine,
  subject: AccountSubject,
  halts: readonly Halt[],
  { now, forced }: { readonly now: number; readonly forced: boolean },
): AccountStepResult {
  const { enrollment, campaign } = subject;
  if (!enrollment || !campaign) throw new Error(`account ${subject.account.id} is in no campaign`);
  const sequence = sequenceOfPassage(engine, enrollment);
  const halt = haltOf(halts, enrollment.workspaceId, null);
  const byLead = new Map(subject.contacts.map((contact) => [contact.lead.id, contact]));
  return stepAccount({
    ...{ enrollment, plan: sequence.account, sequence, now, forced, campaignState: campaign.state },
    halted: halt && haltReason(halt),
    contacts: subject.contacts.map((contact) => contactOf(contact, sequence.window.fallbackZone)),
    touches: touchesOf(subject, sequence),
    happenings: happeningsOf(subject),
    standing: standingOf(subject),
    gate: (leadId, way) => gateFor(engine, subject, byLead.get(leadId) as AccountContactFacts, way, now),
  });
}

/** Whether a contact may be reached by a way now: by what the playbook calls with, a person or an artificial voice. */
export function gateFor(
  engine: Engine,
  subject: AccountSubject,
  contact: AccountContactFacts,
  way: Way,
  now: number,
): GateAnswer {
  const { enrollment } = subject;
  const steps = enrollment ? sequenceOfPassage(engine, enrollment).steps : [];
  if (way === 'call' && !steps.some(({ kind }) => kind === 'voice')) return personCalls(contact);
  const { zone } = contactOf(contact, enrollment?.zone ?? 'UTC');
  const recipient = recipientOf(contact);
  const byPhone = { ...contact.byPhone, workspace: subject.workspace };
  const channel = way === 'call' ? 'voice' : way;
  return gateAtDeciding({ recipient, suppressions: contact.suppressions, enrollment: { zone }, byPhone }, channel, now);
}

/** A person of ours may call whoever has a number and has not said no to calls. */
function personCalls(contact: AccountContactFacts): GateAnswer {
  const recipient = recipientOf(contact);
  if (recipient.phone === null) return { verdict: 'refuse', reasons: [{ code: 'no-address' }] };
  const refused = isSuppressed(suppressionKeysFor(recipient), contact.suppressions, 'voice');
  return refused === null ? { verdict: 'send' } : { verdict: 'refuse', reasons: [{ code: 'suppressed' }] };
}

function recipientOf({ lead }: AccountContactFacts): Recipient {
  const { id, values, basis, basisAt } = lead;
  const { email, phone, fullName, domain, country, region } = values;
  return { leadId: id, email, phone, name: fullName, domain, country, region, basis, basisAt };
}

/** What a decided account writes: its passage, and where a contact is touched the decision on it with a message or a task. */
export function outcomeOf(
  engine: Engine,
  subject: AccountSubject,
  { enrollment, send, conflicts }: AccountStepResult,
  now: number,
): AccountOutcome {
  const nothing = { messages: [], decisions: [], tasks: [] };
  const contact = subject.contacts.find(({ lead }) => lead.id === send?.leadId);
  if (!send || !contact || !subject.campaign) return { enrollments: [enrollment], ...nothing };
  const making: Making = { subject, campaign: subject.campaign, contact, send, now, reasons: conflicts.map(reasonOf) };
  const decision = decisionOf(engine, making);
  return {
    enrollments: [enrollment],
    decisions: [decision],
    messages: sends(send.step) ? [messageOf(engine, making, decision.id)] : [],
    tasks: sends(send.step) ? [] : [taskOf(engine, making)],
  };
}

/** A touchpoint that is being made. */
interface Making {
  readonly subject: AccountSubject;
  readonly campaign: Campaign;
  readonly contact: AccountContactFacts;
  readonly send: AccountSend;
  readonly now: number;
  /** What stands against the account, and is gone on with. */
  readonly reasons: readonly Reason[];
}

function decisionOf(engine: Engine, { subject, campaign, contact, send, now, reasons }: Making): Decision {
  const { leadId, way, step, referrer, visit } = send;
  const hash = subject.enrollment?.playbookHash ?? campaign.playbookHash;
  const { lead, attributes } = storedFacts(engine.playbooks.get(hash).assessor.facts(contact.lead));
  const named = subject.contacts.find((one) => one.lead.id === referrer?.leadId)?.lead.values ?? null;
  const account = accountWords(subject.account.name, visit, referrer, named);
  return {
    workspaceId: campaign.workspaceId,
    id: engine.ids.next('dec'),
    campaignId: campaign.id,
    leadId,
    at: now,
    verdict: 'account-touch',
    reasons: [{ code: 'account-touch', facts: { account: subject.account.id, way, step: step.id } }, ...reasons],
    facts: canonicalJson({ account, ...(lead && { lead }), ...(attributes && { attributes }) }),
    rulesetId: rulesetIdOf(hash, engine.parts.dataVersion),
  };
}

function messageOf(engine: Engine, making: Making, decisionId: string): QueuedMessage {
  const { campaign, contact, send, now } = making;
  const { step } = send;
  if (!sends(step)) throw new Error(`step ${step.id} sends nothing`);
  const byMail = step.kind === 'email';
  const { email, phone } = contact.lead.values;
  return {
    ...common(making),
    id: engine.ids.next('msg'),
    channel: step.kind,
    lane: 1,
    template: templateOf(making),
    playbookHash: making.subject.enrollment?.playbookHash ?? campaign.playbookHash,
    decisionId,
    recipient: (byMail ? email : phone) ?? '',
    sender: byMail ? campaign.sender.address : '',
    dueAt: now,
    createdAt: now,
  };
}

function common({ subject, campaign, send }: Making) {
  const enrollmentId = subject.enrollment?.id ?? '';
  const { leadId, step, visit } = send;
  return {
    ...{ workspaceId: campaign.workspaceId, campaignId: campaign.id, enrollmentId, leadId },
    intentKey: stepIntentKey(enrollmentId, step.id, visit),
  };
}

/** By a hash of what a simulation shares with the launch after it, as for leads. */
function templateOf({ subject, campaign, send }: Making): string {
  const { step, leadId, visit } = send;
  if (!sends(step)) return '';
  const generation = subject.enrollment?.generation ?? 1;
  const hash = createHash('sha256').update(`${campaign.id}:${leadId}:${generation}:${step.id}:${visit}`);
  return chooseVariant(hash.digest('hex'), step.variants).template;
}

function taskOf(engine: Engine, making: Making): TaskRecord {
  const { send, now } = making;
  const { step } = send;
  return {
    ...common(making),
    id: engine.ids.next('task'),
    kind: 'task',
    title: step.kind === 'task' ? step.title : step.id,
    outcomes: [],
    state: 'open',
    outcome: null,
    dueAt: now,
    doneBy: null,
    doneAt: null,
  };
}
