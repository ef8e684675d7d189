/**
 * What stands against going on with an account: what its people said and did, and what the house knows of it. Asked before it
 * begins, when each touchpoint is decided, and again when it leaves. The rule is directives/account-conflicts.md.
 */
import type { LeadEvent } from '../event.ts';
import { type AccountPlan, CONFLICT_KINDS, type ConflictKind, type Policy } from './plan.ts';

/** Something that a contact did, or that was done with it. Times in epoch milliseconds. */
export interface Happening {
  readonly leadId: string;
  readonly kind: Extract<ConflictKind, 'replied' | 'meeting' | 'opted-out' | 'negative' | 'in-touch'>;
  readonly at: number;
  readonly recordedAt: number;
}

/** What is known of the account itself. */
export interface Standing {
  readonly customer: boolean;
  /** Name of a deal that is open; null = none is. */
  readonly deal: string | null;
  /** Who looks after the account and its contacts, each once. */
  readonly owners: readonly string[];
  /** Competitors of the account that are being worked now, or are customers. */
  readonly competitors: readonly string[];
  /** Contacts that are in another campaign now, with its name. */
  readonly elsewhere: readonly { readonly leadId: string; readonly campaign: string }[];
}

/** One thing that stands against going on. */
export interface Conflict {
  readonly kind: ConflictKind;
  /** Null = it is about the account as a whole. */
  readonly leadId: string | null;
  readonly policy: Policy;
  /** Who or what it is with; null = the kind says it all. */
  readonly what: string | null;
}

/** What is asked. */
export interface ConflictAsk {
  readonly startedAt: number;
  /** When a person last let it go on: what was recorded until then does not count any more; null = never. */
  readonly settledAt: number | null;
  /** Kinds of standing conflicts that this person has seen. */
  readonly settled: readonly ConflictKind[];
  readonly happenings: readonly Happening[];
  readonly standing: Standing;
}

/** What an event means here; null = nothing. An absence note is no answer, and what somebody opens or clicks is none either. */
export function happeningOf(event: Pick<LeadEvent, 'kind' | 'outcome' | 'direction'>): Happening['kind'] | null {
  switch (event.kind) {
    case 'replied':
      return replyMeans(event.outcome);
    case 'booked':
    case 'converted':
      return 'meeting';
    case 'opted-out':
      return 'opted-out';
    case 'complained':
      return 'negative';
    case 'call-completed':
      return callMeans(event.outcome);
    case 'human-touch':
      return event.direction === 'in' ? 'replied' : 'in-touch';
    default:
      return null;
  }
}

/** Whether an account must be looked at after it: something may stand against going on, or a touchpoint is none. */
export function concernsAccount(event: Pick<LeadEvent, 'kind' | 'outcome' | 'direction'>): boolean {
  return event.kind === 'bounced' || happeningOf(event) !== null;
}

function replyMeans(outcome: string | null): Happening['kind'] | null {
  if (outcome === 'out-of-office') return null;
  if (outcome === 'opt-out') return 'opted-out';
  return outcome === 'not-interested' ? 'negative' : 'replied';
}

const TALKED: ReadonlySet<string | null> = new Set(['answered', 'interested', 'call-back']);

function callMeans(outcome: string | null): Happening['kind'] | null {
  if (outcome === 'not-interested') return 'negative';
  return TALKED.has(outcome) ? 'replied' : null;
}

/** Everything that stands against going on, each once, in the order of the kinds; what is gone on with included. */
export function conflictsIn(ask: ConflictAsk, policies: AccountPlan['conflicts']): readonly Conflict[] {
  const found = [...happened(ask), ...standing(ask)];
  return CONFLICT_KINDS.flatMap((kind) =>
    found.filter((one) => one.kind === kind).map((one) => ({ ...one, policy: policyFor(policies[kind], one.leadId) })),
  );
}

/** A conflict of the account as a whole has no contact that could be held. */
function policyFor(policy: Policy, leadId: string | null): Policy {
  return policy === 'hold-contact' && leadId === null ? 'pause-account' : policy;
}

type Found = Omit<Conflict, 'policy'>;

/**
 * What was said before the campaign began, or before somebody let it go on, is known. An opt-out stays one for its contact: going on with
 * the account does not bring that person back.
 */
function happened({ happenings, startedAt, settledAt }: ConflictAsk): readonly Found[] {
  const counts = happenings.filter(
    ({ kind, at, recordedAt }) =>
      at >= startedAt && (settledAt === null || kind === 'opted-out' || recordedAt > settledAt),
  );
  const told = new Map(counts.map(({ kind, leadId }) => [`${kind} ${leadId}`, { kind, leadId, what: null }]));
  return [...told.values()];
}

function standing({ standing: known, settled }: ConflictAsk): readonly Found[] {
  const { customer, deal, owners, competitors, elsewhere } = known;
  const found: Found[] = elsewhere.map(({ leadId, campaign }) => ({ kind: 'two-campaigns', leadId, what: campaign }));
  if (customer) found.push({ kind: 'customer', leadId: null, what: null });
  if (deal !== null) found.push({ kind: 'open-deal', leadId: null, what: deal });
  if (competitors.length > 0) found.push({ kind: 'competitor', leadId: null, what: competitors.join(', ') });
  if (owners.length > 1) found.push({ kind: 'two-owners', leadId: null, what: owners.join(', ') });
  return found.filter(({ kind }) => !settled.includes(kind));
}

/** The first conflict that pauses the account; null = none does. */
export function pausing(conflicts: readonly Conflict[]): Conflict | null {
  return conflicts.find(({ policy }) => policy === 'pause-account') ?? null;
}

/** Contacts that nothing is sent to, with the first reason. */
export function heldContacts(conflicts: readonly Conflict[]): ReadonlyMap<string, Conflict> {
  const held = new Map<string, Conflict>();
  for (const conflict of conflicts) {
    const { leadId, policy } = conflict;
    if (leadId !== null && policy === 'hold-contact' && !held.has(leadId)) held.set(leadId, conflict);
  }
  return held;
}
