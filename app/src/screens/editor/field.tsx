/** A property of a step or of a sequence as a field of one line. What is typed is one step that can be taken back, like all else. */
import { TextInput } from '@mantine/core';
import type { Fields } from '../../editor/model.ts';
import type { Property, Written } from '../../editor/schema/properties.ts';
import type { Value } from '../../editor/yaml/write.ts';
import { type EditorWord, useEditorWords } from '../../words/editor.ts';

/** A property that has a field; `word` = what it is called where another has the same name. */
interface FieldOf extends Property {
  readonly word?: EditorWord;
}

/** What a field is given. */
export interface FieldProps {
  readonly field: FieldOf;
  readonly fields: Fields;
  readonly off: boolean;
  put(key: string, value: Value | undefined): void;
}

/** What a field of any shape is drawn with; `take` writes what was typed. */
export function useField({ field: { key, shape, word }, fields, off, put }: FieldProps) {
  const { t } = useEditorWords();
  const label = t(word ?? (`field.${key}` as EditorWord));
  const common = { size: 'xs', label, readOnly: off, value: shownOf(shape, fields[key]) } as const;
  return { common, take: (typed: string) => put(key, writtenOf(shape, typed)) };
}

/** The field. */
export function Field(props: FieldProps) {
  const { common, take } = useField(props);
  const type = props.field.shape === 'number' ? 'number' : 'text';
  return <TextInput {...common} type={type} min={0} onChange={(event) => take(event.currentTarget.value)} />;
}

interface Variant {
  readonly template?: unknown;
  readonly weight?: unknown;
}

/** As it is shown in a field. */
function shownOf(shape: Written, value: Value | undefined): string {
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
function writtenOf(shape: Written, typed: string): Value | undefined {
  if (typed.trim() === '') return undefined;
  if (shape === 'number') return Number(typed);
  if (shape === 'list') return typed.split(',').map((part) => part.trim());
  if (shape !== 'variants') return typed;
  return typed.split('\n').map((line) => {
    const [template = '', weight = '1'] = line.trim().split(/\s+/);
    return { template, weight: Number(weight) || 1 };
  });
}
