/** An account as people look at it: where it stands, who of it was touched how, what stands against it, what comes next. Decides nothing. */

import { type Conflict, happeningOf, heldContacts } from '../../domain/account/conflict.ts';
import { statusOf } from '../../domain/account/enrollment.ts';
import { type ContactHealth, coverageOf, healthOf } from '../../domain/account/health.ts';
import { WAYS } from '../../domain/account/plan.ts';
import { rankContacts, roleAt, titlePoints } from '../../domain/account/rank.ts';
import { ACCOUNT_STAGES, accountStageOf } from '../../domain/account/stage/stage.ts';
import { reasonOf } from '../../domain/account/step.ts';
import { madeOf } from '../../domain/account/touch.ts';
import type { Campaign } from '../../domain/campaign/campaign.ts';
import type { Engine } from '../engine.ts';
import { type SpokenReason, spoken } from '../explain.ts';
import type { AccountContactFacts, AccountSubject, AccountTouchRecord } from '../store-port.ts';
import { type AccountKey, noSuchAccount, sequenceFor } from './acts.ts';
import { gateFor } from './advance.ts';
import { type AccountSequence, conflictsOf, contactOf, sequenceOfPassage, touchesOf } from './facts.ts';

/** Reads an account for a campaign, or the one that it is in. Errors: refusal `no-such-account`. */
export async function accountSubject(
  engine: Engine,
  key: AccountKey,
  campaign: Campaign | null,
): Promise<AccountSubject> {
  await engine.playbooks.refresh();
  const ask = { ...key, campaignId: campaign?.id ?? null, suppressionKeys: engine.suppressionKeys };
  const subject = await engine.store.accounts.subject(ask);
  if (!subject) throw noSuchAccount(key.accountId);
  return subject;
}

/** What would stand against an account if it began in a campaign now, or stands against it where it is in it. */
export function conflictsFor(engine: Engine, subject: AccountSubject, campaign: Campaign): readonly Conflict[] {
  const { enrollment } = subject;
  const inIt = enrollment !== null && enrollment.state !== 'ended' && enrollment.campaignId === campaign.id;
  if (inIt) return conflictsOf(subject, enrollment, sequenceOfPassage(engine, enrollment).account);
  const startedAt = engine.clock.now();
  const began = { startedAt, settledAt: null, settled: [] };
  return conflictsOf(
    { ...subject, contacts: subject.contacts.map((one) => ({ ...one, events: [] })) },
    began,
    sequenceFor(engine, campaign).account,
  );
}

/** A conflict in words. */
export function conflictShown(conflict: Conflict) {
  const { kind, leadId, policy, what } = conflict;
  return { kind, leadId, policy, with: what, says: spoken(reasonOf(conflict)).says };
}

/** The whole view. */
export function accountView(engine: Engine, subject: AccountSubject) {
  const { account, enrollment, campaign } = subject;
  const sequence = enrollment && sequenceOfPassage(engine, enrollment);
  const conflicts = enrollment && sequence ? conflictsOf(subject, enrollment, sequence.account) : [];
  const contacts = contactsShown(engine, subject, sequence, conflicts);
  const health = contacts.map((contact) => contact.health);
  const made = sequence ? madeOf(touchesOf(subject, sequence)) : [];
  const { id, name, owner, deal, customer, competitors } = account;
  const status = enrollment ? statusOf(enrollment) : ('none' as const);
  const touches = touchesShown(subject);
  const facts = { status, touches: touches.map(({ state }) => state), waitsFor: enrollment?.reason?.code ?? null };
  return {
    account: { id, name, owner, deal, customer, competitors: [...competitors] },
    campaign: campaign?.name ?? null,
    status,
    stage: accountStageOf(facts),
    stages: [...ACCOUNT_STAGES],
    outcome: enrollment?.outcome ?? null,
    reason: enrollment?.reason ? spoken(enrollment.reason) : null,
    startedAt: iso(enrollment?.startedAt ?? null),
    nextLookAt: iso(enrollment?.dueAt ?? null),
    endedAt: iso(enrollment?.endedAt ?? null),
    touchpoints: { made: made.length, planned: sequence?.account.touchpoints ?? null },
    ways: WAYS.filter((way) => made.some((touch) => touch.way === way)),
    coverage: coverageOf(health),
    health: healthOf(health),
    contacts: contacts.map((contact) => contact.shown),
    touches,
    conflicts: conflicts.map(conflictShown),
  };
}

/** Events after which somebody counts as having answered. */
const ANSWERS: ReadonlySet<ReturnType<typeof happeningOf>> = new Set(['replied', 'meeting', 'negative']);

function contactsShown(
  engine: Engine,
  subject: AccountSubject,
  sequence: AccountSequence | null,
  conflicts: readonly Conflict[],
): readonly { readonly shown: ContactShown; readonly health: ContactHealth }[] {
  const now = engine.clock.now();
  const touches = sequence ? touchesOf(subject, sequence) : [];
  const held = heldContacts(conflicts);
  const ranked = rankContacts(
    subject.contacts.map((facts) => ({ facts, position: facts.position, title: facts.lead.values.title })),
  );
  return ranked.map(({ facts }) => {
    const { lead, events } = facts;
    const own = contactOf(facts, sequence?.window.fallbackZone ?? 'UTC');
    const conflict = held.get(lead.id);
    const reason = own.held ?? (conflict ? reasonOf(conflict) : null);
    const ways = WAYS.filter((way) => gateFor(engine, subject, facts, way, now).verdict !== 'refuse');
    const answered = events.some((event) => ANSWERS.has(happeningOf(event)));
    const mine = madeOf(touches).filter(({ leadId }) => leadId === lead.id).length;
    const points = titlePoints(lead.values.title);
    return {
      shown: {
        ...personOf(facts),
        role: roleAt(placeOf(subject, facts)),
        points,
        ways,
        touched: mine,
        answered,
        held: reason && spoken(reason),
      },
      health: { points, reachable: ways.length > 0 && own.held === null, touched: mine > 0, answered },
    };
  });
}

/** Places count those that are still there, whoever was taken out before them. */
function placeOf({ contacts }: AccountSubject, facts: AccountContactFacts): number {
  return contacts.indexOf(facts) + 1;
}

/** A contact in the view. */
interface ContactShown {
  readonly leadId: string;
  readonly name: string | null;
  readonly title: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly role: string;
  readonly points: number;
  readonly ways: string[];
  readonly touched: number;
  readonly answered: boolean;
  readonly held: SpokenReason | null;
}

function personOf({ lead }: AccountContactFacts) {
  const { fullName, firstName, title, email, phone } = lead.values;
  return { leadId: lead.id, name: fullName ?? firstName, title, email, phone };
}

function touchesShown({ touches }: AccountSubject) {
  return [...touches].sort((a, b) => a.madeAt - b.madeAt || (a.id < b.id ? -1 : 1)).map(touchShown);
}

function touchShown({ id, leadId, channel, state, madeAt, leftAt, intentKey }: AccountTouchRecord) {
  return { id, leadId, by: channel, state, decidedAt: iso(madeAt), at: iso(leftAt), intentKey };
}

function iso(at: number): string;
function iso(at: number | null): string | null;
function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
