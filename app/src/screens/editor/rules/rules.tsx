/** The rules of a playbook as fields: what follows from events, what becomes of late steps, who is contacted, how leads are scored and routed. */
import { NativeSelect } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type Schema, schemaAt } from '../../../editor/schema/shape.ts';
import type { Path } from '../../../editor/yaml/put.ts';
import type { Value } from '../../../editor/yaml/write.ts';
import { Failed, Loading } from '../../../parts/states.tsx';
import type { RulesWord } from '../../../words/rules.ts';
import type { Desk } from '../desk.ts';
import { Part } from './field.tsx';
import { useRuleWords } from './rule-words.ts';
import { useSchema } from './use-schema.ts';

/** The part of the bench. */
export function Rules({ desk }: { readonly desk: Desk }) {
  const { t } = useRuleWords();
  const asked = useSchema();
  if (asked.error) return <Failed error={asked.error} again={() => void asked.refetch()} />;
  if (!asked.data) return <Loading rows={6} />;
  const schema = asked.data;
  return (
    <>
      <p className="dim small">{t('rules.says')}</p>
      <OfSequence desk={desk} schema={schema} />
      {(['qualify', 'score', 'route', 'limits'] as const).map((key) => (
        <Section key={key} title={`section.${key}`} desk={desk} schema={schema} paths={[[key]]} />
      ))}
    </>
  );
}

function OfSequence({ desk, schema }: { readonly desk: Desk; readonly schema: Schema }) {
  const { t } = useRuleWords();
  const { sequence: asked } = useSearch({ from: '/playbooks/$playbook' });
  const go = useNavigate({ from: '/playbooks/$playbook' });
  const { sequences } = desk.view;
  const sequence = sequences.find(({ name }) => name === asked) ?? sequences[0];
  if (!sequence) return null;
  const at = (key: string): Path => ['sequences', sequence.name, key];
  const steps = sequence.steps.map(({ id }) => id);
  return (
    <>
      <NativeSelect
        size="xs"
        w={280}
        mb="sm"
        label={t('rules.sequence')}
        data={sequences.map(({ name, title }) => ({ value: name, label: title }))}
        value={sequence.name}
        onChange={(event) => {
          const { value } = event.currentTarget;
          void go({ search: (before) => ({ ...before, sequence: value }) });
        }}
      />
      <Section isOpen {...{ title: 'section.answers', desk, schema, steps }} paths={[at('reactions'), at('exits')]} />
      <Section {...{ title: 'section.lateness', desk, schema, steps }} paths={[at('late'), at('reentry')]} />
    </>
  );
}

interface SectionProps {
  readonly title: RulesWord;
  readonly desk: Desk;
  readonly schema: Schema;
  readonly paths: readonly Path[];
  readonly steps?: readonly string[];
  readonly isOpen?: boolean;
}

/** Parts of the playbook under one title, shut until they are wanted. */
export function Section({ title, desk, schema, paths, steps = [], isOpen = false }: SectionProps) {
  const { t, label, says } = useRuleWords();
  const sequences = desk.view.sequences.map(({ name }) => name);
  const ofTiers = paths.some(([first]) => first === 'route') ? sequences : [];
  const names = {
    step: steps,
    ...(ofTiers.length > 0 && { hot: ofTiers, warm: ofTiers, cool: ofTiers, cold: ofTiers }),
  };
  return (
    <details className="rule-section" open={isOpen || undefined}>
      <summary>{t(title)}</summary>
      <div className="panel">
        {paths.map((path) => {
          const part = schemaAt(schema, path);
          return (
            part && (
              <fieldset key={path.join('.')} className="rule-group">
                {paths.length > 1 && <legend>{label(path)}</legend>}
                {paths.length > 1 && says(path) && <p className="dim small">{says(path)}</p>}
                <Part desk={desk} path={path} schema={part} value={valueAt(desk, path)} names={names} />
              </fieldset>
            )
          );
        })}
      </div>
    </details>
  );
}

/** What stands at a path; undefined = nothing. */
function valueAt({ view }: Desk, path: Path): Value | undefined {
  return path.reduce<unknown>(
    (at, key) => (at as Record<string | number, unknown> | null | undefined)?.[key],
    view.data,
  ) as Value | undefined;
}
