/** Runs a row of list-filter.md. Now is 2026-03-02T09:00Z, a thousandth later than its day's ninth hour. */
import { ConditionError } from '../src/domain/facts/condition-tree.ts';
import { answerOf, type TypedTest } from '../src/domain/list/attribute.ts';
import { readFilter } from '../src/domain/list/filter.ts';
import { LISTS, type ListSchema } from '../src/domain/list/schema.ts';

const NOW = Date.UTC(2026, 2, 2, 9);
const SCHEMA: ListSchema = {
  'lead.country': { type: 'text' },
  'lead.basis': { type: 'text', values: ['consent', 'contract'] },
  'lead.employees': { type: 'number' },
  'lead.paused': { type: 'boolean' },
  'lead.birthDate': { type: 'date' },
  'lead.createdAt': { type: 'time' },
  'lead.tags': { type: 'list' },
  'lead.technologies': { type: 'sample' },
  'attributes.*': { type: 'attribute' },
  'standing.tier': { type: 'text', inCampaign: true },
};

interface Row {
  readonly where: string;
  readonly campaign?: boolean;
  /** Of which list; absent = one made for these rows. */
  readonly list?: 'account';
  /** What the attribute says that is asked for. */
  readonly text?: string;
}

export function run({ where, campaign = false, list, text }: Row): Readonly<Record<string, unknown>> {
  try {
    const reads = readFilter(where, { schema: list ? LISTS[list] : SCHEMA, inCampaign: campaign, now: NOW });
    return text === undefined ? { reads } : { answers: answerOf(reads as TypedTest, text) };
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error;
    return { refused: error.message, at: error.at, remedy: error.remedy };
  }
}
