/** Signatures of every provider, made with throw-away keys: what is genuine is believed, and nothing else. */
import { createHash, createHmac, createSign, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { HookAdapter, HookRequest } from '../engine/hook-port.ts';
import { calcomHook } from './calcom/hook.ts';
import { calendlyHook } from './calendly/hook.ts';
import { highlevelHook } from './highlevel/hook.ts';
import { hubspotHook } from './hubspot/hook.ts';
import { postmarkHook } from './postmark/hook.ts';
import { retellHook } from './retell/hook.ts';
import { sendgridHook } from './sendgrid/hook.ts';
import { sesHook } from './ses/hook.ts';
import { standardWebhooksHook } from './standard-webhooks/hook.ts';
import { twilioHook } from './twilio/hook.ts';

const NOW = Date.parse('2026-03-03T15:00:00Z');
const SECONDS = String(NOW / 1_000);
const URL_OF = 'https://lead.example.com/hooks/x/main?rekindle_message=msg_1';
const JSON_BODY = '{"type":"x","n":1}';

const hmacOf = (algorithm: string, secret: string | Buffer, encoding: 'hex' | 'base64', text: string) =>
  createHmac(algorithm, secret).update(text).digest(encoding);

interface Genuine {
  readonly adapter: HookAdapter;
  readonly secret: string;
  readonly request: HookRequest;
  /** Header with the proof. */
  readonly proof: string;
  /** Milliseconds after which, and before which, it is stale; null = it carries no time. */
  readonly window: { readonly past: number; readonly ahead: number } | null;
}

function genuine(
  adapter: HookAdapter,
  secret: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  window: Genuine['window'] = null,
): Genuine {
  const [proof = ''] = Object.keys(headers);
  return { adapter, secret, proof, window, request: { method: 'POST', url: URL_OF, headers, body: Buffer.from(body) } };
}

const MINUTE_MS = 60_000;
const FIVE = { past: 5 * MINUTE_MS, ahead: 5 * MINUTE_MS };

function twilioForm(): Genuine {
  const form = 'MessageSid=SM1&MessageStatus=delivered&To=%2B15005550009';
  const signed = `${URL_OF}MessageSidSM1MessageStatusdeliveredTo+15005550009`;
  return genuine(
    twilioHook,
    'token-one',
    { 'x-twilio-signature': hmacOf('sha1', 'token-one', 'base64', signed) },
    form,
  );
}

function twilioJson(): Genuine {
  const url = `${URL_OF}&bodySHA256=${createHash('sha256').update(JSON_BODY).digest('hex')}`;
  const headers = {
    'x-twilio-signature': hmacOf('sha1', 'token-one', 'base64', url),
    'content-type': 'application/json',
  };
  const one = genuine(twilioHook, 'token-one', headers, JSON_BODY);
  return { ...one, request: { ...one.request, url } };
}

function highlevel(type: 'ed25519' | 'rsa'): Genuine {
  const body = JSON.stringify({ type: 'NoteCreate', timestamp: new Date(NOW).toISOString() });
  const window = { past: 2 * 3_600_000, ahead: 5 * MINUTE_MS };
  const { publicKey, privateKey } =
    type === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync('ed25519');
  const algorithm = type === 'rsa' ? 'sha256' : null;
  const signature = sign(algorithm, Buffer.from(body), privateKey).toString('base64');
  const header = type === 'rsa' ? 'x-wh-signature' : 'x-ghl-signature';
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  return genuine(highlevelHook, pem, { [header]: signature }, body, window);
}

function retell(): Genuine {
  const body = '{"event":"call_ended","call":{"call_id":"c1"}}';
  const digest = hmacOf('sha256', 'key-one-one', 'hex', `${body}${NOW}`);
  return genuine(retellHook, 'key-one-one', { 'x-retell-signature': `v=${NOW},d=${digest}` }, body, FIVE);
}

function sendgrid(): Genuine {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const body = '[{"event":"open"}]\r\n';
  const headers = {
    'x-twilio-email-event-webhook-signature': createSign('sha256')
      .update(`${SECONDS}${body}`)
      .sign(privateKey, 'base64'),
    'x-twilio-email-event-webhook-timestamp': SECONDS,
  };
  const key = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  return genuine(sendgridHook, key, headers, body, { past: 26 * 3_600_000, ahead: 5 * MINUTE_MS });
}

const postmark = () =>
  genuine(
    postmarkHook,
    'hooks:p4ssword',
    { authorization: `Basic ${Buffer.from('hooks:p4ssword').toString('base64')}` },
    '{"RecordType":"Open"}',
  );

function hubspot(version: 'first' | 'third'): Genuine {
  const body = '[{"eventId":1}]';
  if (version === 'first') {
    const signature = createHash('sha256').update(`hs-secret${body}`).digest('hex');
    return genuine(hubspotHook, 'hs-secret', { 'x-hubspot-signature': signature }, body);
  }
  const signature = hmacOf('sha256', 'hs-secret', 'base64', `POST${URL_OF}${body}${NOW}`);
  const headers = { 'x-hubspot-signature-v3': signature, 'x-hubspot-request-timestamp': String(NOW) };
  return genuine(hubspotHook, 'hs-secret', headers, body, FIVE);
}

function calendly(): Genuine {
  const digest = hmacOf('sha256', 'cal-key-1', 'hex', `${SECONDS}.${JSON_BODY}`);
  const headers = { 'calendly-webhook-signature': `t=${SECONDS},v1=${digest}` };
  return genuine(calendlyHook, 'cal-key-1', headers, JSON_BODY, { past: 3 * MINUTE_MS, ahead: 3 * MINUTE_MS });
}

const calcom = () =>
  genuine(
    calcomHook,
    'cal-secret',
    { 'x-cal-signature-256': hmacOf('sha256', 'cal-secret', 'hex', JSON_BODY) },
    JSON_BODY,
  );

function standard(): Genuine {
  const key = Buffer.alloc(24, 7);
  const headers = {
    'webhook-signature': `v1,${hmacOf('sha256', key, 'base64', `msg_1.${SECONDS}.${JSON_BODY}`)}`,
    'webhook-id': 'msg_1',
    'webhook-timestamp': SECONDS,
  };
  return genuine(standardWebhooksHook, `whsec_${key.toString('base64')}`, headers, JSON_BODY, FIVE);
}

const ALL: Readonly<Record<string, Genuine>> = {
  'twilio, a form': twilioForm(),
  'twilio, JSON': twilioJson(),
  'highlevel, ed25519': highlevel('ed25519'),
  'highlevel, rsa': highlevel('rsa'),
  'highlevel, a secret header': genuine(highlevelHook, 'own-secret', { 'x-rekindle-secret': 'own-secret' }, JSON_BODY),
  retell: retell(),
  sendgrid: sendgrid(),
  postmark: postmark(),
  'hubspot, version 3': hubspot('third'),
  'hubspot, version 1': hubspot('first'),
  calendly: calendly(),
  'cal.com': calcom(),
  'standard webhooks': standard(),
};
/** Their proof says nothing of the body: whoever knows the secret may say anything. */
const UNBOUND = new Set(['postmark', 'highlevel, a secret header']);

const OTHER_SECRETS = ['another-secret', 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', highlevel('rsa').secret];
const verify = ({ adapter, request, secret }: Genuine, secrets: readonly string[] = [secret], now = NOW) =>
  adapter.verify(request, secrets, now);
const GENUINE = { kind: 'genuine' };

describe.each(Object.entries(ALL))('%s', (name, one) => {
  test('is believed, also while secrets are replaced', async () => {
    expect(await verify(one)).toEqual(GENUINE);
    expect(await verify(one, [...OTHER_SECRETS, one.secret])).toEqual(GENUINE);
    expect(await verify(one, [one.secret, ...OTHER_SECRETS])).toEqual(GENUINE);
  });

  test('is not believed under other secrets, or none', async () => {
    expect(await verify(one, OTHER_SECRETS)).toMatchObject({ kind: 'refused' });
    expect(await verify(one, [])).toEqual({ kind: 'refused', code: 'hook-no-secret' });
  });

  test('is not believed without its proof, or with another one', async () => {
    const with_ = (value: string | undefined) => ({
      ...one,
      request: { ...one.request, headers: { ...one.request.headers, [one.proof]: value } },
    });
    expect(await verify(with_(undefined))).toMatchObject({ code: 'hook-unsigned' });
    const proof = one.request.headers[one.proof] ?? '';
    for (let at = 0; at < proof.length; at++) {
      const letter = proof[at] === 'z' ? 'y' : 'z';
      const forged = with_(proof.slice(0, at) + letter + proof.slice(at + 1));
      const { kind } = await verify(forged);
      expect(`${at} ${kind}`).toBe(`${at} refused`);
    }
    const others = ['', ' ', 'v1,', `${proof}0`, 'no-secret-provided', 'A'.repeat(100_000)];
    for (const other of others) expect(await verify(with_(other))).toMatchObject({ kind: 'refused' });
  });

  // The proof of these does not cover the body.
  test.skipIf(UNBOUND.has(name))(
    'any other byte of the body is another body; skipped where the proof does not cover it',
    async () => {
      const { body } = one.request;
      for (let at = 0; at < body.length; at++) {
        const changed = Buffer.from(body);
        changed[at] = (changed[at] ?? 0) ^ 1;
        const request = { ...one.request, body: changed };
        expect(await verify({ ...one, request })).toMatchObject({ kind: 'refused' });
      }
      const request = { ...one.request, body: Buffer.concat([body, Buffer.from(' ')]) };
      expect(await verify({ ...one, request })).toMatchObject({ kind: 'refused' });
    },
  );

  // These carry no time.
  test.skipIf(one.window === null)(
    'is stale after its time, and before it; skipped where the provider gives none',
    async () => {
      const { past, ahead } = one.window ?? FIVE;
      expect(await verify(one, undefined, NOW + past)).toEqual(GENUINE);
      expect(await verify(one, undefined, NOW + past + 1_000)).toEqual({ kind: 'refused', code: 'hook-stale' });
      expect(await verify(one, undefined, NOW - ahead)).toEqual(GENUINE);
      expect(await verify(one, undefined, NOW - ahead - 1_000)).toEqual({ kind: 'refused', code: 'hook-stale' });
    },
  );
});

describe('what only some do', () => {
  test('twilio: another address is another call; with or without the standard port it is the same', async () => {
    const one = twilioForm();
    const at = (url: string) => verify({ ...one, request: { ...one.request, url } });
    expect(await at(URL_OF.replace('main', 'other'))).toMatchObject({ kind: 'refused' });
    expect(await at(URL_OF.replace('example.com/', 'example.com:443/'))).toEqual(GENUINE);
    const withPort = hmacOf('sha1', 'token-one', 'base64', `${URL_OF.replace('.com/', '.com:443/')}aB`);
    const request = { ...one.request, headers: { 'x-twilio-signature': withPort }, body: Buffer.from('a=B') };
    expect(await verify({ ...one, request })).toEqual(GENUINE);
  });

  test('twilio: a form that is passed off as bound by a hash is not', async () => {
    const one = twilioJson();
    const request = { ...one.request, body: Buffer.from('Body=STOP') };
    expect(await verify({ ...one, request })).toMatchObject({ kind: 'refused' });
  });

  test('highlevel: a newer proof that fails is not made up for by an older one', async () => {
    const [newer, older] = [highlevel('ed25519'), highlevel('rsa')];
    const headers = { ...older.request.headers, 'x-ghl-signature': 'AAAA', 'x-rekindle-secret': 'own-secret' };
    const request = { ...older.request, headers };
    expect(await verify({ ...older, request }, [newer.secret, older.secret, 'own-secret'])).toMatchObject({
      kind: 'refused',
    });
  });

  test('highlevel: a public key is no secret that a header could be', async () => {
    const { secret } = highlevel('ed25519');
    const headers = { 'x-rekindle-secret': secret };
    const request = { method: 'POST', url: URL_OF, headers, body: Buffer.from('{}') };
    expect(highlevelHook.verify(request, [secret], NOW)).toMatchObject({ code: 'hook-bad-signature' });
  });

  test('cal.com: no secret over there is no proof here', () => {
    const headers = { 'x-cal-signature-256': 'no-secret-provided' };
    const request = { method: 'POST', url: URL_OF, headers, body: Buffer.from(JSON_BODY) };
    expect(calcomHook.verify(request, ['no-secret-provided'], NOW)).toEqual({
      kind: 'refused',
      code: 'hook-no-secret',
    });
  });

  test('hubspot: characters that it signs in clear may come escaped', async () => {
    const body = '[]';
    const signed = `POSThttps://lead.example.com/hooks/hubspot/main?a=b:c/d${body}${NOW}`;
    const headers = {
      'x-hubspot-signature-v3': hmacOf('sha256', 'hs-secret', 'base64', signed),
      'x-hubspot-request-timestamp': String(NOW),
    };
    const url = 'https://lead.example.com/hooks/hubspot/main?a=b%3Ac%2Fd';
    const request = { method: 'POST', url, headers, body: Buffer.from(body) };
    expect(hubspotHook.verify(request, ['hs-secret'], NOW)).toEqual(GENUINE);
  });

  test('standard webhooks: of several signatures one is enough', async () => {
    const one = standard();
    const many = (text: string) => ({ ...one.request.headers, 'webhook-signature': text });
    const at = (text: string) => verify({ ...one, request: { ...one.request, headers: many(text) } });
    const proof = one.request.headers['webhook-signature'];
    expect(await at(`v1,AAAA ${proof}`)).toEqual(GENUINE);
    expect(await at(`v1a,AAAA v2,${proof?.slice(3)}`)).toMatchObject({ kind: 'refused' });
    expect(await at(`${'v1,AAAA '.repeat(10)}${proof}`)).toMatchObject({ kind: 'refused' });
  });

  test('hubspot: a newer proof that fails is not made up for by the first', async () => {
    const one = hubspot('first');
    const headers = { ...one.request.headers, 'x-hubspot-signature-v3': 'AAAA' };
    expect(await verify({ ...one, request: { ...one.request, headers } })).toMatchObject({ kind: 'refused' });
  });
});

describe('amazon', () => {
  const TOPIC = 'arn:aws:sns:us-east-1:123456789012:bounces';
  const CERTIFICATE = 'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-1.pem';
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const asked: string[] = [];
  const hook = sesHook(async (url) => {
    asked.push(url);
    return url === CERTIFICATE ? pem : null;
  });
  type Envelope = Readonly<Record<string, string>>;
  const NOTICE: Envelope = {
    Type: 'Notification',
    MessageId: 'n1',
    TopicArn: TOPIC,
    Message: '{"eventType":"Delivery"}',
    Timestamp: new Date(NOW).toISOString(),
    SigningCertURL: CERTIFICATE,
    SignatureVersion: '2',
  };

  function signed(envelope: Envelope, names: readonly string[]): Envelope {
    const text = names
      .filter((name) => name in envelope)
      .map((name) => `${name}\n${envelope[name]}\n`)
      .join('');
    const algorithm = envelope.SignatureVersion === '1' ? 'sha1' : 'sha256';
    return { ...envelope, Signature: createSign(algorithm).update(text).sign(privateKey, 'base64') };
  }

  const FIELDS = ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'];
  const requestOf = (envelope: Envelope): HookRequest => ({
    method: 'POST',
    url: URL_OF,
    headers: { 'content-type': 'text/plain; charset=UTF-8' },
    body: Buffer.from(JSON.stringify(envelope)),
  });
  const told = async (envelope: Envelope, topics = [TOPIC], now = NOW) => hook.verify(requestOf(envelope), topics, now);

  test.each(['1', '2'])('signature version %s is believed, with a subject and without', async (SignatureVersion) => {
    for (const more of [{}, { Subject: 'Hello' }] as const)
      expect(await told(signed({ ...NOTICE, SignatureVersion, ...more }, FIELDS))).toEqual(GENUINE);
  });

  test('any other field, topic, certificate or time is not', async () => {
    const good = signed(NOTICE, FIELDS);
    for (const part of [{ Message: '{}' }, { MessageId: 'n2' }, { Subject: 'x' }, { Signature: 'AAAA' }] as const)
      expect(await told({ ...good, ...part })).toMatchObject({ code: 'hook-bad-signature' });
    expect(await told(good, ['arn:aws:sns:us-east-1:999999999999:theirs'])).toMatchObject({
      code: 'hook-wrong-sender',
    });
    expect(await told(good, [])).toMatchObject({ code: 'hook-no-secret' });
    expect(await told({ ...good, SignatureVersion: '3' })).toMatchObject({ code: 'hook-unsigned' });
    expect(await told(good, undefined, NOW + 8 * 3_600_000)).toMatchObject({ code: 'hook-stale' });
  });

  test.each([
    'http://sns.us-east-1.amazonaws.com/x.pem',
    'https://sns.us-east-1.amazonaws.com.evil.example/x.pem',
    'https://evil.example/sns.us-east-1.amazonaws.com/x.pem',
    'https://sns.us-east-1.amazonaws.com@evil.example/x.pem',
    'https://sns.us-east-1.amazonaws.com:8443/x.pem',
    'https://user:pw@sns.us-east-1.amazonaws.com/x.pem',
    'https://s3.us-east-1.amazonaws.com/sns/x.pem',
    'https://sns.us-east-1.amazonaws.com/x.txt',
    'file:///etc/passwd.pem',
    '',
  ])('a certificate at %s is never asked for', async (SigningCertURL) => {
    asked.length = 0;
    expect(await told(signed({ ...NOTICE, SigningCertURL }, FIELDS))).toMatchObject({ code: 'hook-wrong-sender' });
    expect(asked).toEqual([]);
  });

  test('a certificate that cannot be had is told as such, and one that is none proves nothing', async () => {
    const elsewhere = { ...NOTICE, SigningCertURL: CERTIFICATE.replace('-1.pem', '-2.pem') };
    expect(await told(signed(elsewhere, FIELDS))).toMatchObject({ code: 'hook-no-certificate' });
    const broken = sesHook(async () => 'no certificate');
    expect(await broken.verify(requestOf(signed(NOTICE, FIELDS)), [TOPIC], NOW)).toMatchObject({
      code: 'hook-bad-signature',
    });
  });

  test('a subscription is something to do, and is not done', async () => {
    const names = ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
    const SubscribeURL = 'https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&Token=t';
    const wish = signed({ ...NOTICE, Type: 'SubscriptionConfirmation', Token: 't', SubscribeURL }, names);
    expect(await told(wish)).toEqual(GENUINE);
    expect(hook.read(requestOf(wish))).toEqual({
      events: [],
      passedOver: [],
      wish: { kind: 'confirm-subscription', url: SubscribeURL, topic: TOPIC },
    });
    const elsewhere = { ...wish, SubscribeURL: 'https://evil.example/' };
    expect(hook.read(requestOf(elsewhere))).toMatchObject({ wish: null, passedOver: ['SubscriptionConfirmation'] });
  });
});
