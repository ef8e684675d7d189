/** Reasons in the language of whoever asks: Spanish where it is preferred, and not a byte changed where it is not. */
import { Readable } from 'node:stream';
import Fastify from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { reasonTextIn } from '../../src/domain/reason/in-language.ts';
import { tellInReadersLanguage } from '../../src/http/api/reader-language.ts';
import { holdFile } from '../../src/instance/held-files.ts';
import { type ApiStage, openApiStage } from './stage.ts';

const SPANISH = { 'accept-language': 'es-MX,es;q=0.9,en;q=0.8' };
const spanish = (code: string) => reasonTextIn('es', code);
const english = (code: string) => reasonTextIn('en', code);
const WISH = { act: 'tag', value: 'vip', where: 'country == "DE"' };

describe('the interface', () => {
  let stage: ApiStage;
  beforeEach(async () => {
    stage = await openApiStage({ holdFile });
    const content = 'Email,Country,Tags\nann@acme.example,DE,vip\nbea@acme.example,DE,\n';
    await stage.post('/api/v1/imports', { body: { content, fileName: 'leads.csv' } });
  });
  afterEach(() => stage.close());

  test('tells reasons in Spanish, and is otherwise the same', async () => {
    const plain = await stage.post('/api/v1/bulk/preview', { body: WISH });
    const told = await stage.post('/api/v1/bulk/preview', { body: WISH, headers: SPANISH });
    const skip = { code: 'already-tagged', leads: 1 };
    expect(plain.body.skips).toEqual([{ ...skip, says: english('already-tagged').says }]);
    expect(told.body).toEqual({ ...plain.body, skips: [{ ...skip, says: spanish('already-tagged').says }] });
    expect(told.headers).toMatchObject({ 'content-language': 'es', vary: 'accept-language' });
  });

  test.each([
    ['nothing', undefined],
    ['English', 'en-GB,en;q=0.9,es;q=0.8'],
    ['another language', 'de'],
    ['anything but Spanish', 'es;q=0'],
    ['more than is read', `${'de,'.repeat(1_000)}es`],
  ])('is as it was to whoever prefers %s', async (_, language) => {
    const headers = language === undefined ? {} : { 'accept-language': language };
    const told = await stage.post('/api/v1/bulk/preview', { body: WISH, headers });
    expect(told.body.skips).toEqual([{ code: 'already-tagged', leads: 1, says: english('already-tagged').says }]);
    expect(told.headers['content-language']).toBeUndefined();
  });

  test('keeps the answer of an act as it was done, and tells it again to each in their language', async () => {
    const once = { 'idempotency-key': 'once' };
    const first = await stage.post('/api/v1/bulk/start', { body: WISH, headers: { ...once, ...SPANISH } });
    const again = await stage.post('/api/v1/bulk/start', { body: WISH, headers: once });
    expect(first.body.reasons).toMatchObject([{ says: spanish('already-tagged').says }]);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(again.body.reasons).toMatchObject([{ says: english('already-tagged').says }]);
  });

  test('says in Spanish what is wrong and what to do', async () => {
    const stranger = await stage.get('/api/v1/leads', { headers: SPANISH, key: null });
    const { says: detail, remedy } = spanish('not-known');
    expect(stranger.status).toBe(401);
    expect(stranger.body).toMatchObject({ title: 'Unauthorized', code: 'not-known', detail, remedy });
    expect(stranger.headers['content-type']).toContain('application/problem+json');
    const key = await stage.key('viewer');
    const refused = await stage.post('/api/v1/halts', { headers: SPANISH, key, body: {} });
    expect(refused.body).toMatchObject({ code: 'role-too-low', detail: spanish('role-too-low').says });
  });

  test('says in Spanish what a refusal says of this request alone, and leaves the rest of it', async () => {
    const path = '/api/v1/leads/nobody@acme.example';
    const [plain, told] = [await stage.get(path), await stage.get(path, { headers: SPANISH })];
    expect(told.body).toEqual({
      ...plain.body,
      detail: 'no se conoce ningún contacto como «nobody@acme.example»',
      remedy: 'dé el id de un contacto, una dirección de correo o un teléfono con +',
      requestId: told.body.requestId,
    });
  });

  test('says in Spanish what is wrong with the input, field by field', async () => {
    const told = await stage.post('/api/v1/bulk/preview', { body: { act: 'fly', limit: 'x' }, headers: SPANISH });
    const errors = told.body.errors as { field: string; says: string }[];
    expect(told.body).toMatchObject({ code: 'bad-input', remedy: 'Vea los parámetros de esta operación.' });
    expect(errors).toContainEqual({
      field: 'act',
      says: expect.stringMatching(/^Opción no válida: se esperaba una de /),
    });
    expect(errors).toContainEqual({ field: '', says: 'Clave desconocida: "limit"' });
    expect(told.body.detail).toBe(errors.map(({ field, says }) => (field ? `${field}: ${says}` : says)).join('; '));
  });

  test('says in Spanish what a check of a playbook finds', async () => {
    const { files } = (await stage.get('/api/v1/drafts/acquisition')).body as { files: Record<string, string> };
    const main = (files['playbook.yaml'] ?? '').replace('\nroute:', '\nrouten: 1\nroute:');
    const body = { files: { ...files, 'playbook.yaml': main } };
    const plain = await stage.post('/api/v1/drafts/acquisition/check', { body });
    const told = await stage.post('/api/v1/drafts/acquisition/check', { body, headers: SPANISH });
    expect(plain.body.findings).toMatchObject([
      { message: 'there is no "routen" here', remedy: 'Did you mean "route"?' },
    ]);
    expect(told.body.findings).toMatchObject([{ message: 'aquí no hay "routen"', remedy: '¿Quiso decir "route"?' }]);
  });

  test('leaves its own description as it is', async () => {
    const described = await stage.get('/api/openapi.json', { headers: SPANISH });
    expect(described.headers['content-language']).toBeUndefined();
    expect(described.body).toEqual((await stage.get('/api/openapi.json')).body);
  });
});

describe('an answer of any shape', () => {
  const given = {
    ownWords: { code: 'login-refused', says: '535 5.7.8 Error', remedy: english('login-refused').remedy },
    named: {
      code: 'connection-failing',
      remedy: english('connection-failing').remedy.replace('NAME', () => '$& mail'),
    },
    because: [{ name: 'recency', because: 'class-hot', says: english('class-hot').says }],
    byCode: { 'min-gap': english('min-gap') },
    strange: { code: 'constructor', says: 'as it is', remedy: '' },
    other: { code: 'min-gap', says: 'name a lead, they wrote', facts: { hours: 1.5, 'no-show': null } },
    item: { check: 'sender', ok: false, blocks: true, says: 'no sender; set --from-name and --from-address' },
    conversation: { why: [english('class-hot').says, 'in their words'] },
    letter: { message: 'name a lead', detail: 'name a lead', remedy: 'name a lead' },
  };

  async function told(headers: Record<string, string>) {
    const app = Fastify();
    tellInReadersLanguage(app, '/api');
    app.get('/api/one', async (_request, reply) => reply.header('vary', 'origin').send(given));
    const type = 'application/x-ndjson';
    const lines = Object.values(given).map((line) => `${JSON.stringify(line)}\n`);
    app.get('/api/lines', async (_request, reply) => reply.type(type).send(Readable.from(lines)));
    const one = await app.inject({ url: '/api/one', headers });
    const { body } = await app.inject({ url: '/api/lines', headers });
    await app.close();
    return {
      one,
      lines: body
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as object),
    };
  }

  test('has the sentences of the table in Spanish, and those of others as they are', async () => {
    const { one, lines } = await told(SPANISH);
    const expected = {
      ...given,
      ownWords: { ...given.ownWords, remedy: spanish('login-refused').remedy },
      named: { ...given.named, remedy: spanish('connection-failing').remedy.replace('NAME', () => '$& mail') },
      because: [{ ...given.because[0], says: spanish('class-hot').says }],
      byCode: { 'min-gap': spanish('min-gap') },
      item: { ...given.item, says: 'no hay remitente; ponga --from-name y --from-address' },
      conversation: { why: [spanish('class-hot').says, 'in their words'] },
    };
    expect(one.json()).toEqual(expected);
    expect(one.headers.vary).toBe('origin, accept-language');
    expect(lines).toEqual(Object.values(expected));
  });

  test('is the same to the byte in English', async () => {
    const { one, lines } = await told({});
    expect(one.body).toBe(JSON.stringify(given));
    expect(lines).toEqual(Object.values(given));
  });
});
