/**
 * What each list can be filtered and sorted by: one declaration, from which help, the description of the interface and the app's chips
 * are made. Names are those of conditions (`lead.country`), so that a filter may be used as an audience. Which column holds a field is
 * the store's.
 */
import { ACCOUNT_OUTCOMES, ACCOUNT_STATUSES } from '../account/enrollment.ts';
import { type FactType, INTENT_FACTS, LEAD_FACTS, PROFILE_FACTS } from '../facts/vocabulary.ts';
import { ANY_ATTRIBUTE } from './attribute.ts';

/**
 * Type of a field: those of facts; `time`, an instant in epoch ms that is written as a date, an instant or `daysAgo(7)`; `attribute`, any
 * attribute of a lead, read as what it is compared with.
 */
export const FIELD_TYPES = ['text', 'number', 'boolean', 'date', 'time', 'list', 'sample', 'attribute'] as const;
/** One of them. */
export type FieldType = (typeof FIELD_TYPES)[number];

/** A field of a list. */
export interface ListField {
  readonly type: FieldType;
  /** Its words, where it has only these. */
  readonly values?: readonly string[];
  /** Known only of a campaign that is named. */
  readonly inCampaign?: true;
}

/** The fields of a list by their whole names; the first group is the one whose names may be written bare. */
export type ListSchema = Readonly<Record<string, ListField>>;

/** What is worked out of a lead when a campaign judges it. */
function judged(group: string, facts: Readonly<Record<string, FactType>>): ListSchema {
  const fields = Object.entries(facts).map(([name, type]) => [`${group}.${name}`, { type, inCampaign: true }] as const);
  return Object.fromEntries(fields);
}

const LEAD: ListSchema = {
  'lead.id': { type: 'text' },
  ...Object.fromEntries(Object.entries(LEAD_FACTS).map(([name, type]) => [`lead.${name}`, { type }])),
  'lead.source': { type: 'text' },
  'lead.basis': { type: 'text', values: ['consent', 'legitimate-interest', 'contract', 'none'] },
  'lead.import': { type: 'text' },
  'lead.paused': { type: 'boolean' },
  'lead.createdAt': { type: 'time' },
  'lead.changedAt': { type: 'time' },
  [ANY_ATTRIBUTE]: { type: 'attribute' },
  // Whether a standing refusal concerns the lead, as the gate finds it: by any channel, by one.
  'refused.any': { type: 'boolean' },
  'refused.email': { type: 'boolean' },
  'refused.sms': { type: 'boolean' },
  'refused.voice': { type: 'boolean' },
  'standing.stage': {
    ...{ type: 'text', inCampaign: true },
    values: ['rejected', 'review', 'ready', 'unrouted', 'enrolled', 'ended', 'left'],
  },
  'standing.tier': { type: 'text', inCampaign: true, values: ['hot', 'warm', 'cool', 'cold'] },
  'standing.score': { type: 'number', inCampaign: true },
  'standing.sequence': { type: 'text', inCampaign: true },
  'standing.reason': { type: 'text', inCampaign: true },
  // As the decision was made on by which a lead stands where it does.
  ...judged('profile', PROFILE_FACTS),
  ...judged('intent', INTENT_FACTS),
};

const MESSAGE: ListSchema = {
  'message.id': { type: 'text' },
  'message.lead': { type: 'text' },
  'message.campaign': { type: 'text' },
  'message.channel': { type: 'text', values: ['email', 'sms', 'voice'] },
  'message.state': {
    type: 'text',
    values: [
      ...['queued', 'claimed', 'sending', 'sent', 'delivered', 'bounced'],
      ...['held', 'refused', 'failed', 'unconfirmed'],
    ],
  },
  'message.template': { type: 'text' },
  'message.recipient': { type: 'text' },
  'message.sender': { type: 'text' },
  'message.reason': { type: 'text' },
  'message.attempts': { type: 'number' },
  'message.createdAt': { type: 'time' },
  'message.dueAt': { type: 'time' },
  'message.sentAt': { type: 'time' },
};

const ENROLLMENT: ListSchema = {
  'enrollment.id': { type: 'text' },
  'enrollment.lead': { type: 'text' },
  'enrollment.campaign': { type: 'text' },
  'enrollment.sequence': { type: 'text' },
  'enrollment.state': { type: 'text', values: ['due', 'waiting', 'ended'] },
  'enrollment.step': { type: 'text' },
  'enrollment.reason': { type: 'text' },
  'enrollment.dueAt': { type: 'time' },
  'enrollment.startedAt': { type: 'time' },
  'enrollment.endedAt': { type: 'time' },
};

/** Campaign, status and times are of the passage that is told: the one that is not over, else the last; of a campaign that is named its own. */
const ACCOUNT: ListSchema = {
  'account.id': { type: 'text' },
  'account.name': { type: 'text' },
  'account.owner': { type: 'text' },
  'account.deal': { type: 'text' },
  'account.customer': { type: 'boolean' },
  'account.competitors': { type: 'list' },
  'account.contacts': { type: 'number' },
  'account.createdAt': { type: 'time' },
  'account.campaign': { type: 'text' },
  'account.status': { type: 'text', values: ['none', ...ACCOUNT_STATUSES] },
  'account.outcome': { type: 'text', values: ACCOUNT_OUTCOMES },
  'account.reason': { type: 'text' },
  'account.startedAt': { type: 'time' },
  'account.nextLookAt': { type: 'time' },
  'account.endedAt': { type: 'time' },
};

/** The lists that can be asked so. */
export const LISTS = { lead: LEAD, message: MESSAGE, enrollment: ENROLLMENT, account: ACCOUNT } as const;

const WITH_HEALTH = 'Filter by other fields, and ask for it with --health: it is told with each account.';
/** What rows are told with and no column holds, by its whole name, and what to ask instead. */
const WORKED_OUT: Readonly<Record<string, string>> = {
  'account.health': WITH_HEALTH,
  'account.coverage': WITH_HEALTH,
  'account.touchpoints': WITH_HEALTH,
  'account.conflicts': WITH_HEALTH,
  'account.stage': 'Ask for status and reason; account show tells the stage.',
};

/** What is said of such a name. */
export const WORKED_OUT_SAYS = 'is worked out for each row that is told, and no list is asked by it';

/** What to ask instead of a name that is worked out when a row is told; null = it is none of these. */
export function workedOut(written: string, schema: ListSchema): string | null {
  const [group] = Object.keys(schema)[0]!.split('.');
  return WORKED_OUT[written] ?? WORKED_OUT[`${group}.${written}`] ?? null;
}

/** The name of such a list. */
export type ListName = keyof typeof LISTS;

const UNSORTED: ReadonlySet<FieldType> = new Set(['boolean', 'list', 'sample', 'attribute']);

/** Whether rows can be put in order by a field: where each has one value, of one type. */
export function sorts({ type }: ListField): boolean {
  return !UNSORTED.has(type);
}
