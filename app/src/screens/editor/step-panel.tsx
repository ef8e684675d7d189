/** What can be done with a step, and every property of it as a field. It comes with the first step that is chosen: most of it is the list below a choice. */
import { Button, Group, Select, Textarea } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { notice } from '../../api/notices.ts';
import { copyOf, isOff, mayBeOff, type SequenceView, type StepView, switched } from '../../editor/model.ts';
import { BY_KIND, OF_STEP, STEP_RULES } from '../../editor/schema/parts.ts';
import type { Value } from '../../editor/yaml/write.ts';
import { useEditorWords } from '../../words/editor.ts';
import type { Desk } from './desk.ts';
import { Field, type FieldProps, useField } from './field.tsx';
import type { StepActs } from './step-acts.ts';

const StepRules = lazy(() => import('./rules/step-rules.tsx').then((found) => ({ default: found.StepRules })));

interface StepPanelProps {
  readonly desk: Desk;
  readonly sequence: SequenceView;
  readonly at: number;
  readonly step: StepView;
  readonly acts: StepActs;
}

/** What can be done with a step, and its fields. */
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
    <>
      {desk.mayEdit && <StepButtons desk={desk} sequence={sequence} at={at} step={step} />}
      <div className="fields">
        {[...OF_STEP, ...(BY_KIND[step.kind] ?? [])].map((field) => (
          <StepField
            key={field.key}
            field={field}
            fields={step.fields}
            choices={choices}
            off={!desk.mayEdit}
            put={put}
          />
        ))}
        <Textarea
          size="xs"
          autosize
          label={t('field.note')}
          readOnly={!desk.mayEdit}
          value={step.note}
          onChange={(event) => desk.change({ kind: 'note', sequence: name, at, note: event.currentTarget.value })}
        />
        {STEP_RULES[step.kind] && (
          <Suspense fallback={null}>
            <StepRules desk={desk} sequence={name} at={at} keys={STEP_RULES[step.kind]} steps={choices.step} />
          </Suspense>
        )}
      </div>
    </>
  );
}

interface StepFieldProps extends FieldProps {
  readonly choices: { readonly template: readonly string[]; readonly step: readonly string[] };
}

function StepField({ choices, ...props }: StepFieldProps) {
  const { common, take } = useField(props);
  const { field, off, put } = props;
  const { key, shape } = field;
  if (shape === 'template' || shape === 'step') {
    const { size, label, value } = common;
    return (
      <Select
        {...{ size, label }}
        searchable
        clearable
        disabled={off}
        data={[...new Set([...choices[shape], ...(value ? [value] : [])])]}
        value={value || null}
        onChange={(next) => put(key, next ?? undefined)}
      />
    );
  }
  if (shape === 'lines' || shape === 'variants') {
    return <Textarea {...common} autosize onChange={(event) => take(event.currentTarget.value)} />;
  }
  return <Field {...props} />;
}

interface ButtonsProps {
  readonly desk: Desk;
  readonly sequence: SequenceView;
  readonly at: number;
  readonly step: StepView;
}

/** What was copied last, also from another playbook. */
let copied: Value | null = null;

function StepButtons({ desk, sequence, at, step }: ButtonsProps) {
  const { t } = useEditorWords();
  const [, look] = useState(0);
  const { name, steps } = sequence;
  const insert = (value: Value) => desk.change({ kind: 'insert', sequence: name, at: at + 1, step: value });
  const copy = () => {
    copied = step.fields as Value;
    look((n) => n + 1);
    notice({
      message: t('editor.copied', { id: step.id }),
      color: 'gray',
      closeButtonProps: { 'aria-label': t('act.close') },
    });
  };
  const paste = () => {
    const fields = copied as StepView['fields'];
    const id = typeof fields.id === 'string' ? fields.id : `${String(fields.kind)}-${String(fields.day)}`;
    insert(copyOf({ ...step, id, kind: String(fields.kind), fields }, sequence));
  };
  return (
    <Group gap={6} mb="sm">
      <Button size="compact-xs" variant="default" onClick={copy}>
        {t('editor.copy')}
      </Button>
      <Button size="compact-xs" variant="default" disabled={copied === null} onClick={paste}>
        {t('editor.paste')}
      </Button>
      <Button size="compact-xs" variant="default" onClick={() => insert(copyOf(step, sequence))}>
        {t('editor.duplicate')}
      </Button>
      {mayBeOff(step, sequence) && (
        <Button
          size="compact-xs"
          variant="default"
          onClick={() =>
            desk.change({ kind: 'set-all', path: ['sequences', name, 'steps', at], values: { when: switched(step) } })
          }
        >
          {t(isOff(step) ? 'editor.on' : 'editor.off')}
        </Button>
      )}
      <Button
        size="compact-xs"
        variant="default"
        disabled={steps.length < 2}
        onClick={() => desk.change({ kind: 'remove', sequence: name, at })}
      >
        {t('editor.remove')}
      </Button>
    </Group>
  );
}
