/** A field of one value: a text, a number, a word of several, texts with commas. */
import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useId } from 'react';
import { type Shape, takesSetting } from '../../../editor/schema/shape.ts';
import type { Value } from '../../../editor/yaml/write.ts';
import { useFault } from './faults.tsx';
import { type PartProps, usePut } from './part.ts';
import { useRuleWords } from './rule-words.ts';

type ScalarShape = Exclude<Shape, { readonly kind: 'group' | 'list' | 'named' | 'cases' | 'either' }>;
interface ScalarProps extends PartProps {
  readonly shape: ScalarShape;
}

/** Keys whose texts are sentences. */
const SENTENCES: ReadonlySet<string> = new Set(['description', 'help', 'en', 'es']);

/** The field. */
export function Scalar(props: ScalarProps) {
  const { shape, path, names } = props;
  const choices = names[String(path.at(-1))] ?? (shape.kind === 'choice' ? shape.words : []);
  const isClosed = shape.kind === 'yes-no' || (choices.length > 0 && !(shape.kind === 'choice' && shape.isOpen));
  return isClosed ? <Choice {...props} choices={choices} /> : <Text {...props} choices={choices} />;
}

/** What both kinds are drawn with. */
function useCommon({ path, schema, title, isRequired = false }: ScalarProps) {
  const { label, says, t } = useRuleWords();
  const fault = useFault(path);
  const standard = schema.default === undefined || schema.default === null ? '' : shown(schema.default);
  const hint = [title === undefined && says(path), standard !== '' && t('rules.standardIs', { value: standard })];
  const description = hint.filter(Boolean).join(' ');
  const name = title ?? label(path);
  return {
    size: 'xs',
    label: name,
    'aria-required': isRequired,
    ...(description && { description }),
    ...(fault && { error: fault }),
  } as const;
}

interface WithChoices extends ScalarProps {
  readonly choices: readonly string[];
}

function Choice({ choices, shape, ...props }: WithChoices) {
  const { desk, path, value, isRequired = false } = props;
  const { word, t } = useRuleWords();
  const put = usePut(props);
  const common = useCommon({ ...props, shape });
  const all = shape.kind === 'yes-no' ? ['true', 'false'] : choices;
  const now = value === undefined || value === null ? '' : String(value);
  const odd = now !== '' && !all.includes(now) ? [now] : [];
  const none = isRequired && now !== '' ? [] : [{ value: '', label: t('rules.standard') }];
  return (
    <NativeSelect
      {...common}
      disabled={!desk.mayEdit}
      value={now}
      data={[...none, ...[...all, ...odd].map((one) => ({ value: one, label: word(String(path.at(-1)), one) }))]}
      onChange={(event) => {
        const next = event.currentTarget.value;
        put(next === '' ? undefined : shape.kind === 'yes-no' ? next === 'true' : next);
      }}
    />
  );
}

function Text({ choices, shape, ...props }: WithChoices) {
  const { desk, path, schema, value, isRequired = false } = props;
  const { t } = useRuleWords();
  const put = usePut(props);
  const list = useId();
  const common = useCommon({ ...props, shape });
  const write = (typed: string) =>
    put(typed.trim() === '' && isRequired ? emptied(shape) : likeBefore(value, read(shape, typed)));
  const isLong = shape.kind === 'text' && SENTENCES.has(String(path.at(-1)));
  return (
    <div>
      {isLong ? (
        <Textarea
          {...common}
          rows={2}
          readOnly={!desk.mayEdit}
          value={shown(value)}
          onChange={(event) => write(event.currentTarget.value)}
        />
      ) : (
        <TextInput
          {...common}
          readOnly={!desk.mayEdit}
          {...(shape.kind === 'number' && { type: 'number', min: shape.least, max: shape.most, step: 'any' })}
          {...(choices.length > 0 && { list })}
          placeholder={isNone(value) && !isRequired ? t('rules.noneAtAll') : ''}
          value={shown(value)}
          onChange={(event) => write(event.currentTarget.value)}
        />
      )}
      {choices.length > 0 && (
        <datalist id={list}>
          {choices.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
      {desk.mayEdit && takesSetting(schema) && desk.view.settings.length > 0 && (
        <button
          type="button"
          className="link small rule-setting"
          aria-label={t('rules.useSettingFor', { name: common.label })}
          onClick={() => put({ setting: desk.view.settings[0] ?? '' })}
        >
          {t('rules.useSetting')}
        </button>
      )}
      {desk.mayEdit && takesNone(props, shape) && (
        <button
          type="button"
          className="link small rule-setting"
          aria-label={t('rules.noneAtAllFor', { name: common.label })}
          onClick={() => put([])}
        >
          {t('rules.noneAtAll')}
        </button>
      )}
    </div>
  );
}

const isNone = (value: Value | undefined) => Array.isArray(value) && value.length === 0;

/** Whether an empty list says something else than no list at all. */
function takesNone({ schema, value, isRequired = false }: PartProps, shape: ScalarShape): boolean {
  return shape.kind === 'words' && shape.mayBeNone && !isRequired && !isNone(schema.default) && !isNone(value);
}

/** What stands where something must and nothing is typed. */
function emptied(shape: ScalarShape): Value | undefined {
  if (shape.kind === 'words' && shape.mayBeNone) return [];
  return shape.kind === 'text' ? '' : undefined;
}

function shown(value: Value | undefined): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map(String).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Where texts, numbers and lists may stand alike, it stays what it was. */
function likeBefore(before: Value | undefined, next: Value | undefined): Value | undefined {
  if (typeof next !== 'string') return next;
  if (Array.isArray(before)) return next.split(',').map((one) => one.trimStart());
  return typeof before === 'number' && !Number.isNaN(Number(next)) ? Number(next) : next;
}

/** As it is written; undefined = left out. */
function read(shape: ScalarShape, typed: string): Value | undefined {
  if (typed.trim() === '') return undefined;
  if (shape.kind === 'number') return Number(typed);
  if (shape.kind !== 'words') return typed;
  const all = typed.split(',').map((one) => one.trimStart());
  if (shape.hasNumbers) return all.map((one) => (/^\d+$/.test(one) ? Number(one) : one));
  return shape.isOneAlone && all.length === 1 ? typed : all;
}
