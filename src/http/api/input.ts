/** From the address of a request to an operation's input: text becomes what the schema asks for. What a value must be is the schema's. */
import { z } from 'zod';
import type { Operation } from '../../engine/operations/operation.ts';

/** What a field takes. */
type Kind = 'boolean' | 'number' | 'list' | 'map' | 'text';

interface Property {
  readonly type?: string | readonly string[];
  readonly anyOf?: readonly Property[];
}

/** Reads the words of an address. */
export type WordReader = (words: Readonly<Record<string, unknown>>) => Record<string, unknown>;

/**
 * A reader for the fields of an operation. A list is a name several times or once; a map is `name[key]=value`. A number that is none
 * stays text, for the schema to refuse.
 */
export function wordReader(operation: Operation): WordReader {
  const kinds = kindsOf(operation);
  return (words) => {
    const input: Record<string, unknown> = {};
    for (const [name, given] of Object.entries(words)) put(input, kinds, name, given);
    return input;
  };
}

function kindsOf({ input }: Operation): ReadonlyMap<string, Kind> {
  const schema = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as {
    readonly properties?: Readonly<Record<string, Property>>;
  };
  return new Map(Object.entries(schema.properties ?? {}).map(([name, property]) => [name, kindOf(property)]));
}

function kindOf(property: Property): Kind {
  const types = [property, ...(property.anyOf ?? [])].flatMap(({ type }) => type ?? []);
  if (types.includes('boolean')) return 'boolean';
  if (types.includes('integer') || types.includes('number')) return 'number';
  if (types.includes('array')) return 'list';
  return types.includes('object') ? 'map' : 'text';
}

const IN_MAP = /^(?<field>\w+)\[(?<key>[^\]]+)\]$/;

function put(input: Record<string, unknown>, kinds: ReadonlyMap<string, Kind>, name: string, given: unknown): void {
  const { field, key } = IN_MAP.exec(name)?.groups ?? {};
  if (field !== undefined && key !== undefined && kinds.get(field) === 'map') {
    input[field] = { ...(input[field] as object | undefined), [key]: given };
    return;
  }
  input[name] = valueFor(kinds.get(name) ?? 'text', given);
}

const TRUTHS: Readonly<Record<string, boolean>> = { true: true, false: false, 1: true, 0: false, '': true };

function valueFor(kind: Kind, given: unknown): unknown {
  if (kind === 'list') return Array.isArray(given) ? given : [given];
  if (typeof given !== 'string') return given;
  if (kind === 'boolean') return TRUTHS[given] ?? given;
  if (kind === 'number') return given.trim() === '' || !Number.isFinite(Number(given)) ? given : Number(given);
  return given;
}
