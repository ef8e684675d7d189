/**
 * Bookings on a page, told by Cal.com and by Calendly: known by the mark in the link whoever's address it was, kept, moved, cancelled, and
 * moving the sequence; a forged mark is none.
 */
import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { afterEach, describe, expect, test } from 'vitest';
import { bookingUrl } from '../../src/domain/booking/words.ts';
import type { HookAdapter } from '../../src/engine/hook-port.ts';
import { hookDesk } from '../../src/engine/react/hooks.ts';
import { makeBookingToken, readBookingToken } from '../../src/engine/tokens/booking.ts';
import { calcomHook } from '../../src/hooks/calcom/hook.ts';
import { calendlyHook } from '../../src/hooks/calendly/hook.ts';
import { writePlaybook } from '../pipeline/small-playbook.ts';
import { openStage, SENDER, type Stage } from '../pipeline/stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const START = '2026-11-10T15:00:00.000Z';
const LATER = '2026-11-11T15:00:00.000Z';
/** Bob's address, whoever books. */
const EMAIL = 'bob@acme.example';

/** What happens to a booking on a page. */
interface Booking {
  readonly what: 'booked' | 'moved' | 'cancelled' | 'no-show';
  readonly ref: string;
  readonly before?: string;
  readonly mark: string;
  readonly startsAt?: string;
  /** When it is told, ms. */
  readonly at: number;
}

interface Told {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** How each provider tells it: as its documents show. */
const PROVIDERS: readonly { readonly adapter: HookAdapter; readonly tell: (booking: Booking) => readonly Told[] }[] = [
  { adapter: calcomHook, tell: byCalcom },
  { adapter: calendlyHook, tell: byCalendly },
];

function byCalcom({ what, ref: uid, before, mark, startsAt = START, at }: Booking): readonly Told[] {
  const triggerEvent = {
    booked: 'BOOKING_CREATED',
    moved: 'BOOKING_RESCHEDULED',
    cancelled: 'BOOKING_CANCELLED',
    'no-show': 'BOOKING_NO_SHOW_UPDATED',
  }[what];
  const attendees = [{ email: EMAIL, noShow: true }];
  const payload = { uid, bookingUid: uid, attendees, startTime: startsAt, metadata: { rekindle_lead: mark } };
  const body = Buffer.from(
    JSON.stringify({
      triggerEvent,
      createdAt: new Date(at).toISOString(),
      payload: { ...payload, ...(before && { rescheduleUid: before }) },
    }),
  );
  return [{ body, headers: { 'x-cal-signature-256': createHmac('sha256', 'secret').update(body).digest('hex') } }];
}

/** A move is told twice: the old one is cancelled, and another one is made of it. */
function byCalendly({ what, ref, before, mark, startsAt = START, at }: Booking): readonly Told[] {
  const invitee = (id: string, part: object) => ({
    uri: `https://api.calendly.com/invitees/${id}`,
    email: EMAIL,
    tracking: { utm_content: mark },
    scheduled_event: { start_time: startsAt },
    ...part,
  });
  const calls: Readonly<Record<Booking['what'], readonly (readonly [string, object])[]>> = {
    booked: [['invitee.created', invitee(ref, { old_invitee: null })]],
    moved: [
      ['invitee.canceled', invitee(String(before), { rescheduled: true })],
      ['invitee.created', invitee(ref, { old_invitee: `https://api.calendly.com/invitees/${before}` })],
    ],
    cancelled: [['invitee.canceled', invitee(ref, { rescheduled: false, cancellation: { reason: 'ill' } })]],
    'no-show': [['invitee_no_show.created', invitee(ref, {})]],
  };
  return calls[what].map(([event, payload]) => {
    const body = Buffer.from(JSON.stringify({ event, created_at: new Date(at).toISOString(), payload }));
    const t = String(Math.floor(at / 1_000));
    const v1 = createHmac('sha256', 'secret').update(`${t}.`).update(body).digest('hex');
    return { body, headers: { 'calendly-webhook-signature': `t=${t},v1=${v1}` } };
  });
}

async function open(): Promise<string> {
  stage = await openStage();
  const file = stage.file('leads.csv', 'First Name,Email,Country\nAnn,ann@acme.example,US\nBob,bob@acme.example,US\n');
  await stage.run('import', { file, basis: 'consent' });
  return leadOf('ann@acme.example');
}

function leadOf(email: string): string {
  const [row] = stage.sql(`SELECT lead_id AS id FROM identity WHERE key = 'e:${email}'`);
  return String(row?.id);
}

function markOf(leadId: string, campaignId = ''): string {
  return makeBookingToken(stage.engine.keyring.secret, { workspaceId: 'main', leadId, campaignId, enrollmentId: '' });
}

const meetings = () => stage.sql('SELECT lead_id, state, starts_at FROM meeting ORDER BY id');
const kindsOf = (leadId: string) =>
  stage.sql(`SELECT kind FROM event WHERE lead_id = '${leadId}' ORDER BY id`).map(({ kind }) => kind);

describe.each(PROVIDERS)('$adapter.provider', ({ adapter, tell }) => {
  let told = 0;
  /** Each is told twice, as providers do. */
  async function happens(booking: Omit<Booking, 'at'>): Promise<void> {
    told += 1;
    const { provider } = adapter;
    const desk = hookDesk(stage.engine, [{ adapter, name: 'main', workspaceId: 'main', secrets: ['secret'] }]);
    const calls = tell({ ...booking, at: stage.clock.now() + told * 1_000 });
    for (const call of [...calls, ...calls]) {
      const to = { provider, connection: 'main', path: `/hooks/${provider}/main`, method: 'POST' };
      expect(await desk({ ...to, ...call })).toEqual({ kind: 'taken' });
    }
  }

  test('a booking is of whom the link was made for, and goes where its meeting goes, however often it is told', async () => {
    const leadId = await open();
    const mark = markOf(leadId);
    await happens({ what: 'booked', ref: 'u1', mark });
    expect(meetings()).toEqual([{ lead_id: leadId, state: 'booked', starts_at: Date.parse(START) }]);
    await happens({ what: 'moved', ref: 'u2', before: 'u1', mark, startsAt: LATER });
    expect(meetings()).toEqual([{ lead_id: leadId, state: 'booked', starts_at: Date.parse(LATER) }]);
    await happens({ what: 'cancelled', ref: 'u2', mark, startsAt: LATER });
    expect(meetings()).toMatchObject([{ state: 'cancelled' }]);
    expect(kindsOf(leadId)).toEqual(['booked', 'meeting-moved', 'meeting-cancelled']);
    expect(kindsOf(leadOf('bob@acme.example'))).toEqual([]);
  });

  test('a mark in which one character is changed is none: the booking is of whoever has the address', async () => {
    const leadId = await open();
    const mark = markOf(leadId);
    const forged = `${mark.slice(0, 5)}${mark[5] === 'a' ? 'b' : 'a'}${mark.slice(6)}`;
    expect(readBookingToken(stage.engine.keyring.secret, mark)).toMatchObject({ leadId });
    expect(readBookingToken(stage.engine.keyring.secret, forged)).toBeNull();
    expect(readBookingToken(Buffer.alloc(32, 1), mark)).toBeNull();
    await happens({ what: 'booked', ref: 'u1', mark: forged });
    expect(meetings()).toMatchObject([{ lead_id: leadOf('bob@acme.example') }]);
  });

  test('whoever books by the link of a mail under another address leaves the sequence that wrote it', async () => {
    stage = await openStage();
    const folder = writePlaybook(stage.folder, { name: 'spring', days: [0, 3] });
    const booking = 'Pick a time: {{ booking.url }}';
    writeFileSync(join(folder, 'templates', 'day-0.liquid'), `---\nsubject: A talk\n---\n${booking}\n`);
    const settings = 'settings:\n  bookingLink: { type: text, label: Page, default: "https://meet.example/bo" }\n';
    writeFileSync(join(folder, 'playbook.yaml'), `${readFileSync(join(folder, 'playbook.yaml'), 'utf8')}\n${settings}`);
    const row = 'Ann,ann@acme.example,US,Software';
    await stage.run('import', {
      file: stage.file('leads.csv', `First Name,Email,Country,Industry\n${row}\n`),
      basis: 'consent',
    });
    await stage.run('campaign create', { ...SENDER, name: 'spring', playbook: folder });
    await stage.run('assess', { campaign: 'spring' });
    await stage.run('campaign launch', { campaign: 'spring' });
    await stage.run('work');
    const [day = ''] = readdirSync(join(stage.folder, 'outbox'));
    const [mail = ''] = readdirSync(join(stage.folder, 'outbox', day));
    const { text = '' } = await PostalMime.parse(readFileSync(join(stage.folder, 'outbox', day, mail)));
    const link = new URL(/https:\/\/meet\.example\S+/.exec(text)?.[0] ?? '');
    const mark = link.searchParams.get('utm_content') ?? '';
    expect(link.searchParams.get('metadata[rekindle_lead]')).toBe(mark);
    await happens({ what: 'booked', ref: 'u1', mark });
    expect(meetings()).toMatchObject([{ lead_id: leadOf('ann@acme.example'), state: 'booked' }]);
    expect(stage.sql('SELECT state, reason_code FROM enrollment')).toEqual([{ state: 'ended', reason_code: 'booked' }]);
  });

  test('a meeting goes on in one when its lead was merged into another meanwhile', async () => {
    const leadId = await open();
    const bob = leadOf('bob@acme.example');
    const mark = markOf(leadId);
    await happens({ what: 'booked', ref: 'u1', mark });
    await stage.run('lead merge', { survivor: bob, other: leadId });
    await happens({ what: 'moved', ref: 'u2', before: 'u1', mark, startsAt: LATER });
    expect(meetings()).toMatchObject([{ state: 'booked', starts_at: Date.parse(LATER) }]);
    await happens({ what: 'cancelled', ref: 'u2', mark: markOf(bob), startsAt: LATER });
    expect(meetings()).toMatchObject([{ state: 'cancelled' }]);
  });
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
