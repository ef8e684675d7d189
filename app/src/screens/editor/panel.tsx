/** Every property of a step or of a sequence as a field. What is typed is one step that can be taken back, like all else. */
import { Textarea, TextInput } from '@mantine/core';
import { lazy, Suspense } from 'react';
import type { Fields, SequenceView, StepView } from '../../editor/model.ts';
import type { Value } from '../../editor/yaml/write.ts';
import { type EditorWord, useEditorWords } from '../../words/editor.ts';
import type { Desk } from './desk.ts';
import type { StepActs } from './step-acts.ts';

type Shape = 'line' | 'number' | 'lines' | 'template' | 'step' | 'list' | 'variants';

interface FieldOf {
  readonly key: string;
  readonly shape: Shape;
  readonly word?: EditorWord;
}

const WORDS: readonly FieldOf[] = [
  { key: 'template', shape: 'template' },
  { key: 'variants', shape: 'variants' },
];
const WHEN: FieldOf = { key: 'when', shape: 'lines' };
const OTHERWISE: FieldOf = { key: 'otherwise', shape: 'step' };
const BY_KIND: Readonly<Record<string, readonly FieldOf[]>> = {
  email: [...WORDS, WHEN],
  sms: [...WORDS, WHEN, OTHERWISE],
  voice: [
    ...WORDS,
    { key: 'agent', shape: 'line' },
    { key: 'tries', shape: 'number' },
    { key: 'again', shape: 'line' },
    WHEN,
    OTHERWISE,
  ],
  task: [{ key: 'title', shape: 'line' }, { key: 'outcomes', shape: 'list' }, WHEN],
  wait: [{ key: 'for', shape: 'line' }, WHEN],
  branch: [WHEN, { key: 'then', shape: 'step' }, OTHERWISE],
  goal: [WHEN],
  'hand-off': [{ key: 'to', shape: 'line' }, WHEN],
};
const OF_ALL: readonly FieldOf[] = [
  { key: 'id', shape: 'line' },
  { key: 'day', shape: 'number' },
];

/** Kinds of steps at which a lead stands while something may happen. */
const REACTS: ReadonlySet<string> = new Set(['email', 'sms', 'voice', 'task']);
const Choice = lazy(() => import('./choice.tsx').then((found) => ({ default: found.Choice })));
const StepRules = lazy(() => import('./rules/step-rules.tsx').then((found) => ({ default: found.StepRules })));

interface StepPanelProps {
  readonly desk: Desk;
  readonly sequence: SequenceView;
  readonly at: number;
  readonly step: StepView;
  readonly acts: StepActs;
}

/** The fields of a step. */
export function StepPanel({ desk, sequence, at, step, acts }: StepPanelProps) {
  const { t } = useEditorWords();
  const { name, steps } = sequence;
  const put = (key: string, value: Value | undefined) => {
    desk.change({ kind: 'set', path: ['sequences', name, 'steps', at, key], value });
    // Its name is part of the address.
    const named = step.fields.id === undefined || key === 'id';
    if (key === 'id') acts.choose(typeof value === 'string' ? value : `${step.kind}-${String(step.day)}`);
    else if (key === 'day' && named) acts.choose(`${step.kind}-${String(value)}`);
  };
  const choices = {
    template: desk.view.templates.filter(({ channel }) => channel === step.kind).map((one) => one.name),
    step: steps.map(({ id }) => id),
  };
  return (
    <div className="fields">
      {[...OF_ALL, ...(BY_KIND[step.kind] ?? [])].map((field) => (
        <Field key={field.key} field={field} fields={step.fields} choices={choices} off={!desk.mayEdit} put={put} />
      ))}
      <Textarea
        size="xs"
        autosize
        label={t('field.note')}
        readOnly={!desk.mayEdit}
        value={step.note}
        onChange={(event) => desk.change({ kind: 'note', sequence: name, at, note: event.currentTarget.value })}
      />
      {REACTS.has(step.kind) && (
        <Suspense fallback={null}>
          <StepRules desk={desk} sequence={name} at={at} kind={step.kind} steps={choices.step} />
        </Suspense>
      )}
    </div>
  );
}

interface FieldProps {
  readonly field: FieldOf;
  readonly fields: Fields;
  readonly choices: { readonly template: readonly string[]; readonly step: readonly string[] };
  readonly off: boolean;
  put(key: string, value: Value | undefined): void;
}

function Field({ field: { key, shape, word }, fields, choices, off, put }: FieldProps) {
  const { t } = useEditorWords();
  const label = t(word ?? (`field.${key}` as EditorWord));
  const text = shownOf(shape, fields[key]);
  if (shape === 'template' || shape === 'step') {
    return (
      // Until it is there the field stands as it will.
      <Suspense fallback={<TextInput size="xs" label={label} value={text} readOnly />}>
        <Choice
          label={label}
          off={off}
          among={[...new Set([...choices[shape], ...(text ? [text] : [])])]}
          value={text}
          set={(next) => put(key, next)}
        />
      </Suspense>
    );
  }
  const common = { size: 'xs', label, readOnly: off, value: text } as const;
  const take = (typed: string) => put(key, writtenOf(shape, typed));
  if (shape === 'lines' || shape === 'variants') {
    return <Textarea {...common} autosize onChange={(event) => take(event.currentTarget.value)} />;
  }
  const type = shape === 'number' ? 'number' : 'text';
  return <TextInput {...common} type={type} min={0} onChange={(event) => take(event.currentTarget.value)} />;
}

interface Variant {
  readonly template?: unknown;
  readonly weight?: unknown;
}

/** As it is shown in a field. */
function shownOf(shape: Shape, value: Value | undefined): string {
  if (value === undefined || value === null) return '';
  if (shape === 'variants' && Array.isArray(value)) {
    return (value as readonly Variant[])
      .map(({ template, weight = 1 }) => `${String(template)} ${String(weight)}`)
      .join('\n');
  }
  if (Array.isArray(value)) return value.map(String).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** As it is written; undefined = left out. */
function writtenOf(shape: Shape, typed: string): Value | undefined {
  if (typed.trim() === '') return undefined;
  if (shape === 'number') return Number(typed);
  if (shape === 'list') return typed.split(',').map((part) => part.trim());
  if (shape !== 'variants') return typed;
  return typed.split('\n').map((line) => {
    const [template = '', weight = '1'] = line.trim().split(/\s+/);
    return { template, weight: Number(weight) || 1 };
  });
}

/** The fields of a sequence. */
export function SequencePanel({ desk, sequence }: { readonly desk: Desk; readonly sequence: SequenceView }) {
  const { name, fields } = sequence;
  const window = (typeof fields.window === 'object' && fields.window !== null ? fields.window : {}) as Fields;
  const choices = { template: [], step: [] };
  const put = (key: string, value: Value | undefined) =>
    desk.change({ kind: 'set', path: ['sequences', name, key], value });
  // Sequences may share a window: of this one it is written anew.
  const putWindow = (key: string, value: Value | undefined) => {
    const { [key]: _, ...others } = window;
    put('window', { ...others, ...(value !== undefined && { [key]: value }) } as Value);
  };
  const line = (key: string, word?: EditorWord): FieldOf => ({ key, shape: 'line', ...(word && { word }) });
  const off = !desk.mayEdit;
  return (
    <div className="fields">
      {[line('title'), line('goal'), line('minGap')].map((field) => (
        <Field key={field.key} field={field} fields={fields} choices={choices} off={off} put={put} />
      ))}
      {[line('days'), line('from'), line('to', 'field.until'), line('zone'), line('holidays')].map((field) => (
        <Field key={field.key} field={field} fields={window} choices={choices} off={off} put={putWindow} />
      ))}
    </div>
  );
}
