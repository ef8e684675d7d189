/**
 * The description of the interface, made from the table of operations: OpenAPI 3.1, whose schemas are JSON Schema 2020-12 as zod writes
 * it. Owns the shape of the document; what an operation is, and how it is tried, stands in the table.
 */
import { z } from 'zod';
import { reasonText } from '../../domain/reason.ts';
import { isLong, type Operation } from '../../engine/operations/operation.ts';
import { type RemoteShape, remoteShape } from '../../engine/serve/remote-input.ts';
import { SESSION_PATHS } from './openapi-sessions.ts';
import { type ApiPath, pathOf } from './paths.ts';
import { statusOfCode } from './problems.ts';

/** JSON Schema, and any other part of the document. */
export type Json = Readonly<Record<string, unknown>>;

/** Input of an operation by example, as the command line reads it. */
export type ExampleOf = (operation: Operation) => Json;

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';
const ref = (name: string) => ({ $ref: `#/components/${name}` });
const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: ref('schemas/Problem') } },
});

/** The whole document. `server`: the address that it is read at. */
export function openApi(operations: readonly Operation[], exampleOf: ExampleOf, server: string): Json {
  const paths: Record<string, Record<string, unknown>> = structuredClone(SESSION_PATHS);
  for (const operation of operations) {
    const at = pathOf(operation);
    if (at === null) continue;
    paths[at.path] ??= {};
    (paths[at.path] as Record<string, unknown>)[at.method.toLowerCase()] = described(operation, at, exampleOf);
  }
  return {
    openapi: '3.1.0',
    info: INFO,
    jsonSchemaDialect: DIALECT,
    servers: [{ url: `${server}/api/v1` }],
    security: [{ key: [] }, { session: [] }],
    tags: tagsOf(operations),
    paths,
    components: COMPONENTS,
  };
}

const INFO = {
  title: 'Rekindle',
  version: '1',
  license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  description: [
    'Everything that the command line does with an instance. GET reads, POST acts. A key belongs to one workspace or to the whole instance;',
    'the latter names the workspace in the header Rekindle-Workspace. A list tells `next`, which is the `after` of the page behind it, null',
    'at its end. What is refused is told as problem details with a reason code.',
  ].join(' '),
} as const;

function tagsOf(operations: readonly Operation[]): Json[] {
  const nouns = new Set(operations.filter((operation) => pathOf(operation)).map(({ noun }) => noun));
  return [...nouns, 'session'].map((name) => ({ name }));
}

function described(operation: Operation, at: ApiPath, exampleOf: ExampleOf): Json {
  const shape = remoteShape(operation);
  const schema = inputSchema(operation, shape);
  const example = remoteExample(exampleOf(operation), shape);
  const { command, summary, noun, role } = operation;
  return {
    operationId: operationIdOf(command),
    summary,
    description: descriptionOf(operation),
    tags: [noun],
    'x-rekindle-command': command,
    'x-rekindle-role': role,
    parameters: [...parametersOf(schema, at, example), ref('parameters/Workspace'), ...onceOf(at)],
    ...(at.method === 'POST' ? { requestBody: bodyOf(schema, at, example, shape) } : {}),
    responses: responsesOf(operation),
  };
}

function descriptionOf({ command, role, examples, toldOnce }: Operation): string {
  const once = toldOnce === undefined ? [] : [`${toldOnce.join(', ')}: told once, and kept nowhere.`];
  const lines = examples.map((example) => `- \`rekindle ${example.command}\`: ${example.says}`);
  return [`As \`rekindle ${command}\`; for ${role} and above.`, ...once, ...lines].join('\n\n');
}

/** `lead show` → `leadShow`. */
export function operationIdOf(command: string): string {
  return command.replace(/[ -](\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** As it is given from elsewhere. */
function inputSchema({ input }: Operation, { takesFile, takesSecrets, hidden }: RemoteShape): ObjectSchema {
  const { $schema: _, ...schema } = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as Json;
  const own = Object.entries((schema.properties ?? {}) as Json).filter(([field]) => !hidden.includes(field));
  const required = ((schema.required ?? []) as readonly string[]).filter((field) => !hidden.includes(field));
  const properties = {
    ...Object.fromEntries(own),
    ...(takesFile ? FILE_FIELDS : {}),
    ...(takesSecrets ? SECRET_FIELDS : {}),
  };
  return { type: 'object', properties, additionalProperties: false, ...(required.length > 0 ? { required } : {}) };
}

interface ObjectSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
  readonly additionalProperties: false;
}

const FILE_FIELDS = {
  content: { type: 'string', description: 'what stands in the file' },
  contentIs: {
    enum: ['text', 'base64'],
    description: 'text by default; base64 for whatever is no text in UTF-8, such as a workbook',
  },
  fileName: { type: 'string', description: 'its name, without a folder' },
};
const SECRET_FIELDS = {
  secrets: {
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'secrets by name, such as password; sealed at once, and never told again',
  },
};

function remoteExample(example: Json, { takesFile, takesSecrets, hidden }: RemoteShape): Json {
  const own = Object.entries(example).filter(([field]) => !hidden.includes(field));
  const file = takesFile ? { content: 'First Name,Email\nJane,jane@acme.example\n', fileName: 'leads.csv' } : {};
  return {
    ...Object.fromEntries(own),
    ...file,
    ...(takesSecrets ? { secrets: { password: 'as the provider gave it' } } : {}),
  };
}

function parametersOf({ properties, required = [] }: ObjectSchema, at: ApiPath, example: Json): Json[] {
  const inQuery = at.method === 'GET' ? Object.keys(properties).filter((field) => !at.inPath.includes(field)) : [];
  const parameter = (name: string, place: 'path' | 'query') => {
    const { description, ...schema } = properties[name] as { readonly description?: string };
    const given = name in example || place === 'path' ? { example: example[name] ?? 'NAME' } : {};
    const style = isMap(schema) ? { style: 'deepObject', explode: true } : {};
    const isRequired = place === 'path' || required.includes(name);
    return {
      name,
      in: place,
      required: isRequired,
      ...(description ? { description } : {}),
      schema,
      ...style,
      ...given,
    };
  };
  return [...at.inPath.map((name) => parameter(name, 'path')), ...inQuery.map((name) => parameter(name, 'query'))];
}

function isMap(schema: object): boolean {
  return (schema as { readonly type?: unknown }).type === 'object';
}

function onceOf({ method }: ApiPath): Json[] {
  return method === 'POST' ? [ref('parameters/Once')] : [];
}

function bodyOf(schema: ObjectSchema, { inPath }: ApiPath, example: Json, { takesFile }: RemoteShape): Json {
  const isOwn = ([field]: readonly [string, unknown]) => !inPath.includes(field);
  const required = (schema.required ?? []).filter((field) => !inPath.includes(field));
  const { required: _, ...rest } = schema;
  const own = {
    ...rest,
    properties: Object.fromEntries(Object.entries(schema.properties).filter(isOwn)),
    ...(required.length > 0 ? { required } : {}),
  };
  const json = { schema: own, example: Object.fromEntries(Object.entries(example).filter(isOwn)) };
  const raw = { schema: { description: 'the file as it is; its words stand in the address' } };
  return {
    required: required.length > 0,
    content: { 'application/json': json, ...(takesFile ? { 'application/octet-stream': raw } : {}) },
  };
}

const PROGRESS_LINES = {
  schema: {
    type: 'object',
    description:
      'Where Accept asks for it: a line {"progress": {stage, done, total, unit}} now and then, and a last one {"output": …} or {"problem": …}. What is refused before it is begun, or over at once, is answered as one document.',
  },
};

function responsesOf(operation: Operation): Json {
  const { output, errors, kind } = operation;
  const { $schema: _, ...schema } = z.toJSONSchema(output, { io: 'output', unrepresentable: 'any' }) as Json;
  const type = kind === 'stream' ? 'application/x-ndjson' : 'application/json';
  const byStatus = Map.groupBy(errors, (code) => String(statusOfCode(code)));
  const refused = [...byStatus].map(([status, codes]) => [status, problem(codes.map(told).join('\n\n'))] as const);
  return {
    200: {
      description: 'Done',
      content: { [type]: { schema }, ...(isLong(operation) ? { 'application/x-ndjson': PROGRESS_LINES } : {}) },
    },
    ...COMMON,
    ...Object.fromEntries(refused),
  };
}

/** The code with its sentence, where the table of reasons has one. */
function told(code: string): string {
  const { says } = reasonText(code);
  return says ? `\`${code}\`: ${says}` : `\`${code}\``;
}

const COMMON = {
  400: ref('responses/BadInput'),
  401: ref('responses/NotKnown'),
  403: ref('responses/NotAllowed'),
  404: ref('responses/NoWorkspace'),
  409: ref('responses/UnderWay'),
  413: ref('responses/TooLarge'),
  414: ref('responses/TooLong'),
  415: ref('responses/OtherType'),
  422: ref('responses/OtherRequest'),
  503: ref('responses/Away'),
};

const COMPONENTS = {
  securitySchemes: {
    key: { type: 'http', scheme: 'bearer', description: 'A key of `rekindle key create`.' },
    session: {
      type: 'apiKey',
      in: 'cookie',
      name: 'rekindle',
      description: 'A login; acts need X-CSRF-Token as well.',
    },
  },
  parameters: {
    Workspace: {
      ...{ name: 'Rekindle-Workspace', in: 'header', required: false, schema: { type: 'string' }, example: 'acme' },
      description: 'the workspace that is meant, for whoever has several',
    },
    Once: {
      ...{ name: 'Idempotency-Key', in: 'header', required: false, example: '0b9f6c1e-8d0e-4c34-9c0f-6b1f3f0f7a55' },
      schema: { type: 'string', minLength: 1, maxLength: 255 },
      description: 'the same key twice within a day is done once, and the answer told again',
    },
  },
  responses: {
    BadInput: problem(
      '`bad-input`: the input is not as described; `errors` names each field. `body-no-json`: the body is no JSON, and `detail` tells from where on. `body-no-object`, `body-no-utf8`, `body-name-forbidden`, `body-other-length`, `address-unreadable`',
    ),
    NotKnown: problem('`not-known`: no key and no session, or one that is over'),
    NotAllowed: problem(
      '`role-too-low`, `workspace-not-yours`, `whole-instance-only`, `not-for-clients`, `csrf-missing`, `foreign-origin`',
    ),
    NoWorkspace: problem('`no-such-workspace`: there is no workspace of the name that the header gives'),
    TooLarge: problem('`body-too-long`: the body is longer than what is taken'),
    TooLong: problem('`address-too-long`: a part of the address is longer than any name or id'),
    OtherType: problem(
      '`body-of-other-type`: the body is not JSON by its Content-Type, and this operation takes no file. `body-packed`: it has a Content-Encoding',
    ),
    OtherRequest: problem('`key-of-other-request`: this Idempotency-Key came with another request before'),
    UnderWay: problem('`key-under-way`: the first request with this Idempotency-Key is being worked on'),
    Away: problem('`database-away`: the database cannot be used now; ask again in a moment'),
  },
  schemas: {
    Problem: {
      type: 'object',
      description: 'RFC 9457, with a reason code and what to do',
      required: ['type', 'title', 'status', 'requestId'],
      properties: {
        type: { type: 'string', examples: ['urn:rekindle:reason:no-such-lead'] },
        title: { type: 'string' },
        status: { type: 'integer' },
        code: { type: 'string', examples: ['no-such-lead'] },
        detail: { type: 'string' },
        remedy: { type: 'string' },
        errors: {
          type: 'array',
          items: { type: 'object', properties: { field: { type: 'string' }, says: { type: 'string' } } },
        },
        requestId: { type: 'string' },
      },
    },
  },
};
