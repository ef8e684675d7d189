/** What each provider’s words are among our events; and nothing that they may write is a fault. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EVENT_OUTCOMES } from '../domain/event.ts';
import type { HookAdapter, HookEvent, HookRequest } from '../engine/hook-port.ts';
import { HOOKS } from './hooks.ts';
import type { HookProvider } from './settings.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

function requestOf(body: string, headers: Readonly<Record<string, string>> = {}, query = ''): HookRequest {
  return { method: 'POST', url: `https://lead.example.com/hooks/x/one${query}`, headers, body: Buffer.from(body) };
}

function told({ kind, outcome, channel, direction, verdict }: HookEvent): string {
  return [kind, outcome, channel, direction, verdict].filter((part) => part !== null).join(' ');
}

function read(provider: HookProvider, request: HookRequest): readonly string[] {
  const reading = HOOKS[provider].read(request);
  if (reading === null) return ['unreadable'];
  const accepted = (reading.accepted ?? []).map((id) => `accepted ${id}`);
  return [...reading.events.map(told), ...accepted, ...reading.passedOver.map((word) => `passed over ${word}`)];
}

const json = (body: unknown) => requestOf(JSON.stringify(body));
const form = (fields: Readonly<Record<string, string>>) => requestOf(new URLSearchParams(fields).toString(), FORM);
const STATUS = (MessageStatus: string, ErrorCode = '') =>
  form({ MessageSid: 'SM1', MessageStatus, To: '+1', ...(ErrorCode && { ErrorCode }) });
const OURS = (request: HookRequest): HookRequest => ({ ...request, url: `${request.url}?rekindle_message=msg_1` });
const TEXT = (Body: string, OptOutType = '') =>
  form({ MessageSid: 'SM1', SmsStatus: 'received', From: '+1', Body, ...(OptOutType && { OptOutType }) });
const CALL = (CallStatus: string, more: Readonly<Record<string, string>> = {}) =>
  form({ CallSid: 'CA1', CallStatus, ...more });
const ENDED = (disconnection_reason: string) =>
  json({ event: 'call_ended', call: { call_id: 'c', disconnection_reason, direction: 'outbound' } });
const MAIL = (event: string, more: object = {}) => json([{ event, email: 'a@b.example', sg_event_id: 'e', ...more }]);
const RECORD = (RecordType: string, more: object = {}) => json({ RecordType, ID: 1, Email: 'a@b.example', ...more });
const SES = (message: object) => json({ Type: 'Notification', MessageId: 'n', Message: JSON.stringify(message) });
const HL = (type: string, more: object) => json({ type, webhookId: 'w', contactId: 'c', ...more });
const STATS = (event: string, more: object = {}) =>
  json({ type: 'LCEmailStats', webhookPayload: { event, id: 'm', recipient: 'a@b.example', ...more } });
const CHANGE = (propertyName: string, propertyValue: string) =>
  json([{ subscriptionType: 'contact.propertyChange', propertyName, propertyValue, objectId: 1 }]);
const SES_BOUNCE = (bounceType: string, bounceSubType: string, status = '') =>
  SES({
    eventType: 'Bounce',
    bounce: { bounceType, bounceSubType, bouncedRecipients: [{ emailAddress: 'a@b.example', status }] },
  });

const STOP = 'opted-out sms in human';
const ANSWERED = 'replied sms in human';

const ROWS: readonly (readonly [
  provider: HookProvider,
  what: string,
  request: HookRequest,
  says: readonly string[],
])[] = [
  ...['queued', 'accepted', 'scheduled', 'sending', 'sent', 'canceled', 'of-the-future'].map(
    (one) => ['twilio', one, STATUS(one), [`passed over message.${one}`]] as const,
  ),
  ...['queued', 'accepted', 'scheduled', 'sending', 'sent'].map(
    (one) => ['twilio', `${one}, of ours`, OURS(STATUS(one)), ['accepted msg_1']] as const,
  ),
  ['twilio', 'canceled, of ours', OURS(STATUS('canceled')), ['passed over message.canceled']],
  ['twilio', 'delivered', STATUS('delivered'), ['delivered sms machine']],
  ['twilio', 'read', STATUS('read'), ['opened sms human']],
  ['twilio', 'a landline', STATUS('undelivered', '30006'), ['bounced hard sms machine']],
  ['twilio', 'unreachable', STATUS('undelivered', '30003'), ['bounced soft sms machine']],
  ['twilio', 'filtered', STATUS('undelivered', '30007'), ['bounced blocked sms machine']],
  ['twilio', 'a code of the future', STATUS('failed', '39999'), ['bounced undetermined sms machine']],
  ['twilio', 'no code', STATUS('failed'), ['bounced undetermined sms machine']],
  [
    'twilio',
    'said STOP before',
    STATUS('failed', '21610'),
    ['bounced blocked sms machine', 'opted-out sms out machine'],
  ],
  // Keywords are read for what they are where all words are read: directives/text-keywords.md.
  ...['STOP', 'START', 'HELP', 'Help me', 'Stop by on Monday', 'the end', '', 'constructor'].map(
    (words) => ['twilio', JSON.stringify(words), TEXT(words), [ANSWERED]] as const,
  ),
  ['twilio', 'START that it obeyed', TEXT('START', 'START'), ['opted-in sms in human']],
  ['twilio', 'a word of the account’s own', TEXT('basta', 'STOP'), [STOP]],
  ['twilio', 'a word of the account’s own that helps', TEXT('STOP', 'HELP'), ['note sms in human']],
  [
    'twilio',
    'a call that was taken',
    CALL('completed', { Direction: 'outbound-api' }),
    ['call-completed answered voice out machine'],
  ],
  [
    'twilio',
    'by a machine',
    CALL('completed', { AnsweredBy: 'machine_end_beep' }),
    ['call-completed voicemail voice out machine'],
  ],
  ['twilio', 'that came in', CALL('completed', { Direction: 'inbound' }), ['call-completed answered voice in machine']],
  ['twilio', 'that nobody took', CALL('no-answer'), ['call-completed no-answer voice out machine']],
  ['twilio', 'that rings', CALL('ringing'), ['passed over call.ringing']],
  ['twilio', 'something else', form({ Foo: 'x' }), ['passed over unknown']],
  ['twilio', 'broken JSON', requestOf('{', { 'content-type': 'application/json' }), ['unreadable']],
  ...(
    [
      ['user_hangup', 'answered'],
      ['agent_hangup', 'answered'],
      ['voicemail_reached', 'voicemail'],
      ['dial_busy', 'busy'],
      ['dial_no_answer', 'no-answer'],
      ['dial_failed', 'failed'],
      ['invalid_destination', 'failed'],
      ['no_valid_payment', 'failed'],
      ['error_llm_websocket_open', 'failed'],
      ['a_reason_of_the_future', 'answered'],
    ] as const
  ).map(([reason, ends]) => ['retell', reason, ENDED(reason), [`call-completed ${ends} voice out machine`]] as const),
  [
    'retell',
    'a call that begins',
    json({ event: 'call_started', call: { call_id: 'c' } }),
    ['passed over call_started'],
  ],
  ['retell', 'no call', json({ event: 'call_ended' }), ['unreadable']],
  ['sendgrid', 'a bounce', MAIL('bounce', { type: 'bounce' }), ['bounced hard email machine']],
  ['sendgrid', 'a block', MAIL('bounce', { type: 'blocked' }), ['bounced soft email machine']],
  ['sendgrid', 'dropped: invalid', MAIL('dropped', { reason: 'Invalid' }), ['bounced hard email machine']],
  [
    'sendgrid',
    'dropped: left',
    MAIL('dropped', { reason: 'Unsubscribed Address' }),
    ['opted-out this-channel email human'],
  ],
  ['sendgrid', 'dropped: content', MAIL('dropped', { reason: 'Spam Content' }), ['bounced blocked email machine']],
  ['sendgrid', 'a complaint', MAIL('spamreport'), ['complained email human']],
  ['sendgrid', 'left a group', MAIL('group_unsubscribe'), ['opted-out this-channel email human']],
  ['sendgrid', 'an open', MAIL('open'), ['opened email unknown']],
  ['sendgrid', 'an open by a machine', MAIL('open', { sg_machine_open: true }), ['opened email machine']],
  ['sendgrid', 'a click', MAIL('click'), ['clicked email unknown']],
  ['sendgrid', 'put off', MAIL('deferred'), ['passed over deferred']],
  ['sendgrid', 'no list', json({ event: 'open' }), ['unreadable']],
  ['postmark', 'a delivery', RECORD('Delivery'), ['delivered email machine']],
  ['postmark', 'a soft bounce', RECORD('Bounce', { Type: 'SoftBounce' }), ['bounced soft email machine']],
  ['postmark', 'a block', RECORD('Bounce', { Type: 'Blocked' }), ['bounced blocked email machine']],
  [
    'postmark',
    'unsubscribed by mail',
    RECORD('Bounce', { Type: 'Unsubscribe' }),
    ['opted-out this-channel email human'],
  ],
  ['postmark', 'an absence note', RECORD('Bounce', { Type: 'AutoResponder' }), ['replied out-of-office email machine']],
  [
    'postmark',
    'a challenge',
    RECORD('Bounce', { Type: 'ChallengeVerification' }),
    ['passed over Bounce.ChallengeVerification'],
  ],
  ['postmark', 'a bounce of the future', RECORD('Bounce', { Type: 'New' }), ['bounced undetermined email machine']],
  [
    'postmark',
    'left',
    RECORD('SubscriptionChange', { SuppressSending: true, SuppressionReason: 'ManualSuppression' }),
    ['opted-out this-channel email human'],
  ],
  [
    'postmark',
    'put on its list for a bounce',
    RECORD('SubscriptionChange', { SuppressSending: true, SuppressionReason: 'HardBounce' }),
    ['bounced hard email machine'],
  ],
  ['postmark', 'came back', RECORD('SubscriptionChange', { SuppressSending: false }), ['opted-in email human']],
  ['ses', 'permanent', SES_BOUNCE('Permanent', 'General'), ['bounced hard email machine']],
  ['ses', 'permanent, for policy', SES_BOUNCE('Permanent', 'General', '5.7.1'), ['bounced blocked email machine']],
  ['ses', 'a full mailbox', SES_BOUNCE('Transient', 'MailboxFull'), ['bounced soft email machine']],
  ['ses', 'refused content', SES_BOUNCE('Transient', 'ContentRejected'), ['bounced blocked email machine']],
  ['ses', 'nobody knows', SES_BOUNCE('Undetermined', 'Undetermined'), ['bounced undetermined email machine']],
  [
    'ses',
    'a complaint, of the older form',
    SES({ notificationType: 'Complaint', complaint: { complainedRecipients: [{ emailAddress: 'a@b.example' }] } }),
    ['complained email human'],
  ],
  [
    'ses',
    'a delivery to two',
    SES({ eventType: 'Delivery', delivery: { recipients: ['a@b.example', 'c@d.example'] } }),
    ['delivered email machine', 'delivered email machine'],
  ],
  [
    'ses',
    'a click',
    SES({ eventType: 'Click', click: { link: 'x' }, mail: { destination: ['a@b.example'] } }),
    ['clicked email unknown'],
  ],
  ['ses', 'sent', SES({ eventType: 'Send', mail: { destination: ['a@b.example'] } }), ['passed over Send']],
  ['ses', 'a text', json({ Type: 'Notification', MessageId: 'n', Message: 'hello' }), ['passed over text']],
  [
    'ses',
    'the end of a subscription',
    json({ Type: 'UnsubscribeConfirmation', MessageId: 'n' }),
    ['passed over UnsubscribeConfirmation'],
  ],
  ['highlevel', 'a text', HL('InboundMessage', { messageType: 'SMS', direction: 'inbound' }), [ANSWERED]],
  [
    'highlevel',
    'a chat',
    HL('InboundMessage', { messageType: 'WhatsApp', direction: 'inbound' }),
    ['replied chat in human'],
  ],
  [
    'highlevel',
    'by their workflow',
    HL('OutboundMessage', { messageType: 'SMS', direction: 'outbound', source: 'workflow' }),
    ['tool-touch sms out machine'],
  ],
  [
    'highlevel',
    'by a colleague',
    HL('OutboundMessage', { messageType: 'SMS', direction: 'outbound', userId: 'u' }),
    ['human-touch sms out human'],
  ],
  [
    'highlevel',
    'by nobody named',
    HL('OutboundMessage', { messageType: 'SMS', direction: 'outbound' }),
    ['tool-touch sms out machine'],
  ],
  ['highlevel', 'an opportunity won', HL('OpportunityStatusUpdate', { id: 'o', status: 'won' }), ['converted human']],
  [
    'highlevel',
    'an appointment moved',
    HL('AppointmentUpdate', { appointment: { id: 'a', appointmentStatus: 'confirmed' } }),
    ['meeting-moved in human'],
  ],
  [
    'highlevel',
    'an appointment missed',
    HL('AppointmentUpdate', { appointment: { id: 'a', appointmentStatus: 'noshow' } }),
    ['no-show in human'],
  ],
  [
    'highlevel',
    'an appointment removed',
    HL('AppointmentDelete', { appointment: { id: 'a' } }),
    ['meeting-cancelled in human'],
  ],
  [
    'highlevel',
    'DND lifted',
    json({ type: 'ContactDndUpdate', id: 'c', dnd: false, dndSettings: { SMS: { status: 'inactive' } } }),
    ['passed over ContactDndUpdate'],
  ],
  [
    'highlevel',
    'DND by its newer names',
    json({
      type: 'ContactDndUpdate',
      id: 'c',
      dnd: true,
      dndSettings: { sms: { status: 'permanent' }, call: { status: 'active' } },
    }),
    ['opted-out sms human', 'opted-out voice human'],
  ],
  [
    'highlevel',
    'DND of chats alone',
    json({ type: 'ContactDndUpdate', id: 'c', dnd: true, dndSettings: { FB: { status: 'active' } } }),
    ['passed over ContactDndUpdate'],
  ],
  [
    'highlevel',
    'a mail that failed for good',
    STATS('failed', { severity: 'permanent' }),
    ['bounced hard email machine'],
  ],
  [
    'highlevel',
    'a mail that failed for now',
    STATS('failed', { severity: 'temporary' }),
    ['bounced soft email machine'],
  ],
  ['highlevel', 'a mail reported', STATS('complained'), ['complained email human']],
  ['highlevel', 'a mail accepted', STATS('accepted'), ['passed over LCEmailStats.accepted']],
  ['hubspot', 'a customer', CHANGE('lifecyclestage', 'customer'), ['converted human']],
  ['hubspot', 'no mail', CHANGE('hs_email_optout', 'true'), ['opted-out this-channel email human']],
  ['hubspot', 'mail again', CHANGE('hs_email_optout', 'false'), ['passed over contact.propertyChange.hs_email_optout']],
  ['hubspot', 'another change', json([{ subscriptionType: 'deal.creation' }]), ['passed over deal.creation']],
  ['calendly', 'cancelled', json({ event: 'invitee.canceled', payload: { uri: 'u' } }), ['meeting-cancelled in human']],
  [
    'calendly',
    'moved to another time',
    json({ event: 'invitee.created', payload: { uri: 'v', old_invitee: 'u' } }),
    ['meeting-moved in human'],
  ],
  ['calendly', 'missed', json({ event: 'invitee_no_show.created', payload: { uri: 'u' } }), ['no-show in human']],
  [
    'calendly',
    'moved',
    json({ event: 'invitee.canceled', payload: { uri: 'u', rescheduled: true } }),
    ['passed over invitee.canceled'],
  ],
  [
    'calendly',
    'a form',
    json({ event: 'routing_form_submission.created', payload: {} }),
    ['passed over routing_form_submission.created'],
  ],
  [
    'calcom',
    'cancelled',
    json({ triggerEvent: 'BOOKING_CANCELLED', payload: { uid: 'u' } }),
    ['meeting-cancelled in human'],
  ],
  [
    'calcom',
    'moved',
    json({ triggerEvent: 'BOOKING_RESCHEDULED', payload: { uid: 'v', rescheduleUid: 'u' } }),
    ['meeting-moved in human'],
  ],
  [
    'calcom',
    'missed',
    json({ triggerEvent: 'BOOKING_NO_SHOW_UPDATED', payload: { bookingUid: 'u' } }),
    ['no-show in human'],
  ],
  [
    'calcom',
    'not missed after all',
    json({ triggerEvent: 'BOOKING_NO_SHOW_UPDATED', payload: { bookingUid: 'u', attendees: [{ noShow: false }] } }),
    ['passed over BOOKING_NO_SHOW_UPDATED'],
  ],
  ['calcom', 'paid', json({ triggerEvent: 'BOOKING_PAID', payload: { uid: 'u' } }), ['passed over BOOKING_PAID']],
  [
    'standard-webhooks',
    'a call',
    json({
      type: 'lead.call-completed',
      data: { email: 'a@b.example', outcome: 'busy', channel: 'voice', direction: 'out' },
    }),
    ['call-completed busy voice out human'],
  ],
  [
    'standard-webhooks',
    'an outcome that there is not',
    json({ type: 'lead.call-completed', data: { outcome: 'great' } }),
    ['passed over lead.call-completed'],
  ],
  [
    'standard-webhooks',
    'a kind that there is not',
    json({ type: 'lead.exploded', data: {} }),
    ['passed over lead.exploded'],
  ],
];

test.each(ROWS)('%s: %s', (provider, _what, request, says) => {
  expect(read(provider, request)).toEqual(says);
});

describe('ids', () => {
  const idsOf = (provider: HookProvider, request: HookRequest) =>
    HOOKS[provider].read(request)?.events.map(({ originId }) => originId);

  test('are the same however often it is told, and others for what is something else', () => {
    expect(idsOf('twilio', STATUS('delivered'))).toEqual(['SM1:delivered']);
    const note = { type: 'NoteCreate', body: 'x' };
    expect(idsOf('highlevel', json(note))).toEqual(idsOf('highlevel', json(note)));
    expect(idsOf('highlevel', json({ ...note, body: 'y' }))).not.toEqual(idsOf('highlevel', json(note)));
    const change = (attemptNumber: number, eventId: number) =>
      json([
        {
          subscriptionType: 'contact.propertyChange',
          propertyName: 'lifecyclestage',
          propertyValue: 'customer',
          attemptNumber,
          eventId,
        },
      ]);
    expect(idsOf('hubspot', change(0, 1))).toEqual(idsOf('hubspot', change(3, 1)));
    expect(idsOf('hubspot', change(0, 1))).not.toEqual(idsOf('hubspot', change(0, 2)));
    expect(
      idsOf(
        'calcom',
        json({ triggerEvent: 'BOOKING_CREATED', createdAt: 't', payload: { uid: 'x'.repeat(9_999) } }),
      )?.[0],
    ).toHaveLength(32);
  });

  test('of ours come back as they were handed out', () => {
    const oursOf = (provider: HookProvider, request: HookRequest) =>
      HOOKS[provider].read(request)?.events[0]?.about.ours;
    const sent = requestOf('MessageSid=SM1&MessageStatus=delivered', FORM, '?rekindle_message=msg_1');
    expect(oursOf('twilio', sent)).toBe('msg_1');
    expect(oursOf('sendgrid', MAIL('open', { rekindle_message: 'msg_1' }))).toBe('msg_1');
    expect(oursOf('postmark', RECORD('Open', { Metadata: { rekindle_lead: 'lead_1' } }))).toBe('lead_1');
    const mail = { destination: ['a@b.example'], tags: { rekindle_message: ['msg_1'] } };
    expect(oursOf('ses', SES({ eventType: 'Open', mail }))).toBe('msg_1');
    const headers = [{ name: 'X-Rekindle-Lead', value: 'lead_1' }];
    expect(oursOf('ses', SES({ eventType: 'Open', mail: { destination: ['a@b.example'], headers } }))).toBe('lead_1');
    const call = { call_id: 'c', metadata: { rekindle_message: 'msg_1' } };
    expect(oursOf('retell', json({ event: 'call_ended', call }))).toBe('msg_1');
  });
});

describe.each(Object.values(HOOKS).map((hook) => [hook.provider, hook] as const))('%s', (_, hook: HookAdapter) => {
  const isSound = ({ kind, outcome, originId }: HookEvent) =>
    originId.length <= 300 && (outcome === null || (EVENT_OUTCOMES[kind] ?? []).includes(outcome));

  test('whatever it writes, reading is no fault, and an outcome is one of its kind', () => {
    const words = fc.constantFrom(
      ...[
        'type',
        'event',
        'RecordType',
        'Type',
        'triggerEvent',
        'payload',
        'call',
        'appointment',
        'dndSettings',
        'Message',
      ],
      ...[
        'InboundMessage',
        'OutboundMessage',
        'ContactDndUpdate',
        'Notification',
        'Bounce',
        'call_ended',
        'invitee.created',
      ],
      ...[
        '__proto__',
        'constructor',
        'toString',
        'BOOKING_CREATED',
        'bounce',
        'MessageSid',
        'MessageId',
        'uid',
        'uri',
        'id',
      ],
    );
    const keys = fc.oneof(words, fc.string({ maxLength: 8 }));
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        fc.jsonValue({ maxDepth: 1 }),
        words,
        fc.dictionary(keys, tie('tree')),
        fc.array(tie('tree'), { maxLength: 4 }),
      ),
    }));
    const bodies = fc.oneof(
      { weight: 5, arbitrary: tree.map((value) => JSON.stringify(value) ?? '') },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
    );
    fc.assert(
      fc.property(bodies, fc.constantFrom('application/json', 'application/x-www-form-urlencoded'), (body, type) => {
        const reading = hook.read(requestOf(body, { 'content-type': type }));
        return reading === null || reading.events.every(isSound);
      }),
      { numRuns: 120 },
    );
  });

  test('and whatever proof it brings, proving is no fault', async () => {
    const names = fc.constantFrom(
      ...[
        'x-twilio-signature',
        'x-ghl-signature',
        'x-wh-signature',
        'x-rekindle-secret',
        'x-retell-signature',
        'authorization',
      ],
      ...['x-twilio-email-event-webhook-signature', 'x-twilio-email-event-webhook-timestamp', 'x-hubspot-signature-v3'],
      ...[
        'x-hubspot-signature',
        'calendly-webhook-signature',
        'x-cal-signature-256',
        'webhook-id',
        'webhook-timestamp',
        'webhook-signature',
      ],
    );
    const text = fc.string({ unit: 'binary', maxLength: 40 });
    const calls = fc.tuple(fc.dictionary(names, text), text, fc.array(text, { maxLength: 3 }));
    const law = fc.asyncProperty(calls, async ([headers, body, secrets]) => {
      const verdict = await hook.verify(requestOf(body, headers), secrets, 0);
      return verdict.kind === 'refused';
    });
    await fc.assert(law, { numRuns: 80 });
  });
});
