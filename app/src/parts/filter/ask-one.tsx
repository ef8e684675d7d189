/** The form of one condition: a field of the list, how it is compared, with what; or a text of the filter’s own. It says how many would fit. */
import { Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { useAsk } from '../../api/ask.ts';
import { type ListWord, useListWords } from '../../words/lists.ts';
import { fieldOf, type How, type ListField, type Part, type Question, questionOf, textOf } from './condition.ts';
import { type FilterOf, useListFields } from './list-fields.ts';
import { fieldSaid, valueSaid } from './said.ts';

const ORDERED = ['more', 'less', 'atLeast', 'atMost', 'known', 'unknown'] as const;
const HOWS: Readonly<Record<ListField['type'], readonly How[]>> = {
  text: ['is', 'isNot', 'holds', 'holdsExact', 'among', 'known', 'unknown'],
  date: ['is', ...ORDERED],
  number: ['is', 'isNot', ...ORDERED],
  time: ORDERED,
  boolean: ['is', 'isNot'],
  list: ['holds'],
  sample: ['holds', 'known', 'unknown'],
};
/** Instead of a field. */
const OWN_WORDS = 'text';

type Join = '&&' | '||';

/** What it is about. */
export interface AskOneProps extends Omit<FilterOf, 'where' | 'set'> {
  /** What is changed; absent = something is added. */
  readonly part?: Part;
  /** Whether it may be added by “or”, too. */
  readonly joins?: boolean;
  whole(text: string, join: Join): string;
  put(text: string, join: Join): void;
}

/** The form. */
export function AskOne({ list, first, inCampaign, without = [], part, joins = false, count, whole, put }: AskOneProps) {
  const { t } = useListWords();
  // Any attribute is asked for by a name that only whoever asks knows: in the words of a filter, not by a field.
  const all = useListFields(list).filter((one) => one.type in HOWS && (inCampaign || !one.inCampaign));
  const fields = all.filter(({ name }) => !without.includes(name));
  const before = part === undefined ? null : questionOf(part.text);
  const [question, setQuestion] = useState<Question>(before ?? { field: first, how: 'is', value: '', bare: false });
  const [own, setOwn] = useState(part?.text ?? '');
  const [isOwn, setIsOwn] = useState(part !== undefined && before === null);
  const [join, setJoin] = useState<Join>('&&');
  const field = fieldOf(question.field, fields);
  const asOwn = isOwn || (fields.length > 0 && field === undefined);
  const made = asOwn ? own.trim() : field === undefined ? '' : madeOf(question, field);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (made !== '') put(made, join);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        {joins && (
          <NativeSelect
            aria-label={t('filter.join')}
            value={join}
            onChange={(event) => setJoin(event.currentTarget.value as Join)}
            data={[
              { value: '&&', label: t('filter.and') },
              { value: '||', label: t('filter.or') },
            ]}
          />
        )}
        <NativeSelect
          aria-label={t('filter.field')}
          value={asOwn ? OWN_WORDS : field?.name}
          onChange={({ currentTarget: { value } }) => {
            setIsOwn(value === OWN_WORDS);
            if (value === OWN_WORDS) setOwn(made);
            else setQuestion({ ...question, field: value });
          }}
          data={[
            ...fields.map(({ name }) => ({ value: name, label: fieldSaid(name, t) })),
            { value: OWN_WORDS, label: t('filter.text') },
          ]}
        />
        {asOwn ? (
          <TextInput
            aria-label={t('filter.text')}
            placeholder="size(tags) == 0"
            value={own}
            onChange={(event) => setOwn(event.currentTarget.value)}
          />
        ) : (
          field && <Compared {...{ field, question }} set={setQuestion} />
        )}
        {made !== '' && <Fits count={count} where={whole(made, join)} />}
        <Button type="submit" size="xs" disabled={made === ''}>
          {t('filter.put')}
        </Button>
      </Stack>
    </form>
  );
}

const takesValue = (how: How, type: ListField['type']) => how !== 'known' && how !== 'unknown' && type !== 'boolean';

/** The way that is chosen, or the first one that the field has. */
function howOf({ how, value, bare }: Question, { type }: ListField): How {
  if (type === 'boolean') return bare && (how === 'is') === (value === 'false') ? 'isNot' : 'is';
  return HOWS[type].includes(how) ? how : (HOWS[type][0] as How);
}

const worded = (how: How, { values }: ListField) => (how === 'is' || how === 'isNot' ? values : null);

function givenOf({ value }: Question, how: How, field: ListField): string {
  const words = worded(how, field);
  return words === null || words.includes(value) ? value.trim() : (words[0] ?? '');
}

/** '' = it is not whole yet. */
function madeOf(question: Question, field: ListField): string {
  const how = howOf(question, field);
  const { type } = field;
  // As it was written, with its group or without.
  const { field: name } = question;
  if (!takesValue(how, type)) {
    return textOf({ field: name, how, value: 'true', bare: true });
  }
  const value = givenOf(question, how, field);
  const bare = type === 'number' || (type === 'time' && /^\w+\(/.test(value));
  return value === '' ? '' : textOf({ field: name, how, value, bare }, type);
}

interface ComparedProps {
  readonly field: ListField;
  readonly question: Question;
  set(question: Question): void;
}

function Compared({ field, question, set }: ComparedProps) {
  const { t } = useListWords();
  const { type } = field;
  const how = howOf(question, field);
  const words = worded(how, field);
  const value = givenOf(question, how, field);
  const label = (one: How): ListWord =>
    type !== 'boolean' ? `filter.${one}` : one === 'is' ? 'filter.isTrue' : 'filter.isFalse';
  return (
    <Group gap="xs" grow>
      <NativeSelect
        aria-label={t('filter.how')}
        value={how}
        onChange={(event) =>
          set({
            ...question,
            how: event.currentTarget.value as How,
            value: type === 'boolean' ? 'true' : value,
            bare: true,
          })
        }
        data={HOWS[type].map((one) => ({ value: one, label: t(label(one)) }))}
      />
      {takesValue(how, type) && words === null && (
        <TextInput
          aria-label={t('filter.value')}
          placeholder={type === 'time' ? 'daysAgo(7)' : undefined}
          value={question.value}
          onChange={(event) => set({ ...question, value: event.currentTarget.value })}
        />
      )}
      {takesValue(how, type) && words !== null && (
        <NativeSelect
          aria-label={t('filter.value')}
          value={value}
          onChange={(event) => set({ ...question, value: event.currentTarget.value })}
          data={words.map((word) => ({ value: word, label: valueSaid(field.name, word, t) }))}
        />
      )}
    </Group>
  );
}

/** Ms after the last letter before it is counted. */
const SETTLE_MS = 250;

/** How many fit, before it is asked for; what the list says against it otherwise. */
function Fits({ count, where }: { readonly where: string } & Pick<FilterOf, 'count'>) {
  const { t } = useListWords();
  const [settled, setSettled] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSettled(where), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [where]);
  const asked = useAsk('filter count', { where: settled }, count(settled), { enabled: settled !== '', kept: true });
  if (settled !== where) return <Text size="sm">…</Text>;
  if (asked.error)
    return (
      <Text size="sm" c="red" role="alert">
        {asked.error.message}
      </Text>
    );
  return (
    <Text size="sm" aria-live="polite">
      {asked.data === undefined ? '…' : t('filter.counted', { n: asked.data })}
    </Text>
  );
}
