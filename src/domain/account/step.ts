/**
 * What an account that is due does next: touch a contact, wait, pause, end. Pure; the rule is directives/account-step.md. Owns the order
 * of the questions; each answer is another rule's: conflicts, gaps, contacts, ways, and permission the gate's.
 */
import { nextInWindow } from '../calendar/window.ts';
import type { CampaignState } from '../campaign/campaign.ts';
import type { GateAnswer } from '../consent/gate.ts';
import { LIMITS } from '../limits.ts';
import type { SendWindow, Sequence, Step } from '../playbook/playbook.ts';
import type { Reason } from '../reason.ts';
import { type Choice, chooseContact } from './choice.ts';
import type { Referrer } from './claim.ts';
import { type Conflict, conflictsIn, type Happening, heldContacts, pausing, type Standing } from './conflict.ts';
import { type AccountEnrollment, ends, waits } from './enrollment.ts';
import { nextTouchAt } from './gap.ts';
import { stepFor } from './palette.ts';
import type { AccountPlan, Way } from './plan.ts';
import { rankContacts } from './rank.ts';
import type { AccountReason } from './reasons.ts';
import { type AccountTouch, madeOf } from './touch.ts';
import { chooseWay, triesBy } from './way.ts';

const HOUR_MS = 3_600_000;
/** An open touchpoint is looked at again after this at the earliest and at the latest, ms; what wakes it sooner is an event. */
const OPEN_WAIT_MS = HOUR_MS;
const OPEN_WAIT_MOST_MS = 24 * HOUR_MS;
/** A campaign that is paused or stopped is looked at again after this, ms. */
const PARKED_WAIT_MS = HOUR_MS / 4;
/** Contacts that are held are looked at again after this, ms. */
const HELD_WAIT_MS = 6 * HOUR_MS;

/** A contact of an account, as far as a step depends on it. */
export interface AccountContact {
  readonly leadId: string;
  readonly title: string | null;
  /** Where it stands among the contacts of the account, from 1. */
  readonly position: number;
  /** Why nothing goes to it: it is paused, or was found unfit; null = nothing stands against it. */
  readonly held: Reason | null;
  readonly zone: string;
  readonly country: string | null;
  readonly region: string | null;
}

/** What an account that is due is decided on. */
export interface AccountStepInput {
  readonly enrollment: AccountEnrollment;
  readonly plan: AccountPlan;
  readonly sequence: Pick<Sequence, 'steps'> & { readonly window: SendWindow };
  readonly now: number;
  readonly campaignState: CampaignState;
  /** What a person stopped, as a reason; null = nothing. */
  readonly halted: Reason | null;
  readonly contacts: readonly AccountContact[];
  readonly touches: readonly AccountTouch[];
  readonly happenings: readonly Happening[];
  readonly standing: Standing;
  /** A person wants the next touchpoint now: gaps are not waited for. All else is. */
  readonly forced: boolean;
  /** Whether a contact may be reached by a way now. */
  gate(leadId: string, way: Way): GateAnswer;
}

/** A touchpoint to be made. */
export interface AccountSend {
  readonly leadId: string;
  readonly way: Way;
  readonly step: Step;
  readonly referrer: Referrer | null;
  /** Which try of the account it is, from 1: part of its intent key. */
  readonly visit: number;
}

/** What an account comes to. */
export interface AccountStepResult {
  readonly enrollment: AccountEnrollment;
  readonly send: AccountSend | null;
  /** What stands against it, what is gone on with included. */
  readonly conflicts: readonly Conflict[];
}

/** Decides one account that is due. The same input gives the same result, for ever. */
export function stepAccount(input: AccountStepInput): AccountStepResult {
  const conflicts = conflictsIn({ ...input.enrollment, ...input }, input.plan.conflicts);
  const done = (enrollment: AccountEnrollment, send: AccountSend | null = null) => ({ enrollment, send, conflicts });
  const stopped = over(input) ?? parked(input) ?? paused(input, conflicts) ?? unfinished(input) ?? tooEarly(input);
  if (stopped) return done(stopped);
  const next = nextContact(input, heldContacts(conflicts));
  if ('state' in next) return done(next);
  const send = sendTo(input, next);
  if ('state' in send) return done(send);
  return done({ ...input.enrollment, state: 'due', reason: null, dueAt: input.now + OPEN_WAIT_MS }, send);
}

function over({ enrollment, campaignState, now }: AccountStepInput): AccountEnrollment | null {
  if (campaignState === 'finished') return ends(enrollment, { code: 'campaign-finished' }, now);
  return campaignState === 'cancelled' ? ends(enrollment, { code: 'campaign-cancelled' }, now) : null;
}

function parked({ enrollment, campaignState, halted, now }: AccountStepInput): AccountEnrollment | null {
  if (halted !== null) return waits(enrollment, halted, now + PARKED_WAIT_MS);
  if (campaignState === 'live') return null;
  const code = campaignState === 'paused' ? 'campaign-paused' : 'account-not-launched';
  return waits(enrollment, { code }, now + PARKED_WAIT_MS);
}

function paused({ enrollment }: AccountStepInput, conflicts: readonly Conflict[]): AccountEnrollment | null {
  const conflict = pausing(conflicts);
  return conflict && waits(enrollment, reasonOf(conflict), null);
}

/** The reason of a conflict. */
export function reasonOf({ kind, leadId, what }: Conflict): Reason {
  const facts = { ...(leadId !== null && { lead: leadId }), ...(what !== null && { with: what }) };
  return { code: `account-${kind}` satisfies AccountReason, facts };
}

/** A touchpoint that has not left, or the last one, which is given its time; and whatever ends it. */
function unfinished({ enrollment, plan, touches, now }: AccountStepInput): AccountEnrollment | null {
  const open = touches.find(({ state }) => state === 'open');
  if (open) return wait(enrollment, 'account-touch-open', now + openWaitMs(now - open.at));
  const made = madeOf(touches);
  if (made.length >= plan.touchpoints) {
    const until = (made.at(-1)?.at ?? now) + plan.answerHours * HOUR_MS;
    return until > now ? wait(enrollment, 'account-last-answer', until) : end(enrollment, 'account-completed', now);
  }
  return touches.length >= LIMITS.accountTouches ? end(enrollment, 'account-tries-used-up', now) : null;
}

/** The longer it is open, the longer until the next look. */
function openWaitMs(openMs: number): number {
  return Math.min(OPEN_WAIT_MOST_MS, Math.max(OPEN_WAIT_MS, openMs));
}

function tooEarly({ enrollment, plan, sequence, contacts, touches, now, forced }: AccountStepInput) {
  if (forced) return null;
  const made = madeOf(touches);
  const { country = null, region = null } = rankContacts(contacts)[0] ?? {};
  const { startedAt, zone } = enrollment;
  const ask = { startedAt, made: made.length, lastAt: made.at(-1)?.at ?? null, zone, country, region };
  const { at, reasons } = nextTouchAt(plan, { ...ask, window: sequence.window });
  if (at === null) return waits(enrollment, reasons[0] ?? { code: 'never-open' }, null);
  if (at <= now) return null;
  return waits(enrollment, (made.length === 0 && reasons[0]) || { code: 'account-gap' satisfies AccountReason }, at);
}

/** Whom it goes to. */
interface Next extends Pick<AccountSend, 'leadId' | 'referrer'> {
  readonly contact: AccountContact;
}

function nextContact(input: AccountStepInput, held: ReadonlyMap<string, unknown>): Next | AccountEnrollment {
  const { enrollment, plan, contacts, now } = input;
  const everybody = rankContacts(contacts);
  const free = everybody.filter((contact) => contact.held === null && !held.has(contact.leadId));
  const open = free.filter(({ leadId }) => plan.ways.some((way) => isOpen(input, leadId, way)));
  const choice = chooseContact(plan, {
    ...input,
    startedAt: enrollment.startedAt,
    ranked: everybody.map(({ leadId }) => leadId),
    reachable: open.map(({ leadId }) => leadId),
  });
  if (choice === null) return nobody(input, free);
  if ('until' in choice) return wait(enrollment, WAITS_FOR[choice.because], choice.until);
  const contact = open.find(({ leadId }) => leadId === choice.leadId) as AccountContact;
  const opening = nextInWindow(now, contact.zone, input.sequence.window, contact);
  if (opening.at === now) return { ...choice, contact };
  return waits(enrollment, opening.reasons[0] ?? { code: 'never-open' }, opening.at);
}

const WAITS_FOR: Readonly<Record<Extract<Choice, { until: number }>['because'], AccountReason>> = {
  'answer-awaited': 'account-answer-awaited',
  'contacts-active': 'account-contacts-active',
  'colleague-too-soon': 'account-colleague-too-soon',
};

/** Somebody is there, but held or without proof of a permission, which a person may bring; or nobody can be reached for good. */
function nobody(input: AccountStepInput, free: readonly AccountContact[]): AccountEnrollment {
  const { enrollment, contacts, plan, now } = input;
  const mayBe = free.some(({ leadId }) => plan.ways.some((way) => answerFor(input, leadId, way)?.verdict === 'hold'));
  if (free.length < contacts.length || mayBe) return wait(enrollment, 'account-contacts-held', now + HELD_WAIT_MS);
  return end(enrollment, 'account-nobody-reachable', now);
}

/** Null = the playbook has no step for it. */
function answerFor({ sequence, plan, gate }: AccountStepInput, leadId: string, way: Way): GateAnswer | null {
  return stepFor(sequence, plan.contact, way, 0) === null ? null : gate(leadId, way);
}

/** What has an hour at which it opens is open; until then it is waited for. */
function isOpen(input: AccountStepInput, leadId: string, way: Way): boolean {
  const answer = answerFor(input, leadId, way);
  return answer?.verdict === 'send' || (answer?.verdict === 'hold' && answer.until !== null);
}

function sendTo(input: AccountStepInput, { leadId, referrer }: Next): AccountSend | AccountEnrollment {
  const { enrollment, plan, sequence, touches, now } = input;
  const tried = touches.filter((touch) => touch.leadId === leadId);
  const way = chooseWay(plan, tried, (one) => isOpen(input, leadId, one));
  if (way === null) return wait(enrollment, 'account-contacts-held', now + HELD_WAIT_MS);
  const answer = input.gate(leadId, way);
  if (answer.verdict === 'hold') return waits(enrollment, answer.reasons[0] ?? { code: 'held' }, answer.until);
  const nth = triesBy(way, tried);
  const told = referrer && stepFor(sequence, plan.colleague, way, nth);
  const step = told ?? stepFor(sequence, plan.contact, way, nth);
  const visit = touches.length + 1;
  return { leadId, way, step: step as Step, referrer: told && referrer, visit };
}

function wait(enrollment: AccountEnrollment, code: AccountReason, until: number): AccountEnrollment {
  return waits(enrollment, { code }, until);
}

function end(enrollment: AccountEnrollment, code: AccountReason, now: number): AccountEnrollment {
  return ends(enrollment, { code }, now);
}
