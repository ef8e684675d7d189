/**
 * The providers' own descriptions of their interfaces, where the folder of contracts is at hand: what we ask and what the servers here
 * answer is checked against them.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';

const DATA = process.env.REKINDLE_DATA ?? join(import.meta.dirname, '../../../shared/data');
const FOLDER = join(DATA, '../contracts');

/** True where there is nothing to check against. */
export const NO_CONTRACTS: boolean = !existsSync(join(FOLDER, 'twilio'));

type Json = Readonly<Record<string, unknown>>;

/** One description, its schemas compiled as they are asked for. */
export class Contract {
  readonly #ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  readonly #file: string;
  readonly #text: Json;
  readonly #compiled = new Map<string, ValidateFunction>();
  /** How often something was checked: a check of nothing is none. */
  checked = 0;

  constructor(file: string, beside: readonly string[] = []) {
    this.#file = `file:///${file}`;
    this.#text = load(file);
    this.#ajv.addSchema(this.#text, this.#file);
    for (const other of beside) this.#ajv.addSchema(load(other), `file:///${other}`);
  }

  /** What is wrong with the body of a request; nothing where it is right. `mended` changes the schema where it is known to be wrong. */
  request(path: string, method: string, type: string, body: unknown, mended: (schema: Json) => Json = same): string[] {
    const schema = at(this.#text, ['paths', path, method, 'requestBody', 'content', type, 'schema']);
    return this.#check(`${method} ${path} ${type}`, mended(schema), body);
  }

  /** What is wrong with an answer. An answer of a status that is not described is wrong. */
  answer(path: string, method: string, status: number, body: unknown): string[] {
    const described = at(this.#text, ['paths', path, method, 'responses', String(status)]);
    const response = '$ref' in described ? this.#follow(String(described.$ref)) : described;
    return this.#check(`${method} ${path} ${status}`, at(response, ['content', 'application/json', 'schema']), body);
  }

  /** A schema by its pointer, `#/components/schemas/X`. */
  #follow(ref: string): Json {
    return at(this.#text, ref.slice(2).split('/'));
  }

  #check(name: string, schema: Json, body: unknown): string[] {
    const key = `${name} ${JSON.stringify(schema).length}`;
    const check = this.#compiled.get(key) ?? this.#ajv.compile(absolute(schema, this.#file) as Json);
    this.#compiled.set(key, check);
    this.checked++;
    if (check(body)) return [];
    return (check.errors ?? []).map(({ instancePath, message }) => `${name}${instancePath} ${message}`);
  }
}

const same = (schema: Json): Json => schema;

/** OpenAPI 3.0 is nearly JSON schema: `nullable` is another type, examples and discriminators say nothing. */
function load(file: string): Json {
  return JSON.parse(readFileSync(join(FOLDER, file), 'utf8'), (_, value) => nullable(value)) as Json;
}

function nullable(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('nullable' in value) || value.nullable !== true) return value;
  const { nullable: _, ...rest } = value;
  return { anyOf: [rest, { type: 'null' }] };
}

function absolute(value: unknown, file: string): unknown {
  if (Array.isArray(value)) return value.map((part) => absolute(part, file));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, part]) => {
    if (key === '$ref' && typeof part === 'string') return [key, new URL(part, file).href];
    return [key, absolute(part, file)];
  });
  return Object.fromEntries(entries);
}

function at(from: Json, steps: readonly string[]): Json {
  let place: unknown = from;
  for (const step of steps) place = (place as Json | undefined)?.[step];
  if (typeof place !== 'object' || place === null) throw new Error(`not described: ${steps.join(' ')}`);
  return place as Json;
}
