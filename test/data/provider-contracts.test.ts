/**
 * Vectors and samples of the providers' own, where the folder of contracts is at hand: every signature is believed or refused as
 * they say, and every sample becomes the events that it should.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { HookAdapter, HookEvent, HookRequest } from '../../src/engine/hook-port.ts';
import { calcomHook } from '../../src/hooks/calcom/hook.ts';
import { calendlyHook } from '../../src/hooks/calendly/hook.ts';
import { highlevelHook } from '../../src/hooks/highlevel/hook.ts';
import { HOOKS } from '../../src/hooks/hooks.ts';
import { hubspotHook } from '../../src/hooks/hubspot/hook.ts';
import { postmarkHook } from '../../src/hooks/postmark/hook.ts';
import { retellHook } from '../../src/hooks/retell/hook.ts';
import { sendgridHook } from '../../src/hooks/sendgrid/hook.ts';
import { standardWebhooksHook } from '../../src/hooks/standard-webhooks/hook.ts';
import { twilioHook } from '../../src/hooks/twilio/hook.ts';

const DATA = process.env.REKINDLE_DATA ?? join(import.meta.dirname, '../../../shared/data');
const FOLDER = join(DATA, '../contracts');
const absent = !existsSync(join(FOLDER, 'twilio'));
const read = (...path: readonly string[]) => readFileSync(join(FOLDER, ...path), 'utf8');

type Vector = Readonly<Record<string, string>> & {
  readonly valid: boolean;
  readonly now?: number;
  readonly params?: Readonly<Record<string, string>>;
};

interface Call {
  readonly secret: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly url?: string;
  readonly now: number;
}

const text = (value: string | undefined) => String(value ?? '');
const seconds = (value: string | undefined) => Number(value) * 1_000;

/** How the vectors of each folder are written. */
const CALLS: Readonly<Record<string, readonly [adapter: HookAdapter, call: (vector: Vector) => Call]>> = {
  twilio: [
    twilioHook,
    ({ authToken, url, params, body, signature }) => ({
      secret: text(authToken),
      url: text(url),
      headers: { 'x-twilio-signature': text(signature) },
      body: params ? new URLSearchParams(params).toString() : text(body),
      now: 0,
    }),
  ],
  highlevel: [
    highlevelHook,
    ({ scheme, publicKey, rawBody, signature }) => ({
      secret: text(publicKey),
      headers: { [scheme === 'ed25519' ? 'x-ghl-signature' : 'x-wh-signature']: text(signature) },
      body: text(rawBody),
      now: Date.parse('2026-01-28T14:36:00Z'),
    }),
  ],
  retell: [
    retellHook,
    ({ apiKey, rawBody, signature, now }) => ({
      secret: text(apiKey),
      headers: { 'x-retell-signature': text(signature) },
      body: text(rawBody),
      now: now ?? 0,
    }),
  ],
  sendgrid: [
    sendgridHook,
    ({ publicKey, signature, timestamp, rawBody }) => ({
      secret: text(publicKey),
      headers: {
        'x-twilio-email-event-webhook-signature': text(signature),
        'x-twilio-email-event-webhook-timestamp': text(timestamp),
      },
      body: text(rawBody),
      now: seconds(timestamp),
    }),
  ],
  hubspot: [
    hubspotHook,
    ({ clientSecret, uri, rawBody, timestamp, signature }) => ({
      secret: text(clientSecret),
      url: text(uri),
      headers: { 'x-hubspot-signature-v3': text(signature), 'x-hubspot-request-timestamp': text(timestamp) },
      body: text(rawBody),
      now: Number(timestamp),
    }),
  ],
  calendly: [
    calendlyHook,
    ({ signingKey, rawBody, signature, now }) => ({
      secret: text(signingKey),
      headers: { 'calendly-webhook-signature': text(signature) },
      body: text(rawBody),
      now: (now ?? 0) * 1_000,
    }),
  ],
  calcom: [
    calcomHook,
    ({ secret, rawBody, signature }) => ({
      secret: text(secret),
      headers: { 'x-cal-signature-256': text(signature) },
      body: text(rawBody),
      now: 0,
    }),
  ],
  'standard-webhooks': [
    standardWebhooksHook,
    ({ secret, id, timestamp, payload, signature }) => ({
      secret: text(secret),
      headers: { 'webhook-id': text(id), 'webhook-timestamp': String(timestamp), 'webhook-signature': text(signature) },
      body: text(payload),
      now: seconds(timestamp),
    }),
  ],
};

const requestOf = (body: string, call: Partial<Call> = {}): HookRequest => ({
  method: 'POST',
  url: call.url ?? 'https://lead.example.com/hooks/x/main',
  headers: call.headers ?? {},
  body: Buffer.from(body),
});

// The contracts are no part of the repository.
describe.skipIf(absent)('signatures, skipped where the folder of contracts is absent', () => {
  const vectors = Object.keys(CALLS).flatMap((folder) => {
    const place = folder === 'highlevel' ? ['highlevel', 'webhooks'] : [folder];
    const file = absent
      ? { vectors: [] }
      : (JSON.parse(read(...place, 'signature-vectors.json')) as { vectors: Vector[] });
    return file.vectors.map((vector) => [folder, text(vector.name), vector] as const);
  });

  test('there are as many as when this was written', () => {
    expect(vectors.length).toBe(23);
  });

  test.each(vectors)('%s: %s', async (folder, _name, vector) => {
    const [adapter, callOf] = CALLS[folder] ?? [];
    if (!adapter || !callOf) throw new Error(`nobody reads ${folder}`);
    const call = callOf(vector);
    const verdict = await adapter.verify(requestOf(call.body, call), ['another-secret', call.secret], call.now);
    expect(verdict.kind).toBe(vector.valid ? 'genuine' : 'refused');
    if (vector.valid) {
      const stranger = await adapter.verify(requestOf(call.body, call), ['another-secret'], call.now);
      expect(stranger.kind).toBe('refused');
    }
  });
});

/** An event in a line: what it is, whom it is about. */
function told({ kind, outcome, channel, direction, verdict, about }: HookEvent): string {
  const who = Object.entries(about).flatMap(([name, value]) => (value === null ? [] : [`${name}=${value}`]));
  return [kind, outcome, channel, direction, verdict, ...who].filter((part) => part !== null).join(' ');
}

function readSample(adapter: HookAdapter, body: string): readonly string[] {
  const reading = adapter.read(requestOf(body));
  if (reading === null) return ['unreadable'];
  return [...reading.events.map(told), ...reading.passedOver.map((word) => `passed over ${word}`)];
}

const HIGHLEVEL: Readonly<Record<string, readonly string[]>> = {
  'AppInstall.2.json': ['passed over INSTALL'],
  'AppInstall.3.json': ['passed over INSTALL'],
  'AppInstall.json': ['passed over INSTALL'],
  'AppUninstall.2.json': ['passed over UNINSTALL'],
  'AppUninstall.json': ['passed over UNINSTALL'],
  // The samples of an update and of a removal are those of a booking, by the vendor's own slip.
  'AppointmentCreate.json': ['booked in human contactId=9NkT25Vor1v4aQatFsv2'],
  'AppointmentDelete.json': ['booked in human contactId=9NkT25Vor1v4aQatFsv2'],
  'AppointmentUpdate.json': ['booked in human contactId=9NkT25Vor1v4aQatFsv2'],
  'ContactCreate.json': [
    'opted-out every-way human email=JohnDeo@gmail.comm phone=+919509597501 contactId=nmFmQEsNgz6AVpgLVUJ0',
  ],
  'ContactDndUpdate.json': [
    'opted-out this-channel email human email=JohnDeo@gmail.comm phone=+919509597501 contactId=nmFmQEsNgz6AVpgLVUJ0',
  ],
  'ContactTagUpdate.json': ['passed over ContactTagUpdate'],
  'ContactUpdate.json': [
    'opted-out every-way human email=JohnDeo@gmail.comm phone=+919509597501 contactId=nmFmQEsNgz6AVpgLVUJ0',
  ],
  'ConversationUnreadWebhook.json': ['passed over ConversationUnreadUpdate'],
  'InboundMessage.2.json': [
    'call-completed answered voice in human providerRef=tyW42xCD0HQpb3hhfLcx contactId=gblakL5aYQC4glDtP1r2t3',
  ],
  'InboundMessage.3.json': [
    'call-completed voicemail voice in human providerRef=QkNS0DNje0FjoLQdD5O3 contactId=gb7laj5aYQC4glDtP1r5',
  ],
  'InboundMessage.4.json': [
    'replied email in human providerRef=sddfDSF3G56GHG email=sample@email.service contactId=3bN9f8LYJFG8F232XMUbfq',
  ],
  'InboundMessage.json': ['replied sms in human contactId=cI08i1Bls3iTB9bKgFJh'],
  'LCEmailStats.json': ['delivered email machine mailId=<message-id> email=test@example.com'],
  'NoteCreate.json': ['note human contactId=CWBf1PR9LvvBkcYqiXlc'],
  'OpportunityCreate.json': ['passed over OpportunityCreate'],
  'OpportunityStageUpdate.json': ['passed over OpportunityStageUpdate'],
  'OpportunityStatusUpdate.json': ['passed over OpportunityStatusUpdate.open'],
  'OutboundMessage.2.json': [
    'call-completed answered voice out human providerRef=tyW42xCD0HQpb3hhfLcx contactId=gblakL5aYQC4glDtP1r2t3',
  ],
  'OutboundMessage.3.json': [
    'call-completed voicemail voice out human providerRef=hhYtaQM2I9ym8qhU9CmM contactId=gb7xwL5aYQC4glDtP1r5',
  ],
  'OutboundMessage.4.json': [
    'human-touch email out human providerRef=sddfDSF3G56GHG email=example@email.com contactId=3bN9f8LYJFG8F232XMUbfq',
  ],
  'OutboundMessage.json': ['human-touch sms out human contactId=cI08i1Bls3iTB9bKgFJh'],
  'ProviderOutboundMessage.2.json': ['passed over Email'],
  'ProviderOutboundMessage.json': ['passed over SMS'],
};

// The contracts are no part of the repository.
describe.skipIf(absent)('samples, skipped where the folder of contracts is absent', () => {
  const samples = globSync(join(FOLDER, 'highlevel/webhooks/*.json'))
    .map((file) => basename(file))
    .filter((name) => name !== 'signature-vectors.json');

  test.each(samples.sort())('highlevel: %s', (name) => {
    expect(readSample(highlevelHook, read('highlevel', 'webhooks', name))).toEqual(HIGHLEVEL[name]);
  });

  test('postmark: a bounce and a complaint', () => {
    const about = 'providerRef=883953f4-6105-42a2-a16a-77a8eac79483 email=john@example.com';
    expect(readSample(postmarkHook, read('postmark', 'bounce.sample.json'))).toEqual([
      `bounced hard email machine ${about}`,
    ]);
    expect(readSample(postmarkHook, read('postmark', 'spam-complaint.sample.json'))).toEqual([
      `complained email human ${about}`,
    ]);
  });

  test('amazon: a bounce, in the envelope that it comes in', () => {
    const envelope = { Type: 'Notification', MessageId: 'n1', Message: read('ses', 'sns-bounce.sample.json') };
    expect(readSample(HOOKS.ses, JSON.stringify(envelope))).toEqual([
      'bounced hard email machine providerRef=EXAMPLE7c191be45-e9aedb9a-02f9-4d12-a87d-dd0099a07f8a-000000 mailId=<job-1@ex.test> email=recipient@example.com',
    ]);
  });

  test.each([
    [
      'retell',
      retellHook,
      'call-completed answered voice out machine providerRef=Jabr9TXYYJHfvl6Syypi88rdAHYHmcq6 phone=+12137771235',
    ],
    ['calendly', calendlyHook, 'booked in human ours=L1 email=lead@example.com'],
    ['calcom', calcomHook, 'booked in human email=lead@example.com'],
    ['hubspot', hubspotHook, 'converted human contactId=123'],
    [
      'sendgrid',
      sendgridHook,
      'bounced hard email machine providerRef=LRzXl_NHStOGhQ4kofSm_A mailId=<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net> email=hello@world.com',
    ],
  ])('%s: what its vector says', (folder, adapter, says) => {
    const { vectors } = JSON.parse(read(folder, 'signature-vectors.json')) as { vectors: Vector[] };
    expect(readSample(adapter, text(vectors[0]?.rawBody))).toEqual([says]);
  });
});
