/** Runs a row of list-order.md. */
import { ConditionError } from '../src/domain/facts/condition-tree.ts';
import { readOrder } from '../src/domain/list/order.ts';
import { LISTS, type ListSchema } from '../src/domain/list/schema.ts';

const SCHEMA: ListSchema = {
  'lead.id': { type: 'text' },
  'lead.country': { type: 'text' },
  'lead.employees': { type: 'number' },
  'lead.birthDate': { type: 'date' },
  'lead.createdAt': { type: 'time' },
  'lead.paused': { type: 'boolean' },
  'lead.tags': { type: 'list' },
  'lead.technologies': { type: 'sample' },
  'standing.tier': { type: 'text', inCampaign: true },
};

interface Row {
  readonly sort: string;
  readonly campaign?: boolean;
  /** Of which list; absent = one made for these rows. */
  readonly list?: 'account';
}

export function run({ sort, campaign = false, list }: Row): Readonly<Record<string, unknown>> {
  try {
    const order = readOrder(sort, list ? LISTS[list] : SCHEMA, campaign);
    return { reads: order.map(({ field, descending }) => `${field} ${descending ? 'falling' : 'rising'}`).join(', ') };
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error;
    return { refused: error.message, at: error.at, remedy: error.remedy };
  }
}
