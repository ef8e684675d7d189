/** What may be tried in this run alone: waits and window of each sequence, caps of the playbook and of the workspace. */
import { NativeSelect, TextInput } from '@mantine/core';
import type { RekindleClient } from '../../api/client.ts';
import { useNames } from '../../parts/names.ts';
import { useGiven } from '../../words/given.ts';
import { type SimulationWord, useSimulationWords } from '../../words/simulation.ts';
import type { SetValues } from './set-words.ts';

type Listed = Awaited<ReturnType<RekindleClient['trials']['list']>>;
/** One value that may be tried. */
export type TrialValue = Listed['values'][number];

interface TrialFormProps {
  readonly listed: Listed;
  readonly texts: SetValues;
  put(texts: SetValues): void;
}

/** Values as they would be sent: only what differs from what is. */
export function tried(values: readonly TrialValue[], texts: SetValues): SetValues {
  const known = new Map(values.map(({ name, value }) => [name, value]));
  return Object.fromEntries(
    Object.entries(texts).filter(([name, text]) => text.trim() !== '' && text.trim() !== known.get(name)),
  );
}

/** The fields, a group for each sequence and for the caps. */
export function TrialForm({ listed, texts, put }: TrialFormProps) {
  const { t } = useSimulationWords();
  const given = useGiven();
  const { sequences, values } = listed;
  const changed = tried(values, texts);
  const group = (title: string, says: string, own: readonly TrialValue[]) =>
    own.length > 0 && (
      <Group
        key={title}
        {...{ title, says, values: own, texts, changed }}
        put={(name, text) => put({ ...texts, [name]: text })}
      />
    );
  const count = Object.keys(changed).length;
  return (
    <fieldset className="sim-assume">
      <legend>{t('trial.title')}</legend>
      <p className="dim small">{t('trial.says')}</p>
      {sequences.map(({ name, title }) =>
        group(
          given(title),
          '',
          values.filter(({ sequence }) => sequence === name),
        ),
      )}
      {(['limits', 'workspace'] as const).map((whose) =>
        group(
          t(`trial.${whose}`),
          t(`trial.${whose}Say`),
          values.filter(({ name }) => name.startsWith(`${whose}.`)),
        ),
      )}
      {count > 0 && (
        <button type="button" className="link" onClick={() => put({})}>
          {t('trial.back', { n: count })}
        </button>
      )}
    </fieldset>
  );
}

interface GroupProps {
  readonly title: string;
  readonly says: string;
  readonly values: readonly TrialValue[];
  readonly texts: SetValues;
  readonly changed: SetValues;
  put(name: string, text: string): void;
}

function Group({ title, says, values, texts, changed, put }: GroupProps) {
  const { t } = useSimulationWords();
  const count = values.filter(({ name }) => name in changed).length;
  return (
    <details className="sim-trial" open={count > 0 ? true : undefined}>
      <summary>
        {title} {count > 0 && <span className="sim-tried">{t('trial.count', { n: count })}</span>}
      </summary>
      {says !== '' && <p className="dim small">{says}</p>}
      <div className="sim-fields">
        {values.map((of) => (
          <Field key={of.name} of={of} text={texts[of.name] ?? of.value} isTried={of.name in changed} put={put} />
        ))}
      </div>
    </details>
  );
}

interface FieldProps {
  readonly of: TrialValue;
  readonly text: string;
  readonly isTried: boolean;
  put(name: string, text: string): void;
}

function Field({ of, text, isTried, put }: FieldProps) {
  const { t } = useSimulationWords();
  const common = {
    size: 'xs',
    label: useTrialName()(of.name),
    value: text,
    ...(isTried && { description: t('trial.now', { value: of.value }) }),
  } as const;
  if (of.kind === 'holidays')
    return (
      <NativeSelect
        {...common}
        data={HOLIDAYS.map((value) => ({ value, label: t(`holidays.${value}`) }))}
        onChange={(event) => put(of.name, event.currentTarget.value)}
      />
    );
  return <TextInput {...common} onChange={(event) => put(of.name, event.currentTarget.value)} />;
}

const HOLIDAYS = ['skip', 'send'] as const;
const CAP = /^(limits|workspace)\.(email|sms|voice)\.(\w+)$/;
const kebab = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** What a value is called for a person. */
export function useTrialName(): (name: string) => string {
  const { t } = useSimulationWords();
  const names = useNames();
  return (name) => {
    const [, , channel = '', cap = ''] = CAP.exec(name) ?? [];
    if (cap !== '') return `${t(`cap.${kebab(cap)}` as SimulationWord)} (${t(`step.${channel}` as SimulationWord)})`;
    const [head, sequence = '', ...rest] = name.split('.');
    if (head === 'steps') return t('trial.wait', { step: names('step', rest[0] ?? sequence) });
    return t(`trial.${rest.at(-1) ?? sequence}` as SimulationWord);
  };
}
