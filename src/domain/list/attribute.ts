/**
 * Questions about attributes, which files bring as text: an attribute is read as what it is compared with, by the reader that rules read
 * declared attributes with. Owns what a text answers; what cannot be read answers neither yes nor no.
 */
import { readAttribute } from '../facts/attribute.ts';
import type { AttributeType } from '../playbook/playbook.ts';
import type { Comparison, FilterTest, FilterValue } from './filter.ts';

/** The group of attributes, whose names nobody declares. */
export const ATTRIBUTES = 'attributes.';
/** The field of a schema that stands for all of them. */
export const ANY_ATTRIBUTE = `${ATTRIBUTES}*`;

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** As what an attribute is read that is compared with these: dates as date, where all are. */
export function typeOfValues(values: readonly FilterValue[]): AttributeType {
  const [first] = values;
  if (typeof first === 'number') return 'number';
  if (typeof first === 'boolean') return 'boolean';
  return values.every((value) => DATE.test(String(value))) ? 'date' : 'text';
}

/** A question about an attribute that is read as something else than text. */
export type TypedTest = FilterTest & Required<Pick<FilterTest, 'as'>>;

/** What a text answers to a comparison as number, boolean or date; null = neither. */
export function answerOf({ is, as, value }: TypedTest, text: string): boolean | null {
  const read = readAttribute(text, as).value;
  if (read === null) return null;
  if (is === 'in') return (value as readonly FilterValue[]).includes(read);
  return compared(read, is as Comparison, value as FilterValue);
}

function compared(read: FilterValue, is: Comparison, value: FilterValue): boolean {
  switch (is) {
    case '==':
      return read === value;
    case '!=':
      return read !== value;
    case '<':
      return read < value;
    case '<=':
      return read <= value;
    case '>':
      return read > value;
    case '>=':
      return read >= value;
  }
}
