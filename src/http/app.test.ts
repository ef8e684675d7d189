/** The face as a browser, a mail program and a scanner see it. */
import { afterEach, describe, expect, test } from 'vitest';
import { OPT_OUT_CHOICES, type OptOutChoice } from '../domain/consent/opt-out-choice.ts';
import type { PublicHouse } from '../engine/ports.ts';
import { buildHttp } from './app.ts';
import { pageLanguage } from './unsubscribe-words.ts';

const apps: ReturnType<typeof buildHttp>[] = [];
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
});

/** A house that knows the token `good` and remembers what was asked of it. */
function faceOf(part: Partial<PublicHouse> = {}) {
  const calls: (string | null)[][] = [];
  const errors: object[] = [];
  const app = buildHttp({
    unsubscribe: async (token, way, choice) => {
      calls.push([token, way, choice]);
      return token.startsWith('good') ? ((choice ?? 'email') as OptOutChoice) : 'invalid';
    },
    describe: async (token) =>
      token.startsWith('good')
        ? { name: 'Acme <b>& Co', by: token.endsWith('x') ? 'phone' : 'email', ofCampaign: !token.endsWith('x') }
        : null,
    health: () => ({ version: '1' }),
    ready: async () => ({ ready: true }),
    log: { info: () => undefined, error: (_, facts) => void errors.push(facts ?? {}) },
    ...part,
  });
  apps.push(app);
  return { app, calls, errors };
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

describe('the unsubscribe address', () => {
  test('shows one button on GET and changes nothing, also for scanners', async () => {
    const { app, calls } = faceOf();
    for (const method of ['GET', 'HEAD'] as const) {
      const answer = await app.inject({ method, url: '/u/good' });
      expect(answer.statusCode).toBe(200);
      expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    }
    const { body } = await app.inject('/u/good');
    expect(body.match(/<button/g)).toHaveLength(1);
    expect(body).toContain('<form method="post">');
    expect(body).not.toMatch(/<script|<input|<img|<link|javascript:|https?:|good/);
    expect(body.match(/<a /g)).toHaveLength(1);
    expect(body).toContain('<a href="?choose">');
    expect(calls).toEqual([]);
  });

  test('shows a sender’s name as text', async () => {
    const { body } = await faceOf().app.inject('/u/good');
    expect(body).toContain('Acme &#60;b&#62;&#38; Co');
    expect(body).not.toContain('<b>');
  });

  test.each([
    ['form', FORM, 'List-Unsubscribe=One-Click'],
    [
      'multipart',
      { 'content-type': 'multipart/form-data; boundary=b' },
      '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--',
    ],
    ['no type', {}, 'List-Unsubscribe=One-Click'],
  ])('unsubscribes at once for a mail program (%s), as often as it asks', async (_, headers, payload) => {
    const { app, calls } = faceOf();
    for (let time = 0; time < 2; time++) {
      const answer = await app.inject({ method: 'POST', url: '/u/good', headers, payload });
      expect(answer.statusCode).toBe(200);
      expect(answer.headers.location).toBeUndefined();
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
    expect(calls).toEqual([
      ['good', 'one-click', null],
      ['good', 'one-click', null],
    ]);
  });

  test('unsubscribes for the button, and says so', async () => {
    const { app, calls } = faceOf();
    const answer = await app.inject({ method: 'POST', url: '/u/good', headers: FORM, payload: '' });
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toContain('You are unsubscribed');
    expect(answer.body).not.toContain('<button');
    expect(calls).toEqual([['good', 'page', null]]);
  });

  test('says that a token is not ours', async () => {
    const { app } = faceOf();
    for (const method of ['GET', 'POST'] as const) {
      const answer = await app.inject({ method, url: '/u/bad' });
      expect(answer.statusCode).toBe(404);
      expect(answer.body).toContain('This link does not work');
    }
  });

  test('offers what may stop, and changes nothing by showing it', async () => {
    const { app, calls } = faceOf();
    const { body, statusCode } = await app.inject('/u/good?choose');
    expect(statusCode).toBe(200);
    expect([...body.matchAll(/name="what" value="(\w+)"/g)].map(([, value]) => value)).toEqual([...OPT_OUT_CHOICES]);
    expect(body.match(/ checked/g)).toHaveLength(1);
    expect(body).toContain('value="email" checked');
    expect(body.match(/<button/g)).toHaveLength(1);
    expect(body).not.toMatch(/<script|<img|<link|javascript:|https?:|good/);
    const { body: ofText } = await app.inject('/u/goodx?choose');
    expect(ofText).not.toContain('value="campaign"');
    expect(ofText).toContain('value="phone" checked');
    expect((await app.inject('/u/goodx')).body).toContain('Stop these texts and calls?');
    expect(calls).toEqual([]);
  });

  test.each([
    ['campaign', 'These e-mails have stopped', 'Estos correos han terminado'],
    ['email', 'You are unsubscribed', 'Se ha dado de baja'],
    ['phone', 'Texts and calls have stopped', 'Los mensajes y llamadas han terminado'],
    ['everything', 'Everything has stopped', 'Todo ha terminado'],
  ])('stops %s where that was chosen, and says so', async (what, english, spanish) => {
    const { app, calls } = faceOf();
    const wish = { method: 'POST', url: '/u/good?choose', payload: `what=${what}` } as const;
    const answer = await app.inject({ ...wish, headers: FORM });
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toContain(english);
    expect(answer.body).not.toMatch(/<button|<input|<a /);
    expect((await app.inject({ ...wish, headers: { ...FORM, 'accept-language': 'es' } })).body).toContain(spanish);
    expect(calls).toEqual([
      ['good', 'page', what],
      ['good', 'page', what],
    ]);
  });

  test('a mail program’s own button means what it means, whatever else comes with it', async () => {
    const { app, calls } = faceOf();
    const payload = 'List-Unsubscribe=One-Click&what=campaign';
    await app.inject({ method: 'POST', url: '/u/good?choose', headers: FORM, payload });
    expect(calls).toEqual([['good', 'one-click', null]]);
  });

  test('takes tokens as long as they come', async () => {
    const { app, calls } = faceOf();
    const token = `good${'x'.repeat(900)}`;
    expect((await app.inject({ method: 'POST', url: `/u/${token}` })).statusCode).toBe(200);
    expect(calls).toEqual([[token, 'page', null]]);
  });

  test('never claims success when it failed, and offers to try again; the token stays out of the log', async () => {
    const fail = async () => {
      throw new Error('disk on fire');
    };
    const { app, errors } = faceOf({ unsubscribe: fail });
    const answer = await app.inject({ method: 'POST', url: '/u/good-secret' });
    expect(answer.statusCode).toBe(500);
    expect(answer.body).toContain('<button');
    expect(answer.body).not.toContain('disk on fire');
    expect(errors).toMatchObject([{ requestId: answer.headers['x-request-id'], route: '/u/:token' }]);
    expect(JSON.stringify(errors)).toContain('disk on fire');
    expect(JSON.stringify(errors)).not.toContain('good-secret');
  });

  test('speaks Spanish to those who ask for it', async () => {
    const { app } = faceOf();
    const answer = await app.inject({ url: '/u/good', headers: { 'accept-language': 'es-MX,es;q=0.9,en;q=0.8' } });
    expect(answer.body).toContain('<html lang="es">');
    expect(answer.body).toContain('Darme de baja');
    expect(answer.headers['content-language']).toBe('es');
  });

  test.each([
    [undefined, 'en'],
    ['', 'en'],
    ['de-DE,de;q=0.9', 'en'],
    ['de,es;q=0.5', 'es'],
    ['en;q=0.4, es;q=0.6', 'es'],
    ['es;q=0.4, en-GB;q=0.6', 'en'],
    ['est', 'en'],
    ['es;q=0', 'en'],
    ['es;q=x', 'es'],
    [','.repeat(10_000), 'en'],
  ])('Accept-Language %j: %s', (header, language) => {
    expect(pageLanguage(header)).toBe(language);
  });
});

describe('every answer', () => {
  test('is guarded: no script, no frame, no cache, no referrer, an id', async () => {
    const { app } = faceOf();
    const ids = new Set<unknown>();
    for (const url of ['/u/good', '/u/bad', '/healthz', '/nowhere']) {
      const { headers } = await app.inject(url);
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['content-security-policy']).not.toContain('unsafe');
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      });
      ids.add(headers['x-request-id']);
    }
    expect(ids.size).toBe(4);
  });

  test('allows the page exactly the style that it has', async () => {
    const { headers, body } = await faceOf().app.inject('/u/good');
    const style = /<style>(.*)<\/style>/s.exec(body)?.[1] ?? '';
    const digest = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(style))).toString('base64');
    expect(headers['content-security-policy']).toContain(`'sha256-${digest}'`);
    expect(body).not.toMatch(/ style=| on\w+=/);
    expect((await faceOf().app.inject('/u/good?choose')).body).toContain(`<style>${style}</style>`);
  });

  test('to an unknown address is a problem with its details', async () => {
    const { app } = faceOf();
    for (const [method, url] of [
      ['GET', '/nowhere'],
      ['PUT', '/u/good'],
      ['POST', '/healthz'],
    ] as const) {
      const answer = await app.inject({ method, url });
      expect(answer.statusCode).toBe(404);
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(answer.json()).toMatchObject({ type: 'about:blank', title: 'Not Found', status: 404 });
    }
  });

  test('to a body that is too large is 413, and nobody is unsubscribed', async () => {
    const { app, calls } = faceOf();
    const answer = await app.inject({ method: 'POST', url: '/u/good', headers: FORM, payload: 'x'.repeat(70_000) });
    expect(answer.statusCode).toBe(413);
    expect(calls).toEqual([]);
  });
});

describe('health', () => {
  test('lives', async () => {
    expect((await faceOf().app.inject('/healthz')).json()).toEqual({ alive: true, version: '1' });
  });

  test('is ready or says why not', async () => {
    expect((await faceOf().app.inject('/readyz')).statusCode).toBe(200);
    const { app } = faceOf({ ready: async () => ({ ready: false, migration: 'under way' }) });
    const answer = await app.inject('/readyz');
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toEqual({ ready: false, migration: 'under way' });
  });

  test('a probe that throws is 500, and loud', async () => {
    const { app, errors } = faceOf({
      ready: async () => {
        throw new Error('no database');
      },
    });
    const answer = await app.inject('/readyz');
    expect(answer.json()).toMatchObject({
      ...{ type: 'urn:rekindle:reason:fault-inside', status: 500, title: 'Internal Server Error' },
      ...{ code: 'fault-inside', requestId: answer.headers['x-request-id'], detail: expect.any(String) },
    });
    expect(answer.body).not.toContain('no database');
    expect(errors).toMatchObject([{ requestId: answer.headers['x-request-id'] }]);
  });
});
