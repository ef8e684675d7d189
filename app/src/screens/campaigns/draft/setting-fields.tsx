/** The settings of a playbook as fields: what is not typed stays as it is. */
import { TextInput } from '@mantine/core';
import { readable } from '../../../parts/readable.ts';
import { type DraftWord, useDraftWords } from '../../../words/draft.ts';

/** What was typed, by name. */
export type Texts = Readonly<Record<string, string>>;

interface SettingFieldsProps {
  /** As they are, by name. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly set: Texts;
  put(set: Texts): void;
}

/** A field for each. */
export function SettingFields({ settings, set, put }: SettingFieldsProps) {
  const { t } = useDraftWords();
  return (
    <div className="form-fields">
      {Object.entries(settings).map(([name, value]) => (
        <TextInput
          key={name}
          size="xs"
          label={t(`setting.${name}` as DraftWord) || readable(name)}
          title={name}
          value={set[name] ?? asText(value)}
          onChange={(event) => put({ ...set, [name]: event.currentTarget.value })}
        />
      ))}
    </div>
  );
}

function asText(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : String(value ?? '');
}
