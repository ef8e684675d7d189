/** A part of the playbook as fields, whatever its schema says it is. What is typed is one step that can be taken back, like all else. */
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useId } from 'react';
import {
  beginningOf,
  type FieldSchema,
  isNothing,
  type Schema,
  type Shape,
  shapeOf,
  takesSetting,
} from '../../../editor/schema/shape.ts';
import type { Path } from '../../../editor/yaml/put.ts';
import type { Value } from '../../../editor/yaml/write.ts';
import type { Desk } from '../desk.ts';
import { useRuleWords } from './rule-words.ts';

/** What every field is given. */
export interface PartProps {
  readonly desk: Desk;
  readonly path: Path;
  readonly schema: Schema;
  readonly value: Value | undefined;
  /** Names to choose from, by the key of a field. */
  readonly names: Readonly<Record<string, readonly string[]>>;
}

const isRecord = (value: Value | undefined): value is { readonly [key: string]: Value } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const settingOf = (value: Value | undefined): string | null =>
  isRecord(value) && Object.keys(value).length === 1 && typeof value.setting === 'string' ? value.setting : null;

/** The part. */
export function Part(props: PartProps) {
  const { schema, value, path } = props;
  const shape = shapeOf(schema);
  if (settingOf(value) !== null) return <Setting {...props} />;
  switch (shape.kind) {
    case 'group':
      return <Group {...props} fields={shape.fields} />;
    case 'list':
      return <List {...props} item={shape.item} />;
    case 'named':
      return <Named {...props} each={shape.each} />;
    case 'cases':
      return <Cases {...props} shape={shape} />;
    case 'either':
      return <Either {...props} shape={shape} />;
    default:
      return <Scalar key={path.join('.')} {...props} shape={shape} />;
  }
}

function usePut({ desk, path }: PartProps): (value: Value | undefined, below?: Path) => void {
  return (value, below = []) => desk.change({ kind: 'set', path: [...path, ...below], value });
}

/** The value of a setting stands there; another value may be written in its place. */
function Setting(props: PartProps) {
  const { desk, path, schema, value } = props;
  const { label, t } = useRuleWords();
  const put = usePut(props);
  return (
    <NativeSelect
      size="xs"
      label={label(path)}
      description={t('rules.setting')}
      disabled={!desk.mayEdit}
      value={settingOf(value) ?? ''}
      data={[
        ...desk.view.settings.map((name) => ({ value: name, label: name })),
        { value: '', label: t('rules.ownValue') },
      ]}
      onChange={(event) => {
        const name = event.currentTarget.value;
        put(name === '' ? beginningOf(schema, String(path.at(-1))) : { setting: name });
      }}
    />
  );
}

function Group({ fields, ...props }: PartProps & { readonly fields: readonly FieldSchema[] }) {
  const { value, path } = props;
  const record = isRecord(value) ? value : {};
  return (
    <div className="fields">
      {fields.map(({ name, schema }) => (
        <Whole key={name} {...props} path={[...path, name]} schema={schema} value={record[name]} />
      ))}
    </div>
  );
}

/** A field of a group: what has fields of its own stands apart from the others. */
function Whole(props: PartProps) {
  const { path, schema, value } = props;
  const { label, says } = useRuleWords();
  if (isNothing(schema)) return null;
  const { kind } = shapeOf(schema);
  const isNested = kind === 'group' || kind === 'list' || kind === 'named';
  if (!isNested || settingOf(value) !== null) return <Part {...props} />;
  return (
    <fieldset className="rule-group">
      <legend>{label(path)}</legend>
      {says(path) && <p className="dim small">{says(path)}</p>}
      <Part {...props} />
    </fieldset>
  );
}

function List({ item, ...props }: PartProps & { readonly item: Schema }) {
  const { desk, path, value } = props;
  const { t } = useRuleWords();
  const all = Array.isArray(value) ? (value as readonly Value[]) : [];
  const act = (change: Parameters<Desk['change']>[0] & { readonly kind: 'list' }) => desk.change(change);
  return (
    <>
      <ol className="rule-list">
        {all.map((one, at) => (
          <li key={`${String(at)} of ${String(all.length)}`} className="rule-item">
            <Part {...props} path={[...path, at]} schema={item} value={one} />
            {desk.mayEdit && (
              <div className="rule-acts">
                <Button
                  size="compact-xs"
                  variant="default"
                  disabled={at === 0}
                  onClick={() => act({ kind: 'list', path, change: { kind: 'move', from: at, to: at - 1 } })}
                >
                  {t('rules.earlier', { n: at + 1 })}
                </Button>
                <Button
                  size="compact-xs"
                  variant="default"
                  onClick={() => act({ kind: 'list', path, change: { kind: 'remove', at } })}
                >
                  {t('rules.remove', { n: at + 1 })}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ol>
      {all.length === 0 && <p className="dim small">{t('rules.none')}</p>}
      {desk.mayEdit && (
        <Button
          size="compact-xs"
          variant="default"
          onClick={() =>
            act({ kind: 'list', path, change: { kind: 'insert', at: all.length, item: beginningOf(item) } })
          }
        >
          {t('rules.add')}
        </Button>
      )}
    </>
  );
}

function Named({ each, ...props }: PartProps & { readonly each: Schema }) {
  const { desk, path, value } = props;
  const { t } = useRuleWords();
  const put = usePut(props);
  const record = isRecord(value) ? value : {};
  const add = (event: React.FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const name = String(new FormData(form).get('name') ?? '').trim();
    if (name === '' || Object.hasOwn(record, name)) return;
    put(beginningOf(each), [name]);
    form.reset();
  };
  return (
    <>
      {Object.entries(record).map(([name, one]) => (
        <div key={name} className="rule-item">
          <b className="small">{name}</b>
          <Part {...props} path={[...path, name]} schema={each} value={one} />
          {desk.mayEdit && (
            <Button size="compact-xs" variant="default" mt={6} onClick={() => put(undefined, [name])}>
              {t('rules.removeNamed', { name })}
            </Button>
          )}
        </div>
      ))}
      {desk.mayEdit && (
        <form className="test-send-line" onSubmit={add}>
          <TextInput size="xs" name="name" label={t('rules.newName')} />
          <Button size="xs" variant="default" type="submit">
            {t('rules.add')}
          </Button>
        </form>
      )}
    </>
  );
}

type CasesShape = Extract<Shape, { readonly kind: 'cases' }>;

function Cases({ shape: { by, cases }, ...props }: PartProps & { readonly shape: CasesShape }) {
  const { desk, path, value } = props;
  const { label, word } = useRuleWords();
  const put = usePut(props);
  const record = isRecord(value) ? value : {};
  const now = String(record[by] ?? '');
  const chosen = cases.find((one) => one.word === now) ?? cases[0];
  if (!chosen) return null;
  const choose = (next: string) => {
    const to = cases.find((one) => one.word === next);
    if (!to) return;
    const known = Object.keys(to.schema.properties ?? {});
    const kept = Object.entries(record).filter(([key]) => key !== by && known.includes(key));
    const begun = beginningOf(to.schema) as Record<string, Value>;
    put({ ...begun, ...Object.fromEntries(kept), ...(next !== '' && { [by]: next }) });
  };
  const fields = Object.entries(chosen.schema.properties ?? {}).filter(([name]) => name !== by);
  return (
    <div className="fields">
      <NativeSelect
        size="xs"
        label={label([...path, by])}
        disabled={!desk.mayEdit}
        value={now}
        data={cases.map((one) => ({ value: one.word, label: word(by, one.word) }))}
        onChange={(event) => choose(event.currentTarget.value)}
      />
      {fields.map(([name, schema]) => (
        <Whole key={name} {...props} path={[...path, name]} schema={schema} value={record[name]} />
      ))}
    </div>
  );
}

type EitherShape = Extract<Shape, { readonly kind: 'either' }>;

/** A word or a list, or a group in its place. */
function Either({ shape: { words, group }, ...props }: PartProps & { readonly shape: EitherShape }) {
  const { desk, path, value } = props;
  const { label, word, t } = useRuleWords();
  const put = usePut(props);
  const isGroup = isRecord(value);
  const isPlain = words.length === 1 && words[0] === '';
  const plain = { kind: 'words', words: [], isOneAlone: true } as const;
  return (
    <div className="fields">
      <NativeSelect
        size="xs"
        label={label(path)}
        disabled={!desk.mayEdit}
        value={isGroup ? '{}' : isPlain ? '' : String(value ?? '')}
        data={[
          ...(isPlain ? [{ value: '', label: t('rules.plainList') }] : [{ value: '', label: t('rules.standard') }]),
          ...words.filter((one) => one !== '').map((one) => ({ value: one, label: word(String(path.at(-1)), one) })),
          { value: '{}', label: t('rules.inParts') },
        ]}
        onChange={(event) => {
          const next = event.currentTarget.value;
          if (next === '{}') put(beginningOf(group));
          else put(isPlain ? ['…'] : next || undefined);
        }}
      />
      {isGroup ? <Part {...props} schema={group} /> : isPlain && <Scalar {...props} shape={plain} />}
    </div>
  );
}

type ScalarShape = Exclude<Shape, { readonly kind: 'group' | 'list' | 'named' | 'cases' | 'either' }>;

function Scalar({ shape, ...props }: PartProps & { readonly shape: ScalarShape }) {
  const { desk, path, schema, value, names } = props;
  const { label, says, word, t } = useRuleWords();
  const put = usePut(props);
  const list = useId();
  const key = String(path.at(-1));
  const standard = schema.default === undefined || schema.default === null ? '' : shown(schema.default);
  const hint = [says(path), standard !== '' && t('rules.standardIs', { value: standard })].filter(Boolean).join(' ');
  const common = { size: 'xs', label: label(path), ...(hint && { description: hint }) } as const;
  const choices = names[key] ?? (shape.kind === 'choice' ? shape.words : []);
  if (shape.kind === 'yes-no' || (choices.length > 0 && !(shape.kind === 'choice' && shape.isOpen))) {
    const all = shape.kind === 'yes-no' ? ['true', 'false'] : choices;
    const now = value === undefined || value === null ? '' : String(value);
    const odd = now !== '' && !all.includes(now) ? [now] : [];
    return (
      <NativeSelect
        {...common}
        disabled={!desk.mayEdit}
        value={now}
        data={[
          { value: '', label: t('rules.standard') },
          ...[...all, ...odd].map((one) => ({ value: one, label: word(key, one) })),
        ]}
        onChange={(event) => {
          const next = event.currentTarget.value;
          put(next === '' ? undefined : shape.kind === 'yes-no' ? next === 'true' : next);
        }}
      />
    );
  }
  return (
    <div>
      <TextInput
        {...common}
        readOnly={!desk.mayEdit}
        {...(shape.kind === 'number' && { type: 'number', min: shape.least, max: shape.most, step: 'any' })}
        {...(choices.length > 0 && { list })}
        value={shown(value)}
        onChange={(event) => put(read(shape, event.currentTarget.value))}
      />
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
          aria-label={t('rules.useSettingFor', { name: label(path) })}
          onClick={() => put({ setting: desk.view.settings[0] ?? '' })}
        >
          {t('rules.useSetting')}
        </button>
      )}
    </div>
  );
}

function shown(value: Value | undefined): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map(String).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** As it is written; undefined = left out. */
function read(shape: ScalarShape, typed: string): Value | undefined {
  if (typed.trim() === '') return undefined;
  if (shape.kind === 'number') return Number(typed);
  if (shape.kind !== 'words') return typed;
  const all = typed.split(',').map((one) => one.trimStart());
  return shape.isOneAlone && all.length === 1 ? typed : all;
}
