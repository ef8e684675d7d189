/** Adds a question to the filter: a field of the list, how it is compared, with what; joined by and, or by or. Made from the list's own schema. */
import { Button, CloseButton, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useAsk } from '../api/ask.ts';
import { useWords } from '../words/words.tsx';
import { DropPopover } from './drop/drop-popover.tsx';

interface Field {
  readonly name: string;
  readonly type: 'text' | 'number' | 'boolean' | 'date' | 'time' | 'list' | 'sample';
  readonly values: readonly string[] | null;
  readonly inCampaign: boolean;
}

type How = 'is' | 'isNot' | 'holds' | 'more' | 'less' | 'known' | 'unknown';

const HOWS: Readonly<Record<Field['type'], readonly How[]>> = {
  text: ['is', 'isNot', 'holds', 'known', 'unknown'],
  date: ['is', 'more', 'less', 'known', 'unknown'],
  number: ['is', 'isNot', 'more', 'less', 'known', 'unknown'],
  time: ['more', 'less', 'known', 'unknown'],
  boolean: ['is', 'isNot'],
  list: ['holds'],
  sample: ['holds', 'known', 'unknown'],
};
const SIGNS = { is: '==', isNot: '!=', more: '>', less: '<' } as const;

/** A question whether a text is in a field; small and capital letters are the same, as far as a filter can tell. */
export function holds(field: string, text: string): string {
  const isAscii = /^[ -~]*$/.test(text);
  return `${field}${isAscii ? '.lowerAscii()' : ''}.contains(${JSON.stringify(isAscii ? text.toLowerCase() : text)})`;
}

/** The question, in the words of a filter. */
function questionOf({ name, type }: Field, how: How, value: string): string {
  if (how === 'known' || how === 'unknown') return `${name} ${how === 'known' ? '!=' : '=='} null`;
  if (how === 'holds') return type === 'text' ? holds(name, value) : `${JSON.stringify(value)} in ${name}`;
  if (type === 'boolean') return `${name} ${SIGNS[how]} true`;
  const isPlain = type === 'number' || (type === 'time' && /^\w+\(/.test(value));
  return `${name} ${SIGNS[how]} ${isPlain ? value : JSON.stringify(value)}`;
}

interface Props {
  /** Of which list, and the field that is offered first. */
  readonly list: 'lead' | 'account';
  readonly first: string;
  readonly where: string | undefined;
  readonly inCampaign: boolean;
  set(where: string | undefined): void;
}

/** The chip of the filter, and the form that adds to it. */
export function AddFilter({ where, set, ...of }: Props) {
  const { t } = useWords();
  return (
    <span className={where === undefined ? 'chip' : 'chip chip-set'}>
      <DropPopover
        width={300}
        target={
          <button type="button" className="chip-button">
            <IconFilter size={14} stroke={1.5} aria-hidden />
            {where === undefined ? t('filter.add') : <b>{where}</b>}
          </button>
        }
      >
        {(close) => (
          <Question
            {...{ where, ...of }}
            set={(to) => {
              set(to);
              close();
            }}
          />
        )}
      </DropPopover>
      {where !== undefined && (
        <CloseButton
          size="xs"
          aria-label={t('filter.remove', { name: t('filter.add') })}
          onClick={() => set(undefined)}
        />
      )}
    </span>
  );
}

function Question({ list, first, where, inCampaign, set }: Props) {
  const { t } = useWords();
  const asked = useAsk('list', { list }, (client, how) => client.lists.show({ list }, how));
  // Any attribute is asked for by a name that only whoever asks knows: in the words of a filter, not by this form.
  const fields = ((asked.data?.fields ?? []) as unknown as readonly Field[]).filter(
    (one) => one.type in HOWS && (inCampaign || !one.inCampaign),
  );
  const [name, setName] = useState(first);
  const [how, setHow] = useState<How>('is');
  const [value, setValue] = useState('');
  const [join, setJoin] = useState<'&&' | '||'>('&&');
  const field = fields.find((one) => one.name === name) ?? fields[0];
  if (!field) return null;
  const hows = HOWS[field.type];
  const chosen = hows.includes(how) ? how : (hows[0] as How);
  const takesValue = chosen !== 'known' && chosen !== 'unknown' && field.type !== 'boolean';
  const words = field.values !== null && (chosen === 'is' || chosen === 'isNot') ? field.values : null;
  const given = words === null ? value.trim() : words.includes(value) ? value : (words[0] ?? '');
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (takesValue && given === '') return;
    const question = questionOf(field, chosen, given);
    set(where === undefined ? question : `(${where}) ${join} ${question}`);
  };
  return (
    <form onSubmit={add}>
      <Stack gap="xs">
        {where !== undefined && (
          <NativeSelect
            aria-label={t('filter.join')}
            value={join}
            onChange={(event) => setJoin(event.currentTarget.value as typeof join)}
            data={[
              { value: '&&', label: t('filter.and') },
              { value: '||', label: t('filter.or') },
            ]}
          />
        )}
        <NativeSelect
          aria-label={t('filter.field')}
          value={field.name}
          onChange={(event) => setName(event.currentTarget.value)}
          data={fields.map((one) => one.name)}
        />
        <Group gap="xs" grow>
          <NativeSelect
            aria-label={t('filter.how')}
            value={chosen}
            onChange={(event) => setHow(event.currentTarget.value as How)}
            data={hows.map((one) => ({ value: one, label: t(`filter.${one}`) }))}
          />
          {takesValue && words === null && (
            <TextInput
              aria-label={t('filter.value')}
              placeholder={field.type === 'time' ? 'daysAgo(7)' : undefined}
              value={value}
              onChange={(event) => setValue(event.currentTarget.value)}
            />
          )}
          {takesValue && words !== null && (
            <NativeSelect
              aria-label={t('filter.value')}
              value={given}
              onChange={(event) => setValue(event.currentTarget.value)}
              data={[...words]}
            />
          )}
        </Group>
        <Button type="submit" size="xs">
          {t('filter.put')}
        </Button>
      </Stack>
    </form>
  );
}
