/**
 * From words on the command line to an operation's input. Flags are read off the input's schema: `--dry-run` is
 * `dryRun`, a list field may be given several times. Owns spelling only; what a value must be is the schema's.
 */
import { z } from 'zod';
import type { Operation } from '../engine/operations/operation.ts';

/** A mistake in the words themselves: exit 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** What a flag takes. */
export type FlagKind = 'boolean' | 'text' | 'number' | 'list' | 'map';

/** A flag of an operation, read off its input. */
export interface Flag {
  readonly field: string;
  /** As typed, with dashes. */
  readonly name: string;
  readonly kind: FlagKind;
  readonly says: string;
  readonly required: boolean;
}

interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly description?: string;
}

/** The flags of an operation, in the order of its schema. */
export function flagsOf(operation: Operation): readonly Flag[] {
  const schema = z.toJSONSchema(operation.input, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).map(([field, property]) => ({
    field,
    name: `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    kind: flagKind(property),
    says: property.description ?? '',
    required: required.has(field),
  }));
}

function flagKind(property: JsonSchema): FlagKind {
  const types = [property, ...(property.anyOf ?? [])].flatMap((schema) => schema.type ?? []);
  if (types.includes('boolean')) return 'boolean';
  if (types.includes('integer') || types.includes('number')) return 'number';
  if (types.includes('array')) return 'list';
  if (types.includes('object')) return 'map';
  return 'text';
}

/**
 * Words after the command → raw input. Errors: `UsageError` naming the flag and what was expected.
 * Positional words fill `operation.positional` in order; the last one takes a list where its field is one.
 */
export function readArguments(operation: Operation, words: readonly string[]): Record<string, unknown> {
  const flags = flagsOf(operation);
  const input: Record<string, unknown> = {};
  const free: string[] = [];
  const queue = [...words];
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (word === '--') free.push(...queue.splice(0));
    else if (word.startsWith('--')) readFlag(flags, word, queue, input);
    else if (/^-[A-Za-z]/.test(word)) throw new UsageError(`${word} is not a flag; flags begin with two dashes`);
    else free.push(word);
  }
  placePositional(operation, flags, free, input);
  return input;
}

function readFlag(flags: readonly Flag[], word: string, queue: string[], input: Record<string, unknown>): void {
  const equals = word.indexOf('=');
  const name = equals < 0 ? word : word.slice(0, equals);
  const negated = name.startsWith('--no-') ? flags.find((flag) => flag.name === `--${name.slice(5)}`) : undefined;
  const flag = flags.find((candidate) => candidate.name === name) ?? negated;
  if (!flag) throw new UsageError(`${name} is not a flag of this command${nearest(name, flags)}`);
  if (flag.kind === 'boolean') {
    input[flag.field] = equals < 0 ? flag !== negated : word.slice(equals + 1) === 'true';
    return;
  }
  const value = equals < 0 ? queue.shift() : word.slice(equals + 1);
  if (value === undefined) throw new UsageError(`${name} needs a value`);
  putValue(flag, value, input);
}

function putValue(flag: Flag, value: string, input: Record<string, unknown>): void {
  if (flag.kind === 'number') {
    const number = Number(value);
    if (value.trim() === '' || !Number.isFinite(number))
      throw new UsageError(`${flag.name} takes a number, not “${value}”`);
    input[flag.field] = number;
  } else if (flag.kind === 'list') {
    input[flag.field] = [...((input[flag.field] as string[] | undefined) ?? []), value];
  } else if (flag.kind === 'map') {
    const at = value.indexOf('=');
    if (at < 1) throw new UsageError(`${flag.name} takes name=value, not “${value}”`);
    const map = (input[flag.field] as Record<string, string> | undefined) ?? {};
    input[flag.field] = { ...map, [value.slice(0, at)]: value.slice(at + 1) };
  } else {
    input[flag.field] = value;
  }
}

function placePositional(
  operation: Operation,
  flags: readonly Flag[],
  free: readonly string[],
  input: Record<string, unknown>,
): void {
  const fields = operation.positional as readonly string[];
  const last = fields.at(-1);
  const takesRest = last !== undefined && flags.find((flag) => flag.field === last)?.kind === 'list';
  if (free.length > fields.length && !takesRest) {
    throw new UsageError(`“${free[fields.length]}” is one word too many`);
  }
  for (const [i, word] of free.entries()) {
    const field = fields[Math.min(i, fields.length - 1)] as string;
    const flag = flags.find((candidate) => candidate.field === field);
    if (flag) putValue(flag, word, input);
  }
}

/** `; did you mean --dry-run?` where a known name is near, else nothing. */
function nearest(name: string, flags: readonly Flag[]): string {
  const best = nearestWord(
    name,
    flags.map((flag) => flag.name),
  );
  return best ? `; did you mean ${best}?` : '';
}

/** The known word nearest to a mistyped one, or null where none is near. */
export function nearestWord(word: string, known: readonly string[]): string | null {
  const limit = Math.max(2, Math.floor(word.length / 3));
  const ranked = known.map((candidate) => [distance(word, candidate), candidate] as const).sort((a, b) => a[0] - b[0]);
  const best = ranked[0];
  return best && best[0] <= limit ? best[1] : null;
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
