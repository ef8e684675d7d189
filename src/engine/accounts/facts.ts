/** From what is stored of an account to what its rules are asked: contacts, touchpoints, what happened, what stands. Decides nothing. */
import {
  type Conflict,
  conflictsIn,
  type Happening,
  happeningOf,
  heldContacts,
  pausing,
  type Standing,
} from '../../domain/account/conflict.ts';
import type { AccountEnrollment } from '../../domain/account/enrollment.ts';
import { wayOf } from '../../domain/account/palette.ts';
import type { AccountPlan } from '../../domain/account/plan.ts';
import { type AccountContact, reasonOf } from '../../domain/account/step.ts';
import { type AccountTouch, type TouchState, touchStateOf } from '../../domain/account/touch.ts';
import { zoneOfLead } from '../../domain/calendar/zone.ts';
import type { MessageState } from '../../domain/message.ts';
import type { Playbook, Sequence } from '../../domain/playbook/playbook.ts';
import type { Reason } from '../../domain/reason.ts';
import { intentOf } from '../../domain/sequence/enrollment.ts';
import { pauseOfLead, pauseReason } from '../../domain/sequence/pause.ts';
import type { Engine } from '../engine.ts';
import type { AccountContactFacts, AccountSubject, AccountTouchRecord } from '../store-port.ts';

/** A sequence that works accounts. */
export type AccountSequence = Sequence & { readonly account: AccountPlan };

/** The sequence of a playbook that works accounts; null = it has none. */
export function accountSequenceOf({ sequences }: Playbook): AccountSequence | null {
  return Object.values(sequences).find(worksAccounts) ?? null;
}

function worksAccounts(sequence: Sequence): sequence is AccountSequence {
  return sequence.account !== undefined;
}

/** The sequence that a passage goes through, in the version that it began with. */
export function sequenceOfPassage(
  engine: Pick<Engine, 'playbooks'>,
  { playbookHash, sequence: name }: AccountEnrollment,
): AccountSequence {
  const { playbook } = engine.playbooks.get(playbookHash);
  const sequence = playbook.sequences[name];
  if (!sequence || !worksAccounts(sequence)) throw new Error(`playbook ${playbook.name} works no accounts by ${name}`);
  return sequence;
}

/** What contacts did since the passage began. */
export function happeningsOf({ contacts }: Pick<AccountSubject, 'contacts'>): readonly Happening[] {
  return contacts.flatMap(({ lead, events }) =>
    events.flatMap((event) => {
      const kind = happeningOf(event);
      return kind === null ? [] : [{ leadId: lead.id, kind, at: event.at, recordedAt: event.recordedAt }];
    }),
  );
}

/** What is known of the account itself. */
export function standingOf({ account, contacts, competitors }: AccountSubject): Standing {
  const owners = [account.owner, ...contacts.map(({ lead }) => lead.values.owner)];
  return {
    customer: account.customer,
    deal: account.deal,
    owners: [...new Set(owners.filter((owner) => owner !== null))].sort(),
    competitors,
    elsewhere: contacts.flatMap(({ lead, elsewhere }) => elsewhere.map((campaign) => ({ leadId: lead.id, campaign }))),
  };
}

/** Touchpoints of the passage and tries of them. A call that nobody made counts as none. */
export function touchesOf({ touches }: AccountSubject, { steps }: Sequence): readonly AccountTouch[] {
  return touches.flatMap((record) => {
    const { step: id } = intentOf(record.intentKey);
    const step = steps.find((one) => one.id === id);
    const way = step && wayOf(step);
    if (!way) return [];
    const { leadId, leftAt, madeAt } = record;
    return [{ leadId, way, step: id, at: leftAt ?? madeAt, state: stateOf(record) }];
  });
}

const OF_TASK: Readonly<Record<string, TouchState>> = { open: 'open', done: 'made', cancelled: 'failed' };

function stateOf({ channel, state }: AccountTouchRecord): TouchState {
  return channel === 'task' ? (OF_TASK[state] ?? 'failed') : touchStateOf(state as MessageState);
}

/** Stages of a campaign's members that may be touched; one that is not in it may be, for a person made it a contact. */
const UNFIT: ReadonlySet<AccountContactFacts['stage']> = new Set(['rejected', 'review', 'left']);

/** A contact as its rules see it. */
export function contactOf({ lead, position, pause, stage }: AccountContactFacts, fallback: string): AccountContact {
  const { title, country, region } = lead.values;
  const zone = zoneOfLead(lead.values).zone ?? fallback;
  const unfit: Reason | null = UNFIT.has(stage) ? { code: 'account-contact-unfit', facts: { stage } } : null;
  const held = pause === null ? unfit : pauseReason(pauseOfLead(pause));
  return { leadId: lead.id, title, position, held, zone, country, region };
}

/** What stands against going on with an account now, what is gone on with included. */
export function conflictsOf(
  subject: AccountSubject,
  passage: Pick<AccountEnrollment, 'startedAt' | 'settledAt' | 'settled'>,
  plan: AccountPlan,
): readonly Conflict[] {
  const { startedAt, settledAt, settled } = passage;
  const ask = { startedAt, settledAt, settled, happenings: happeningsOf(subject), standing: standingOf(subject) };
  return conflictsIn(ask, plan.conflicts);
}

/** Why a touchpoint with this contact may not leave now; null = nothing stands against it. Asked in the transaction that lets it. */
export function againstAccount(engine: Engine, subject: AccountSubject, leadId: string): Reason | null {
  const { enrollment, contacts } = subject;
  if (enrollment === null) return null;
  const { state, dueAt, reason } = enrollment;
  if (reason !== null && (state === 'ended' || (state === 'waiting' && dueAt === null))) return reason;
  const { account: plan, window } = sequenceOfPassage(engine, enrollment);
  const conflicts = conflictsOf(subject, enrollment, plan);
  const conflict = pausing(conflicts) ?? heldContacts(conflicts).get(leadId);
  if (conflict) return reasonOf(conflict);
  const contact = contacts.find(({ lead }) => lead.id === leadId);
  if (!contact) return { code: 'account-contact-gone' };
  return contactOf(contact, window.fallbackZone).held;
}
