/** What people do with accounts: begin one, pause it, let it go on, call it off, close it, make its next touchpoint now. */
import { conflictsIn, pausing } from '../../domain/account/conflict.ts';
import {
  type AccountAct,
  type AccountEnrollment,
  actedOn,
  ends,
  statusOf,
  waits,
} from '../../domain/account/enrollment.ts';
import { rankContacts } from '../../domain/account/rank.ts';
import { reasonOf } from '../../domain/account/step.ts';
import { zoneOfLead } from '../../domain/calendar/zone.ts';
import { type Campaign, isOver } from '../../domain/campaign/campaign.ts';
import type { Halt } from '../../domain/delivery/queue.ts';
import type { Engine } from '../engine.ts';
import { Refusal } from '../operations/operation.ts';
import type { AccountOutcome, AccountSubject } from '../store-port.ts';
import { outcomeOf, stepOf } from './advance.ts';
import { type AccountSequence, accountSequenceOf, standingOf } from './facts.ts';

/** Which account. */
export interface AccountKey {
  readonly workspaceId: string;
  readonly accountId: string;
}

/** What an act came to. */
export interface ActedOn {
  readonly enrollment: AccountEnrollment;
  /** False = it was so already. */
  readonly changed: boolean;
}

const NOTHING = { messages: [], decisions: [], tasks: [] };

/** Changes one account in one transaction. Errors: refusal `no-such-account`, and what `decide` throws. */
async function changed(
  engine: Engine,
  key: AccountKey,
  campaignId: string | null,
  decide: (subject: AccountSubject, halts: readonly Halt[]) => { acted: ActedOn; outcome: AccountOutcome },
): Promise<ActedOn> {
  await engine.playbooks.refresh();
  let acted: ActedOn | null = null;
  const found = await engine.store.accounts.change({
    ...key,
    campaignId,
    suppressionKeys: engine.suppressionKeys,
    decide(subject, halts) {
      const decided = decide(subject, halts);
      acted = decided.acted;
      return decided.outcome;
    },
  });
  if (!found || acted === null) throw noSuchAccount(key.accountId);
  return acted;
}

/** The refusal of an account that is not there. */
export function noSuchAccount(id: string): Refusal {
  return new Refusal('no-such-account', `there is no account “${id}”`, 'see: rekindle account list');
}

/** The sequence of a campaign that works accounts. Errors: refusal `no-account-sequence`. */
export function sequenceFor(engine: Engine, campaign: Campaign): AccountSequence {
  const { playbook } = engine.playbooks.get(campaign.playbookHash);
  const sequence = accountSequenceOf(playbook);
  if (sequence) return sequence;
  const remedy = 'take one whose sequence has an account section: account-based';
  throw new Refusal('no-account-sequence', `playbook “${playbook.name}” works no accounts`, remedy);
}

/**
 * Begins an account in a campaign; where something stands against it, it begins paused. One that is in this campaign already stays as it
 * is. Errors: refusals `no-such-account`, `no-account-sequence`, `no-contacts`, `account-in-campaign`, `wrong-state`.
 */
export async function startAccount(engine: Engine, key: AccountKey, campaign: Campaign): Promise<ActedOn> {
  if (isOver(campaign)) {
    throw new Refusal('wrong-state', `campaign “${campaign.name}” is ${campaign.state}`, 'name one that is not over');
  }
  await engine.playbooks.refresh();
  const sequence = sequenceFor(engine, campaign);
  return changed(engine, key, campaign.id, (subject) => {
    const { enrollment: before } = subject;
    const now = engine.clock.now();
    const standing = before !== null && before.state !== 'ended' ? before : null;
    if (standing && subject.campaign && !isOver(subject.campaign)) return inOne(standing, campaign, subject);
    if (subject.contacts.length === 0) throw noContacts(subject);
    const passage = began(engine, subject, campaign, sequence, now);
    const left = standing ? [ends(standing, { code: 'campaign-finished' }, now)] : [];
    return { acted: { enrollment: passage, changed: true }, outcome: { ...NOTHING, enrollments: [...left, passage] } };
  });
}

function inOne(enrollment: AccountEnrollment, { id }: Campaign, { account, campaign }: AccountSubject) {
  if (enrollment.campaignId === id) return { acted: { enrollment, changed: false }, outcome: unchanged() };
  throw new Refusal(
    'account-in-campaign',
    `account “${account.id}” is in campaign “${campaign?.name ?? ''}”, and an account is in one at a time`,
    'close it there first: rekindle account close',
  );
}

function unchanged(): AccountOutcome {
  return { ...NOTHING, enrollments: [] };
}

function noContacts({ account }: AccountSubject): Refusal {
  const remedy = `add one: rekindle account contact ${account.id} jane@acme.com`;
  return new Refusal('no-contacts', `account “${account.id}” has no contacts`, remedy);
}

function began(
  engine: Engine,
  subject: AccountSubject,
  campaign: Campaign,
  sequence: AccountSequence,
  now: number,
): AccountEnrollment {
  const ranked = rankContacts(
    subject.contacts.map(({ lead, position }) => ({ lead, position, title: lead.values.title })),
  );
  const values = ranked[0]?.lead.values;
  const passage: AccountEnrollment = {
    ...{ workspaceId: campaign.workspaceId, id: engine.ids.next('acc'), accountId: subject.account.id },
    ...{ campaignId: campaign.id, generation: subject.generations + 1, sequence: sequence.name },
    ...{ playbookHash: campaign.playbookHash, state: 'due', dueAt: now, reason: null, startedAt: now },
    zone: (values && zoneOfLead(values).zone) ?? sequence.window.fallbackZone,
    ...{ settledAt: null, settled: [], outcome: null, endedAt: null },
  };
  const ask = { startedAt: now, settledAt: null, settled: [], happenings: [], standing: standingOf(subject) };
  const conflict = pausing(conflictsIn(ask, sequence.account.conflicts));
  return conflict ? waits(passage, reasonOf(conflict), null) : passage;
}

/** A person's act on an account in a campaign. Errors: refusals `no-such-account`, `not-enrolled`, `already-ended`. */
export function actOnAccount(
  engine: Engine,
  key: AccountKey,
  act: Readonly<Record<'by' | 'why', string>> &
    (
      | { readonly kind: 'pause' | 'resume' | 'cancel' }
      | Pick<Extract<AccountAct, { kind: 'close' }>, 'kind' | 'outcome'>
    ),
): Promise<ActedOn> {
  return changed(engine, key, null, (subject) => {
    const enrollment = openPassage(subject);
    const next = actedOn(enrollment, { ...act, at: engine.clock.now() } as AccountAct);
    if (next === null) return { acted: { enrollment, changed: false }, outcome: unchanged() };
    return { acted: { enrollment: next, changed: true }, outcome: { ...NOTHING, enrollments: [next] } };
  });
}

function openPassage({ account, enrollment }: AccountSubject): AccountEnrollment {
  if (enrollment === null) {
    const remedy = `begin it: rekindle account start ${account.id}`;
    throw new Refusal('not-enrolled', `account “${account.id}” is in no campaign`, remedy);
  }
  if (enrollment.state !== 'ended') return enrollment;
  const remedy = 'see: rekindle account show';
  throw new Refusal('already-ended', `account “${account.id}” is ${statusOf(enrollment)} already`, remedy);
}

/**
 * Makes the next touchpoint of an account now. One whose time has not come is refused, unless it is forced; all else that holds it holds it
 * still. Errors: refusals `no-such-account`, `not-enrolled`, `already-ended`, `account-not-active`, `account-not-due`.
 */
export function stepAccountNow(engine: Engine, key: AccountKey, forced: boolean): Promise<ActedOn> {
  return changed(engine, key, null, (subject, halts) => {
    const enrollment = openPassage(subject);
    if (statusOf(enrollment) !== 'active') {
      const remedy = 'let it go on first: rekindle account resume';
      throw new Refusal('account-not-active', `account “${subject.account.id}” is paused`, remedy);
    }
    const now = engine.clock.now();
    const result = stepOf(engine, subject, halts, { now, forced });
    if (!forced && result.enrollment.reason?.code === 'account-gap') throw notDue(subject, result.enrollment);
    const outcome = outcomeOf(engine, subject, result, now);
    return { acted: { enrollment: result.enrollment, changed: result.send !== null }, outcome };
  });
}

function notDue({ account }: AccountSubject, { dueAt }: AccountEnrollment): Refusal {
  const at = new Date(dueAt ?? 0).toISOString();
  const remedy = 'wait, or say --force';
  return new Refusal('account-not-due', `the next touchpoint of account “${account.id}” is due at ${at}`, remedy);
}
