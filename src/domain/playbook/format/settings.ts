/**
 * The few plain settings by which a playbook is used without reading it: their declaration, their values, and putting a value
 * where the playbook says `{ setting: name }`. Pure; never reads a file.
 */
import { z } from 'zod';
import type { SettingValue } from '../playbook.ts';
import { type Problem, suggestion } from '../problem.ts';

const settingType = z.enum(['text', 'number', 'boolean', 'list', 'choice']);
const settingValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())], {
  error: 'a setting holds text, a number, true or false, or a list of texts',
});

/** One declared setting, as written in playbook.yaml. */
export const settingSchema = z.strictObject({
  label: z.string().min(1).describe('What it is called on screen.'),
  help: z.string().default('').describe('One sentence for the person who sets it.'),
  type: settingType.describe('text, number, boolean, list (of texts) or choice (one of `choices`).'),
  default: settingValue.describe('Used until somebody sets another value.'),
  choices: z.array(z.string()).min(1).optional().describe('What may be chosen; for type choice only.'),
});

/** A declared setting. */
export type SettingDeclaration = z.output<typeof settingSchema>;
/** Declared settings by name. */
export type SettingDeclarations = Readonly<Record<string, SettingDeclaration>>;

const TYPE_OF: Readonly<Record<SettingDeclaration['type'], (value: SettingValue) => boolean>> = {
  text: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  list: (value) => Array.isArray(value),
  choice: (value) => typeof value === 'string',
};

function misfit(name: string, value: SettingValue, declared: SettingDeclaration): Omit<Problem, 'at'> | null {
  if (!TYPE_OF[declared.type](value)) {
    const remedy = `Write a value of type ${declared.type}, or change the type.`;
    return { code: 'wrong-setting-type', message: `setting "${name}" is no ${declared.type}`, remedy };
  }
  if (declared.type !== 'choice') return null;
  const choices = declared.choices ?? [];
  if (choices.includes(String(value))) return null;
  return {
    code: 'not-a-choice',
    message: `"${String(value)}" is not among the choices of setting "${name}"`,
    remedy: suggestion(String(value), choices),
  };
}

/**
 * The values in force: defaults, with what a user set laid over them. Problems point at the default, or at the declaration
 * where a user's value does not fit.
 */
export function effectiveSettings(
  declared: SettingDeclarations,
  chosen: Readonly<Record<string, SettingValue>>,
): { readonly values: Readonly<Record<string, SettingValue>>; readonly problems: readonly Problem[] } {
  const values: Record<string, SettingValue> = {};
  const problems: Problem[] = [];
  for (const [name, declaration] of Object.entries(declared)) {
    const own = Object.hasOwn(chosen, name) ? chosen[name] : undefined;
    const value = own ?? declaration.default;
    const fault = misfit(name, value, declaration);
    if (fault) problems.push({ at: ['settings', name, ...(own === undefined ? ['default'] : [])], ...fault });
    values[name] = value;
  }
  for (const name of Object.keys(chosen)) {
    if (!Object.hasOwn(declared, name)) problems.push(unknownSetting(['settings'], name, declared));
  }
  return { values, problems };
}

function unknownSetting(at: readonly PropertyKey[], name: string, known: Readonly<Record<string, unknown>>): Problem {
  const message = `there is no setting "${name}"`;
  return { at, code: 'unknown-setting', message, remedy: suggestion(name, Object.keys(known)) };
}

/** The name in `{ setting: name }`; null = it is something else. */
function referenceOf(value: object): string | null {
  const entries = Object.entries(value);
  const [key, name] = entries[0] ?? [];
  return entries.length === 1 && key === 'setting' && typeof name === 'string' ? name : null;
}

/** A reference to a setting that there is not; `name` is what was asked for. */
export interface Hole extends Problem {
  readonly name: string;
}

/** Copies data with each `{ setting: name }` replaced by its value; an unknown name is a problem and becomes null. */
export function fillSettings(
  data: unknown,
  values: Readonly<Record<string, SettingValue>>,
  at: readonly PropertyKey[] = [],
): { readonly data: unknown; readonly problems: readonly Hole[] } {
  const problems: Hole[] = [];
  const visit = (value: unknown, path: readonly PropertyKey[]): unknown => {
    if (Array.isArray(value)) return value.map((item, index) => visit(item, [...path, index]));
    if (typeof value !== 'object' || value === null) return value;
    const name = referenceOf(value);
    if (name === null) return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, visit(v, [...path, k])]));
    if (Object.hasOwn(values, name)) return values[name];
    problems.push({ ...unknownSetting([...path, 'setting'], name, values), name });
    return null;
  };
  return { data: visit(data, at), problems };
}
