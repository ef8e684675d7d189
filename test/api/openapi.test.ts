/** The description of the interface: valid, complete, and true of every operation. */
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exampleInput } from '../../src/cli/examples.ts';
import { isLong } from '../../src/engine/operations/operation.ts';
import { allOperations } from '../../src/engine/operations/table.ts';
import { openApi, operationIdOf } from '../../src/http/api/openapi.ts';
import { pathOf } from '../../src/http/api/paths.ts';
import { type ApiStage, openApiStage } from './stage.ts';

interface Described {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters?: readonly {
    readonly name?: string;
    readonly in?: string;
    readonly schema?: object;
    readonly example?: unknown;
  }[];
  readonly requestBody?: {
    readonly content: { readonly 'application/json': { readonly schema: object; readonly example: unknown } };
  };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>
  >;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
}

const document = openApi(allOperations(), exampleInput, 'https://mail.acme.example') as unknown as Document;
const described = new Map(
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]) => [one.operationId, { path, method, ...one }] as const),
  ),
);
const reached = allOperations().filter((operation) => pathOf(operation) !== null);
const ajv = new Ajv2020({ strict: false, formats: { uri: true, email: true, 'date-time': true } });

let stage: ApiStage;
beforeAll(async () => {
  stage = await openApiStage();
});
afterAll(() => stage.close());

test('is valid OpenAPI 3.1, and served as it is', async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(structuredClone(document) as unknown as Record<string, unknown>);
  expect(errors ?? []).toEqual([]);
  expect(valid).toBe(true);
  expect(validator.version).toBe('3.1');
  const served = await stage.app.inject('/api/openapi.json');
  expect(served.statusCode).toBe(200);
  expect(Object.keys(served.json<Document>().paths)).toEqual(Object.keys(document.paths));
});

test('a mistake in it is found', async () => {
  const broken = structuredClone(document) as unknown as {
    paths: Record<string, Record<string, { responses: unknown }>>;
  };
  (broken.paths['/leads']?.get as { responses: unknown }).responses = 7;
  expect((await new Validator().validate(broken as unknown as Record<string, unknown>)).valid).toBe(false);
});

test('every name in it is given once, every place that is pointed to is there', () => {
  const names = [...described.keys()];
  expect(new Set(names).size).toBe(names.length);
  const text = JSON.stringify(document);
  const targets = [...text.matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g)];
  expect(targets.length).toBeGreaterThan(100);
  const components = (document as unknown as { components: Record<string, Record<string, unknown>> }).components;
  expect(targets.filter(([, kind = '', name = '']) => !components[kind]?.[name])).toEqual([]);
});

describe.each(reached.map((operation) => [operation.command, operation] as const))('%s', (command, operation) => {
  const found = described.get(operationIdOf(command));

  test('is described in words, with its answer', () => {
    expect(found?.summary).toBe(operation.summary);
    expect(operation.examples.length).toBeGreaterThan(0);
    const types = Object.keys(found?.responses['200']?.content ?? {});
    const lines = operation.kind === 'stream' ? [] : ['application/json'];
    const told = operation.kind === 'stream' || isLong(operation) ? ['application/x-ndjson'] : [];
    expect(types).toEqual([...lines, ...told]);
  });

  test('each place in its address is a parameter, and each example is as its schema asks', () => {
    const parameters = (found?.parameters ?? []).filter(({ name }) => name !== undefined);
    const inPath = [...(found?.path ?? '').matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(parameters.filter((one) => one.in === 'path').map(({ name }) => name)).toEqual(inPath);
    for (const { schema = {}, example, name } of parameters) {
      if (example !== undefined)
        expect([name, ajv.validate(schema, example), ajv.errorsText()]).toEqual([name, true, 'No errors']);
    }
    const body = found?.requestBody?.content['application/json'];
    if (body) expect([ajv.validate(body.schema, body.example), ajv.errorsText()]).toEqual([true, 'No errors']);
  });
});
