/** Parts that have names: those there are, and a form for another one. */
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { beginningOf, type Schema, type Shape, shapeOf } from '../../../editor/schema/shape.ts';
import type { Value } from '../../../editor/yaml/write.ts';
import { type PartProps, recordOf, usePut } from './part.ts';
import { useRuleWords } from './rule-words.ts';

type NamedShape = Extract<Shape, { readonly kind: 'named' }>;
type Record = Readonly<{ [key: string]: Value }>;

interface NamedProps extends PartProps {
  readonly shape: NamedShape;
  /** Draws one of them. */
  draw(props: PartProps): ReactNode;
}

/** Them. Where none is written and there are standard ones, these are what one begins with. */
export function Named({ shape: { each, words, pattern }, draw, ...props }: NamedProps) {
  const { desk, path, schema, value } = props;
  const { t, word } = useRuleWords();
  const put = usePut(props);
  const written = recordOf(value);
  const standard = written ? {} : (recordOf(schema.default) ?? {});
  const record: Record = written ?? {};
  const isPlain = ['number', 'text', 'choice', 'yes-no'].includes(shapeOf(each).kind);
  const add = (name: string) => {
    const one = beginningOf(each);
    if (Object.keys(standard).length > 0) put({ ...standard, [name]: one });
    else put(one, [name]);
  };
  return (
    <>
      {Object.keys(standard).length > 0 && (
        <Standard names={Object.keys(standard)} write={desk.mayEdit ? () => put(standard) : null} />
      )}
      <div className={isPlain ? 'fields' : ''}>
        {Object.entries(record).map(([name, one]) => (
          <div key={name} className={isPlain ? 'rule-plain' : 'rule-item'}>
            {!isPlain && <b className="small">{name}</b>}
            <Example of={schema} name={name} />
            {draw({
              ...props,
              path: [...path, name],
              schema: each,
              value: one,
              isRequired: true,
              ...(isPlain && { title: word('', name) }),
            })}
            {desk.mayEdit && (
              <Button size="compact-xs" variant="default" mt={6} onClick={() => put(undefined, [name])}>
                {t('rules.removeNamed', { name })}
              </Button>
            )}
          </div>
        ))}
      </div>
      {desk.mayEdit && <Add taken={record} words={words} pattern={pattern} add={add} />}
    </>
  );
}

/** What stands where nothing is written. */
function Standard({ names, write }: { readonly names: readonly string[]; readonly write: (() => void) | null }) {
  const { t } = useRuleWords();
  return (
    <p className="dim small">
      {t('rules.standardIs', { value: names.join(', ') })}{' '}
      {write && (
        <button type="button" className="link small" onClick={write}>
          {t('rules.writeStandard')}
        </button>
      )}
    </p>
  );
}

/** What stands there as standard, in the words of the reader. */
function Example({ of, name }: { readonly of: Schema; readonly name: string }) {
  const { language, t } = useRuleWords();
  const words = (of.examples ?? []).map((one) => recordOf(recordOf(one)?.[name])?.[language]).find(Boolean);
  return words === undefined ? null : <p className="dim small">{t('rules.standardIs', { value: String(words) })}</p>;
}

interface AddProps {
  readonly taken: Record;
  readonly words: readonly string[];
  readonly pattern: string;
  add(name: string): void;
}

function Add({ taken, words, pattern, add }: AddProps) {
  const { t, word } = useRuleWords();
  const [typed, setTyped] = useState('');
  const left = words.filter((name) => !Object.hasOwn(taken, name));
  const isChosen = words.length > 0;
  const name = isChosen && !left.includes(typed) ? (left[0] ?? '') : typed.trim();
  const isTaken = Object.hasOwn(taken, name);
  const isForm = (one: string) => new RegExp(pattern).test(one);
  const fits = isForm(name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name === '' || isTaken || !fits) return;
    add(name);
    setTyped('');
  };
  if (isChosen && left.length === 0) return null;
  const fault = isTaken ? t('rules.nameTaken') : t(isForm('a-b') ? 'rules.nameWithHyphens' : 'rules.nameForm');
  return (
    <form className="test-send-line" onSubmit={submit}>
      {isChosen ? (
        <NativeSelect
          size="xs"
          label={t('rules.newName')}
          value={name}
          data={left.map((one) => ({ value: one, label: word('', one) }))}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      ) : (
        <TextInput
          size="xs"
          label={t('rules.newName')}
          value={typed}
          error={name !== '' && (isTaken || !fits) ? fault : null}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      <Button size="xs" variant="default" type="submit">
        {t('rules.add')}
      </Button>
    </form>
  );
}
