/** A part of the playbook as fields, whatever its schema says it is. What is typed is one step that can be taken back, like all else. */
import { Button, NativeSelect } from '@mantine/core';
import { isDeclaration } from '../../../editor/schema/declared.ts';
import {
  beginningOf,
  type FieldSchema,
  isNothing,
  type Schema,
  type Shape,
  shapeOf,
} from '../../../editor/schema/shape.ts';
import type { Value } from '../../../editor/yaml/write.ts';
import type { Desk } from '../desk.ts';
import { Declaration } from './declaration.tsx';
import { Faults, useFault } from './faults.tsx';
import { Named } from './named.tsx';
import { type PartProps, recordOf, settingOf, usePut } from './part.ts';
import { useRuleWords } from './rule-words.ts';
import { Scalar } from './scalar.tsx';

const whole = (props: PartProps) => <Part key={String(props.path.at(-1))} {...props} />;

/** The part. */
function Part(props: PartProps) {
  const { schema, value, path } = props;
  const shape = shapeOf(schema);
  if (settingOf(value) !== null) return <Setting {...props} />;
  switch (shape.kind) {
    case 'group':
      return isDeclaration(schema) ? (
        <Declaration {...props} draw={whole} />
      ) : (
        <Group {...props} fields={shape.fields} />
      );
    case 'list':
      return <List {...props} item={shape.item} />;
    case 'named':
      return <Named {...props} shape={shape} draw={whole} />;
    case 'cases':
      return <Cases {...props} shape={shape} />;
    case 'either':
      return <Either {...props} shape={shape} />;
    default:
      return <Scalar key={path.join('.')} {...props} shape={shape} />;
  }
}

/** The value of a setting stands there; another value may be written in its place. */
function Setting(props: PartProps) {
  const { desk, path, schema, value } = props;
  const { label, t } = useRuleWords();
  const put = usePut(props);
  const fault = useFault(path);
  return (
    <NativeSelect
      size="xs"
      label={label(path)}
      {...(fault && { error: fault })}
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
  const record = recordOf(value) ?? {};
  return (
    <div className="fields">
      {fields.map(({ name, schema, isRequired }) => (
        <Whole
          key={name}
          {...props}
          path={[...path, name]}
          schema={schema}
          value={record[name]}
          isRequired={isRequired}
        />
      ))}
      <Faults path={path} known={fields.map(({ name }) => name)} />
    </div>
  );
}

/** A part that may be left out although it has fields that must be filled: it is begun and taken out as a whole. */
export function Optional(props: PartProps) {
  const { desk, schema, value, path, isRequired = false } = props;
  const { t, label } = useRuleWords();
  const put = usePut(props);
  const shape = shapeOf(schema);
  const isWhole = shape.kind === 'group' && shape.fields.some((field) => field.isRequired);
  if (isRequired || !isWhole) return <Part {...props} />;
  const isThere = value !== undefined && value !== null;
  const name = label(path);
  return (
    <>
      {isThere ? <Part {...props} /> : <p className="dim small">{t('rules.leftOut')}</p>}
      {desk.mayEdit && (
        <Button
          size="compact-xs"
          variant="default"
          mt={6}
          onClick={() => put(isThere ? undefined : beginningOf(schema, String(path.at(-1))))}
        >
          {t(isThere ? 'rules.takeOut' : 'rules.begin', { name })}
        </Button>
      )}
    </>
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
      <Optional {...props} />
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
      <Faults path={path} />
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

type CasesShape = Extract<Shape, { readonly kind: 'cases' }>;

function Cases({ shape: { by, cases }, ...props }: PartProps & { readonly shape: CasesShape }) {
  const { desk, path, value } = props;
  const { label, word } = useRuleWords();
  const put = usePut(props);
  const record = recordOf(value) ?? {};
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
  const { properties = {}, required = [] } = chosen.schema;
  const fields = Object.entries(properties).filter(([name]) => name !== by);
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
        <Whole
          key={name}
          {...props}
          path={[...path, name]}
          schema={schema}
          value={record[name]}
          isRequired={required.includes(name) && schema.default === undefined}
        />
      ))}
      <Faults path={path} known={Object.keys(properties)} />
    </div>
  );
}

type EitherShape = Extract<Shape, { readonly kind: 'either' }>;

/** A word or a list, or a group in its place. */
function Either({ shape: { words, group }, ...props }: PartProps & { readonly shape: EitherShape }) {
  const { desk, path, value } = props;
  const { label, word, t } = useRuleWords();
  const put = usePut(props);
  const isGroup = recordOf(value) !== null;
  const isPlain = words.length === 1 && words[0] === '';
  const plain = { kind: 'words', words: [], isOneAlone: true, hasNumbers: false, mayBeNone: false } as const;
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
