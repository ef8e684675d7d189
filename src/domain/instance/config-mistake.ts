/** What is wrong with a setting of the configuration, in words: an unknown name with the one that was meant, a value with what it should be. Pure. */
import { suggestion } from '../playbook/problem.ts';

/** What a schema says of a value. */
export interface SettingIssue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** Of `invalid_type`: `number`, `string`, … */
  readonly expected?: string;
  /** Of `unrecognized_keys`. */
  readonly keys?: readonly string[];
}

/** A schema, as far as names are looked for in it. */
export interface SettingNames {
  readonly properties?: Readonly<Record<string, SettingNames>>;
  readonly items?: SettingNames;
  readonly anyOf?: readonly SettingNames[];
}

/** How the schema's own library begins. */
const ZOD_SAYS = 'Invalid input';

/**
 * In a line. `raw`: what was read; `file`: by its own name. No value is said but a time that is written with its unit: others may be secret.
 */
export function configMistake(
  issue: SettingIssue,
  { raw, names, file }: { readonly raw: unknown; readonly names: SettingNames; readonly file: string },
): string {
  const { code, path, keys = [], expected, message } = issue;
  const where = path.length === 0 ? file : path.map(String).join('.');
  if (code === 'unrecognized_keys') {
    const known = namesAt(names, path);
    return `${where}: there is no setting ${keys.map((key) => `“${key}”. ${suggestion(key, known)}`).join(' ')}`;
  }
  // A setting that has words of its own for what is wrong keeps them.
  if (code !== 'invalid_type' || expected === undefined || !message.startsWith(ZOD_SAYS)) return `${where}: ${message}`;
  const value = path.reduce<unknown>((of, name) => (of as Record<PropertyKey, unknown> | undefined)?.[name], raw);
  return `${where}: it must be ${WORDS[expected] ?? expected}, and ${isWord(value)}${asNumber(expected, value)}`;
}

function namesAt(names: SettingNames, path: readonly PropertyKey[]): readonly string[] {
  let all: readonly SettingNames[] = [names];
  const choices = (of: SettingNames): readonly SettingNames[] => [of, ...(of.anyOf ?? []).flatMap(choices)];
  for (const name of path)
    all = all
      .flatMap(choices)
      .flatMap((one) => (typeof name === 'number' ? one.items : one.properties?.[String(name)]) ?? []);
  return all.flatMap(choices).flatMap(({ properties = {} }) => Object.keys(properties));
}

const WORDS: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of settings (name: value, below it)',
  record: 'a group of settings (name: value, below it)',
};

function isWord(value: unknown): string {
  if (value === undefined || value === null) return 'is missing';
  if (Array.isArray(value)) return 'is a list';
  return `is ${WORDS[typeof value] ?? typeof value}`;
}

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Times are milliseconds: one that is written with its unit is told as it is to be written. */
function asNumber(expected: string, value: unknown): string {
  if ((expected !== 'number' && expected !== 'int') || typeof value !== 'string') return '';
  const [, count, unit = ''] = /^\s*(\d+)\s*(ms|s|min|m|h|d)\s*$/.exec(value) ?? [];
  const factor = UNITS[unit];
  return count === undefined || factor === undefined
    ? ''
    : `: write ${value.trim()} as ${String(Number(count) * factor)}`;
}
