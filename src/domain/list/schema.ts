/**
 * What each list can be filtered and sorted by: one declaration, from which help, the description of the interface and the app's chips
 * are made. Names are those of conditions (`lead.country`), so that a filter may be used as an audience. Which column holds a field is
 * the store's.
 */
import { LEAD_FACTS } from '../facts/vocabulary.ts';

/** Type of a field: those of facts, and `time`, an instant in epoch ms that is written as a date, an instant or `daysAgo(7)`. */
export type FieldType = 'text' | 'number' | 'boolean' | 'date' | 'time' | 'list' | 'sample';

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

const LEAD: ListSchema = {
  'lead.id': { type: 'text' },
  ...Object.fromEntries(Object.entries(LEAD_FACTS).map(([name, type]) => [`lead.${name}`, { type }])),
  'lead.source': { type: 'text' },
  'lead.basis': { type: 'text', values: ['consent', 'legitimate-interest', 'contract', 'none'] },
  'lead.import': { type: 'text' },
  'lead.paused': { type: 'boolean' },
  'lead.createdAt': { type: 'time' },
  'lead.changedAt': { type: 'time' },
  'standing.stage': {
    ...{ type: 'text', inCampaign: true },
    values: ['rejected', 'review', 'ready', 'unrouted', 'enrolled', 'ended', 'left'],
  },
  'standing.tier': { type: 'text', inCampaign: true, values: ['hot', 'warm', 'cool', 'cold'] },
  'standing.score': { type: 'number', inCampaign: true },
  'standing.sequence': { type: 'text', inCampaign: true },
  'standing.reason': { type: 'text', inCampaign: true },
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

/** The lists that can be asked so. */
export const LISTS = { lead: LEAD, message: MESSAGE, enrollment: ENROLLMENT } as const;

/** The name of such a list. */
export type ListName = keyof typeof LISTS;

/** Whether rows can be put in order by a field: where each has one value. */
export function sorts({ type }: ListField): boolean {
  return type !== 'boolean' && type !== 'list' && type !== 'sample';
}
