/**
 * Whatever is asked, right or hostile: no answer of the 500s, none of a status that is not described, none off its schema, and the instance
 * lives on. Requests are made from the description alone. 20,000 are asked before a release; REQUESTS=50000 asks for as many.
 */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exampleInput } from '../../src/cli/examples.ts';
import { allOperations } from '../../src/engine/operations/table.ts';
import { openApi } from '../../src/http/api/openapi.ts';
import { SENDER } from '../pipeline/stage.ts';
import { RELEASE, THOROUGH } from '../thorough.ts';
import { type ApiStage, openApiStage, runIn } from './stage.ts';

const REQUESTS = Number(process.env.REQUESTS ?? (RELEASE ? 20_000 : THOROUGH ? 4_000 : 500));
const SEED = Number(process.env.SEED_OF_REQUESTS ?? 1);
const LEADS = 12;

type Schema = Readonly<Record<string, unknown>>;
interface Described {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema: Schema; readonly example?: unknown }>>;
  };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>
  >;
}

const document = openApi(allOperations(), exampleInput, 'https://mail.acme.example') as unknown as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
};
/** All but the stream, which never ends. */
const described = Object.entries(document.paths)
  .filter(([path]) => path !== '/stream')
  .flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]) => ({ path, method: method.toUpperCase() as 'GET' | 'POST', ...one })),
  );
type Asked = (typeof described)[number];

/** What comes by chance, the same for the same seed. */
class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  share(): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return this.#state / 2 ** 32;
  }

  below(count: number): number {
    return Math.floor(this.share() * count);
  }

  of<T>(all: readonly T[]): T {
    return all[this.below(all.length)] as T;
  }
}

const HOSTILE: readonly unknown[] = [
  ...['', ' ', '\0', 'a\0b', '\ud800', '💥'.repeat(50), 'x'.repeat(20_000), '../../etc/passwd', '%00', '{{7*7}}'],
  ...[
    "'; DROP TABLE lead; --",
    '<script>alert(1)</script>',
    '=HYPERLINK("x")',
    '__proto__',
    'constructor',
    '\r\nSet-Cookie: a=b',
  ],
  ...['9999999999999999999999', '-0', 'NaN', '1e999', '2026-02-30', '9999-12-31T23:59:59Z', 'null', 'undefined', '[]'],
  ...[null, true, 0, -1, 1.5, 2 ** 53, -(2 ** 63), 1e308, [], {}, [[[[[]]]]], { toString: 'x' }, { length: -1 }],
];

/** Ids and names that are there, so that hostile words reach beyond the first check. */
let known: readonly string[] = [];

function valueFor(schema: Schema, chance: Chance, depth = 0): unknown {
  if (chance.share() < 0.06 || depth > 4) return chance.of(HOSTILE);
  if (Array.isArray(schema.enum)) return chance.of(schema.enum as unknown[]);
  if ('const' in schema) return schema.const;
  const either = (schema.anyOf ?? schema.oneOf) as readonly Schema[] | undefined;
  if (either) return valueFor(chance.of(either), chance, depth + 1);
  switch (Array.isArray(schema.type) ? chance.of(schema.type as string[]) : schema.type) {
    case 'object':
      return objectFor(schema, chance, depth);
    case 'array':
      return Array.from({ length: chance.below(3) }, () => valueFor((schema.items ?? {}) as Schema, chance, depth + 1));
    case 'integer':
    case 'number':
      return chance.of([0, 1, 2, 7, 50, Number(schema.minimum ?? 0), Math.min(Number(schema.maximum ?? 5), 200)]);
    case 'boolean':
      return chance.share() < 0.5;
    case 'null':
      return null;
    default:
      return chance.share() < 0.6
        ? chance.of(known)
        : chance.of(['main', 'a', '2026-12-01', '10 minutes', 'UTC', 'x@y.example']);
  }
}

function objectFor(schema: Schema, chance: Chance, depth: number): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  const required = new Set((schema.required as string[] | undefined) ?? []);
  for (const [name, of] of Object.entries((schema.properties ?? {}) as Record<string, Schema>)) {
    if (required.has(name) ? chance.share() < 0.97 : chance.share() < 0.4) made[name] = valueFor(of, chance, depth + 1);
  }
  if (chance.share() < 0.04)
    made[String(chance.of(['__proto__', 'constructor', 'x'.repeat(300), '']))] = chance.of(HOSTILE);
  return made;
}

const text = (value: unknown) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
/** Half a pair cannot stand in an address. */
const inAddress = (value: unknown) => encodeURIComponent(text(value).toWellFormed());

function requestFor(one: Asked, chance: Chance, keys: readonly string[]) {
  const given = one.parameters ?? [];
  const path = one.path.replace(
    /\{(\w+)\}/g,
    () => inAddress(chance.share() < 0.8 ? chance.of(known) : chance.of(HOSTILE)) || '-',
  );
  const query = given
    .filter((parameter) => parameter.in === 'query' && chance.share() < 0.4)
    .map(({ name, schema }) => `${encodeURIComponent(name)}=${inAddress(valueFor(schema, chance)).slice(0, 2_000)}`);
  const json = one.requestBody?.content['application/json'];
  const whole = json === undefined ? {} : chance.share() < 0.25 ? json.example : valueFor(json.schema, chance);
  const broken = chance.share() < 0.03 ? chance.of(['{', '[1,', 'null', '"x"', '{"a":1,"a":2}', '\ufeff{}']) : null;
  const key = chance.share() < 0.9 ? keys[0] : chance.of([...keys, 'rk_none', '', 'x'.repeat(5_000)]);
  return {
    method: one.method,
    url: `/api/v1${path.startsWith('/api/v1') ? path.slice('/api/v1'.length) : path}${query.length === 0 ? '' : `?${query.join('&')}`}`,
    headers: {
      authorization: `Bearer ${key}`,
      'rekindle-workspace': chance.share() < 0.97 ? 'main' : chance.of(['other', '', 'main,main']),
      ...(chance.share() < 0.05 ? { 'idempotency-key': text(chance.of(['a', 'b', 'x'.repeat(500)])) } : {}),
      ...(one.method === 'POST' ? { 'content-type': chance.share() < 0.97 ? 'application/json' : 'text/html' } : {}),
    },
    ...(one.method === 'POST' ? { payload: broken ?? JSON.stringify(whole ?? {}) } : {}),
  };
}

const ajv = new Ajv2020({ strict: false, formats: { uri: true, email: true, 'date-time': true } });
ajv.addSchema(document as unknown as object, 'document');
const compiled = new Map<object, ValidateFunction>();

/** What a reference of the description leads to; itself where it is none. */
function followed<T>(one: T | { readonly $ref: string }): T {
  if (typeof one !== 'object' || one === null || !('$ref' in one)) return one as T;
  return one.$ref
    .slice(2)
    .split('/')
    .reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], document) as T;
}

/** A schema whose references say of which document they are. */
function absolute(schema: object): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"document#/')) as object;
}

/** What is wrong with an answer; null = nothing. */
function wrongWith({ responses }: Asked, status: number, type: string, body: string): string | null {
  if (status >= 500) return 'a 5xx';
  const response = followed(responses[String(status)]);
  if (response === undefined) return `status ${status} is not described`;
  const content = Object.entries(response.content ?? {}).find(([name]) => type.startsWith(name));
  if (!content) return body === '' ? null : `type ${type} is not described for ${status}`;
  if (!type.includes('json')) return null;
  const { schema } = content[1];
  const check = compiled.get(schema) ?? ajv.compile(absolute(schema));
  compiled.set(schema, check);
  return check(JSON.parse(body)) ? null : `off its schema: ${ajv.errorsText(check.errors).slice(0, 300)}`;
}

let stage: ApiStage;
beforeAll(async () => {
  stage = await openApiStage();
  for (let n = 0; n < LEADS; n++) {
    const set = { email: `ann${n}@acme.example`, firstName: 'Ann', title: 'VP Sales', company: 'Acme', country: 'US' };
    await runIn(stage, 'main', 'lead add', { set, basis: 'consent' });
  }
  await runIn(stage, 'main', 'campaign create', { name: 'spring', playbook: 'acquisition', ...SENDER });
  for (const command of ['assess', 'campaign launch', 'work']) await runIn(stage, 'main', command, {});
  await runIn(stage, 'main', 'event record', { lead: 'ann1@acme.example', kind: 'replied', text: 'Tell me more' });
  const ids = ['lead', 'campaign', 'message', 'enrollment', 'event', 'task'].flatMap((table) =>
    stage.sql(`SELECT id FROM ${table} LIMIT 4`).map(({ id }) => String(id)),
  );
  known = ['spring', 'ann1@acme.example', 'acquisition', 'pipeline', ...ids];
});
afterAll(() => stage.close());

test(`${REQUESTS} requests by the description, right and hostile`, { timeout: 1_200_000 }, async () => {
  const chance = new Chance(SEED);
  const keys = [await stage.key('admin', ''), await stage.key('viewer'), await stage.key('operator')];
  const statuses: Record<string, number> = {};
  const wrong: string[] = [];
  for (let n = 0; n < REQUESTS && wrong.length < 20; n++) {
    const one = n < described.length ? (described[n] as Asked) : chance.of(described);
    const request = requestFor(one, chance, keys);
    const answer = await stage.app.inject(request);
    statuses[answer.statusCode] = (statuses[answer.statusCode] ?? 0) + 1;
    const found = wrongWith(one, answer.statusCode, String(answer.headers['content-type'] ?? ''), answer.body);
    if (found)
      wrong.push(
        `${n} ${request.method} ${request.url.slice(0, 200)} ${(request.payload ?? '').slice(0, 300)}: ${found} ${answer.body.slice(0, 200)}`,
      );
  }
  if (process.env.TOLD) console.log(statuses);
  expect(wrong).toEqual([]);
  expect(statuses[200]).toBeGreaterThan(REQUESTS / 10);
  expect((await stage.get('/api/v1/leads?limit=1')).status).toBe(200);
});
