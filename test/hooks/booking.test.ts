/** Bookings on a page, told by Cal.com: known by the mark in the link whoever's address it was, kept, moved, cancelled; a forged mark is none. */
import { createHmac } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { bookingUrl } from '../../src/domain/booking/words.ts';
import { hookDesk } from '../../src/engine/react/hooks.ts';
import { makeBookingToken, readBookingToken } from '../../src/engine/tokens/booking.ts';
import { calcomHook } from '../../src/hooks/calcom/hook.ts';
import { openStage, type Stage } from '../pipeline/stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const START = '2026-11-10T15:00:00.000Z';
let clock = 0;

async function open(): Promise<string> {
  stage = await openStage();
  const file = stage.file('leads.csv', 'First Name,Email,Country\nAnn,ann@acme.example,US\nBob,bob@acme.example,US\n');
  await stage.run('import', { file, basis: 'consent' });
  const [lead] = stage.sql("SELECT lead_id AS id FROM identity WHERE key = 'e:ann@acme.example'");
  return String(lead?.id);
}

/** Tells what happened to a booking, as somebody who gave Bob's address. */
async function tell(triggerEvent: string, uid: string, payload: object = {}): Promise<void> {
  clock += 1;
  const createdAt = new Date(stage.clock.now() + clock * 1_000).toISOString();
  const attendees = [{ email: 'bob@acme.example' }];
  const body = Buffer.from(
    JSON.stringify({ triggerEvent, createdAt, payload: { uid, attendees, startTime: START, ...payload } }),
  );
  const signature = createHmac('sha256', 'secret').update(body).digest('hex');
  const desk = hookDesk(stage.engine, [
    { adapter: calcomHook, name: 'main', workspaceId: 'main', secrets: ['secret'] },
  ]);
  const call = { provider: 'calcom', connection: 'main', path: '/hooks/calcom/main', method: 'POST', body };
  expect(await desk({ ...call, headers: { 'x-cal-signature-256': signature } })).toEqual({ kind: 'taken' });
}

const meetings = () => stage.sql('SELECT lead_id, state, ref, starts_at FROM meeting ORDER BY id');
const startsAt = Date.parse(START);

test('a booking is of whom the link was made for, and goes where its meeting goes, told once or twice', async () => {
  const leadId = await open();
  const of = { workspaceId: 'main', leadId, campaignId: '', enrollmentId: '' };
  const token = makeBookingToken(stage.engine.keyring.secret, of);
  const metadata = { rekindle_lead: token };
  await tell('BOOKING_CREATED', 'u1', { metadata });
  expect(meetings()).toEqual([{ lead_id: leadId, state: 'booked', ref: 'u1', starts_at: startsAt }]);
  const later = '2026-11-11T15:00:00.000Z';
  await tell('BOOKING_RESCHEDULED', 'u2', { metadata, rescheduleUid: 'u1', startTime: later });
  expect(meetings()).toEqual([{ lead_id: leadId, state: 'booked', ref: 'u2', starts_at: Date.parse(later) }]);
  await tell('BOOKING_CANCELLED', 'u2', { metadata, startTime: later });
  expect(meetings()).toMatchObject([{ state: 'cancelled', ref: 'u2' }]);
  const kinds = stage.sql('SELECT kind, lead_id FROM event ORDER BY id');
  expect(kinds.map(({ kind }) => kind)).toEqual(['booked', 'meeting-moved', 'meeting-cancelled']);
  expect(new Set(kinds.map((event) => event.lead_id))).toEqual(new Set([leadId]));
});

test('a mark in which one character is changed is none: the booking is of whoever has the address', async () => {
  const leadId = await open();
  const of = { workspaceId: 'main', leadId, campaignId: '', enrollmentId: '' };
  const token = makeBookingToken(stage.engine.keyring.secret, of);
  const forged = `${token.slice(0, 5)}${token[5] === 'a' ? 'b' : 'a'}${token.slice(6)}`;
  expect(readBookingToken(stage.engine.keyring.secret, token)).toEqual(of);
  expect(readBookingToken(stage.engine.keyring.secret, forged)).toBeNull();
  expect(readBookingToken(Buffer.alloc(32, 1), token)).toBeNull();
  await tell('BOOKING_CREATED', 'u1', { metadata: { rekindle_lead: forged } });
  expect(meetings()).toHaveLength(1);
  expect(meetings()[0]?.lead_id).not.toBe(leadId);
});

test('a link keeps what stands in it, and what is no address stays as it is', async () => {
  await open();
  expect(bookingUrl('https://cal.example/ann?layout=month', 'tok')).toBe(
    'https://cal.example/ann?layout=month&metadata%5Brekindle_lead%5D=tok&utm_content=tok',
  );
  expect([bookingUrl('call us', 'tok'), bookingUrl('', 'tok'), bookingUrl(undefined, 'tok')]).toEqual([
    'call us',
    null,
    null,
  ]);
});
