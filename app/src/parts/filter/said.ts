/** Conditions in the words of whoever reads them. What is no question of the form is said as it was written. */
import type { LISTS } from '../../words/en/lists.ts';
import { fieldOf, type ListField, type Part, type Question, questionOf } from './condition.ts';

type ListWord = keyof typeof LISTS;
/** Says a word, with what stands in its blanks. */
type Say = (word: ListWord, blanks?: Readonly<Record<string, string | number>>) => string;

/** Whose words the values of a field are. */
const VALUES: Readonly<Record<string, string>> = {
  ...{ stage: 'is', status: 'is', state: 'is', tier: 'tier', basis: 'basis', outcome: 'value', channel: 'channel' },
};
/** How it is said of times. */
const OF_TIME = { more: 'after', less: 'before', atLeast: 'from', atMost: 'until' } as const;

const last = (name: string) => name.slice(name.lastIndexOf('.') + 1);

/** A field’s name as people say it. */
export function fieldSaid(name: string, t: Say): string {
  return t(`field.${name}` as ListWord) || t(`field.${last(name)}` as ListWord) || name;
}

/** A value as people say it. */
export function valueSaid(field: string, value: string, t: Say): string {
  const [, call, n] = /^(\w+)\((\d+)\)$/.exec(value) ?? [];
  if (call !== undefined) return t(`said.${call}` as ListWord, { n: Number(n) }) || value;
  const of = VALUES[last(field)];
  return (of !== undefined && t(`${of}.${value}` as ListWord)) || value;
}

/** A condition, or all of a group of them. */
export function partSaid({ text, all, any }: Part, fields: readonly ListField[], t: Say): string {
  const group = any ?? all;
  if (group === undefined) return conditionSaid(text, fields, t);
  const said = group.map((one) => (one.any || one.all ? `(${partSaid(one, fields, t)})` : partSaid(one, fields, t)));
  return said.reduce((a, b) => t(any ? 'said.or' : 'said.and', { a, b }));
}

function conditionSaid(text: string, fields: readonly ListField[], t: Say): string {
  const question = questionOf(text);
  if (question === null) return text;
  const { how, value, bare } = question;
  const name = fieldOf(question.field, fields)?.name ?? question.field;
  const field = fieldSaid(name, t);
  if (bare && (value === 'true' || value === 'false')) {
    return `${field}: ${t((how === 'is') === (value === 'true') ? 'filter.isTrue' : 'filter.isFalse')}`;
  }
  return t(`said.${wayOf(question)}` as ListWord, { field, value: valueSaid(name, value, t) });
}

function wayOf({ how, value, bare }: Question): string {
  const isNumber = bare && !value.includes('(');
  return !isNumber && how in OF_TIME ? OF_TIME[how as keyof typeof OF_TIME] : how;
}
