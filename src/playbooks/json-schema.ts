/** The JSON schema by which editors complete and check playbook.yaml. Made from the zod schema; owns only what JSON schema cannot know. */
import { z } from 'zod';
import { playbookSchema } from '../domain/playbook/format/schema.ts';

type Json = Record<string, unknown>;

const SETTING_REFERENCE = { $ref: '#/$defs/setting' };

/** Places that take no `{ setting: name }`: the settings themselves, and what makes a step or playbook what it is. */
const LITERAL_KEYS: ReadonlySet<string> = new Set(['settings', 'name', 'kind', 'id', 'attributes', 'rule']);

/** What is data and no schema. */
const AS_WRITTEN: ReadonlySet<string> = new Set(['default', 'enum', 'examples']);

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSection(schema: Json): boolean {
  return schema.type === 'object' || 'properties' in schema || 'oneOf' in schema;
}

/** Lets a value be a reference to a setting as well; sections are gone through instead. */
function withReference(schema: unknown): unknown {
  if (!isObject(schema)) return schema;
  if (isSection(schema)) return withReferences(schema);
  const { description, default: fallback, ...rest } = withReferences(schema) as Json;
  const words = {
    ...(description === undefined ? {} : { description }),
    ...(fallback === undefined ? {} : { default: fallback }),
  };
  return { ...words, anyOf: [rest, SETTING_REFERENCE] };
}

function withReferences(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withReferences);
  if (!isObject(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => {
      if (key === 'properties' && isObject(value)) {
        const fields = Object.entries(value).map(([name, each]) => [
          name,
          LITERAL_KEYS.has(name) ? each : withReference(each),
        ]);
        return [key, Object.fromEntries(fields)];
      }
      return [key, AS_WRITTEN.has(key) ? value : withReferences(value)];
    }),
  );
}

/** The schema as written to `playbooks/playbook.schema.json`, ending in a line end. */
export function playbookJsonSchema(): string {
  const schema = z.toJSONSchema(playbookSchema, { io: 'input', unrepresentable: 'any' }) as Json;
  const setting = {
    type: 'object',
    description: 'The value of a setting declared above.',
    properties: { setting: { type: 'string' } },
    required: ['setting'],
    additionalProperties: false,
  };
  const { $schema, ...rest } = withReferences(schema) as Json;
  return `${JSON.stringify({ $schema, title: 'Rekindle playbook', $defs: { setting }, ...rest }, null, 2)}\n`;
}
