/** In which order a list is told: `company,-createdAt`. Owns how it is written; what is not known comes last, either way. */
import { ConditionError } from '../facts/condition-tree.ts';
import { nearestName } from '../facts/vocabulary.ts';
import { LIMITS } from '../limits.ts';
import { type ListSchema, sorts, WORKED_OUT_SAYS, workedOut } from './schema.ts';

/** One field by which a list is sorted. */
export interface ListOrder {
  readonly field: string;
  readonly descending: boolean;
}

/** Reads `field,-field`; '' = in the order of the ids. Throws `ConditionError` for what this list cannot be sorted by. */
export function readOrder(text: string, schema: ListSchema, inCampaign: boolean): readonly ListOrder[] {
  if (text.trim() === '') return [];
  const words = text.split(',').map((word) => word.trim());
  if (words.length > LIMITS.sortFields) {
    throw new ConditionError(`names more than ${LIMITS.sortFields} fields`, 0, 'The id settles what is left.');
  }
  return words.map((word) => orderOf(word, text.indexOf(word), schema, inCampaign));
}

function orderOf(word: string, at: number, schema: ListSchema, inCampaign: boolean): ListOrder {
  const descending = word.startsWith('-');
  const written = descending ? word.slice(1) : word;
  const possible = Object.keys(schema).filter((name) => sorts(schema[name]!));
  const bare = (name: string) => name.slice(name.indexOf('.') + 1);
  const field = possible.find((name) => name === written || bare(name) === written);
  if (field === undefined) {
    const instead = workedOut(written, schema);
    if (instead !== null) throw new ConditionError(`"${written}" ${WORKED_OUT_SAYS}`, at, instead);
    const near = nearestName(written, [...possible, ...possible.map(bare)]);
    const remedy = near === null ? `There are ${possible.join(', ')}.` : `Did you mean "${near}"?`;
    throw new ConditionError(`"${written}" is nothing to sort this list by`, at, remedy);
  }
  if (schema[field]!.inCampaign && !inCampaign) {
    throw new ConditionError(`"${field}" is of a campaign, and none is named`, at, 'Name one with --campaign.');
  }
  return { field, descending };
}
