/** All that a playbook says beside its steps and words, as fields: settings, what follows from events, who is contacted, what is hot, how it tries again. */
import { NativeSelect } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { SECTIONS, SEQUENCE_SECTIONS } from '../../../editor/schema/parts.ts';
import { type Schema, schemaAt, shapeOf } from '../../../editor/schema/shape.ts';
import type { Path } from '../../../editor/yaml/put.ts';
import type { Value } from '../../../editor/yaml/write.ts';
import { Failed, Loading } from '../../../parts/states.tsx';
import type { RulesWord } from '../../../words/rules.ts';
import type { Desk } from '../desk.ts';
import type { FaultSeen } from '../step-acts.ts';
import { FaultsFound, useFaultCount } from './faults.tsx';
import { Optional } from './field.tsx';
import { useRuleWords } from './rule-words.ts';
import { useSchema } from './use-schema.ts';

/** The part of the bench. */
export function Rules({ desk, findings }: { readonly desk: Desk; readonly findings: readonly FaultSeen[] }) {
  const { t } = useRuleWords();
  const asked = useSchema();
  if (asked.error) return <Failed error={asked.error} again={() => void asked.refetch()} />;
  if (!asked.data) return <Loading rows={6} />;
  const schema = asked.data;
  const ofPlaybook = Object.entries(SECTIONS) as readonly [keyof typeof SECTIONS, readonly string[]][];
  return (
    <FaultsFound value={findings}>
      <p className="dim small">{t('rules.says')}</p>
      <OfSequence desk={desk} schema={schema} />
      {ofPlaybook.map(([key, parts]) => (
        <Section key={key} title={`section.${key}`} desk={desk} schema={schema} paths={parts.map((one) => [one])} />
      ))}
    </FaultsFound>
  );
}

function OfSequence({ desk, schema }: { readonly desk: Desk; readonly schema: Schema }) {
  const { t } = useRuleWords();
  const { sequence: asked } = useSearch({ from: '/playbooks/$playbook' });
  const go = useNavigate({ from: '/playbooks/$playbook' });
  const { sequences } = desk.view;
  const sequence = sequences.find(({ name }) => name === asked) ?? sequences[0];
  if (!sequence) return null;
  const steps = sequence.steps.map(({ id }) => id);
  const sections = Object.entries(SEQUENCE_SECTIONS) as readonly [keyof typeof SEQUENCE_SECTIONS, readonly string[]][];
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
      {sections.map(([key, parts]) => (
        <Section
          key={key}
          isOpen={key === 'answers'}
          title={`section.${key}`}
          {...{ desk, schema, steps }}
          paths={parts.map((part) => ['sequences', sequence.name, part])}
        />
      ))}
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
  const count = useFaultCount(paths);
  return (
    <details className="rule-section" open={isOpen || undefined}>
      <summary>
        {t(title)} {count > 0 && <span className="bad">({count})</span>}
      </summary>
      <div className="panel">
        {paths.map((path) => {
          const part = schemaAt(schema, path);
          const above = schemaAt(schema, path.slice(0, -1));
          return (
            part && (
              <fieldset key={path.join('.')} className="rule-group">
                {isApart(part) && paths.length > 1 && <legend>{label(path)}</legend>}
                {isApart(part) && says(path) && <p className="dim small">{says(path)}</p>}
                <Optional
                  {...{ desk, path, names }}
                  schema={part}
                  value={valueAt(desk, path)}
                  isRequired={above?.required?.includes(String(path.at(-1))) ?? false}
                />
              </fieldset>
            )
          );
        })}
      </div>
    </details>
  );
}

/** What is one field has its name there. */
const isApart = (part: Schema) => ['group', 'list', 'named'].includes(shapeOf(part).kind);

/** What stands at a path; undefined = nothing. */
function valueAt({ view }: Desk, path: Path): Value | undefined {
  return path.reduce<unknown>(
    (at, key) => (at as Record<string | number, unknown> | null | undefined)?.[key],
    view.data,
  ) as Value | undefined;
}
