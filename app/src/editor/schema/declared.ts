/** A setting that a playbook declares: which form its value has follows from the type that it says. Pure. */
import type { Value } from '../yaml/write.ts';
import type { Schema } from './shape.ts';

/** Types that a setting may have. */
export type SettingType = 'text' | 'number' | 'boolean' | 'list' | 'choice';

type Declared = Readonly<Record<string, Value | undefined>>;

const JSON_TYPE: Readonly<Record<string, string>> = { number: 'number', boolean: 'boolean', list: 'array' };

/** Whether a part declares a setting: its value is of any of several types. */
export function isDeclaration({ properties }: Schema): boolean {
  return properties?.type?.enum !== undefined && (properties.default?.anyOf ?? []).length > 1;
}

/** The schema of its value, given what else it says. */
export function valueSchema({ properties = {} }: Schema, declared: Declared): Schema {
  const { description = '', anyOf = [] } = properties.default ?? {};
  const type = JSON_TYPE[String(declared.type)] ?? 'string';
  const one = anyOf.find((option) => option.type === type) ?? {};
  const choices = choicesOf(declared);
  return { ...one, description, ...(choices.length > 0 && { enum: choices }) };
}

/** What may be chosen; none = it is no choice. */
function choicesOf({ type, choices }: Declared): readonly string[] {
  return type === 'choice' && Array.isArray(choices) ? choices.map(String) : [];
}

/** All that a setting says once its type is another one: its value is taken along as far as it can be. */
export function withType(declared: Declared, type: SettingType): Declared {
  const { choices: _, ...rest } = declared;
  const value = valueAs(type, declared.default);
  return { ...rest, type, default: value, ...(type === 'choice' && { choices: [value] }) };
}

function valueAs(type: SettingType, value: Value | undefined): Value {
  const text = Array.isArray(value) ? value.map(String).join(', ') : String(value ?? '');
  switch (type) {
    case 'number':
      return Number(text) || 0;
    case 'boolean':
      return value === true || text === 'true';
    case 'list':
      return Array.isArray(value) ? value : text === '' ? [] : text.split(/,\s*/);
    default:
      return text;
  }
}
