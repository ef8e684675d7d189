/**
 * Providers tell what happened in any order and more than once: whatever the order, message, passage, refusals and signals end
 * alike. Through the desk, the real adapters and the real store. Before a release 10,000 orders of each set; ORDERS=50000 asks for as many.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HookCall } from '../../src/engine/hook-port.ts';
import { hookDesk } from '../../src/engine/react/hooks.ts';
import type { LeadStory } from '../../src/engine/store-port.ts';
import { openSqliteStore } from '../../src/store/store.ts';
import { writePlaybook } from '../pipeline/small-playbook.ts';
import { openStage, SENDER, type Stage, TUESDAY } from '../pipeline/stage.ts';
import { RELEASE, THOROUGH } from '../thorough.ts';
import { CONNECTIONS, highlevel, PUBLIC_URL, postmark, retell, twilio } from './calls.ts';

const ORDERS = Number(process.env.ORDERS ?? (RELEASE ? 10_000 : THOROUGH ? 1_500 : 150));
const MINUTE_MS = 60_000;

interface Person {
  readonly n: number;
  readonly email: string;
  readonly phone: string;
  /** Of the message that they got. */
  readonly message: string;
}

const at = (minutes: number) => new Date(TUESDAY + minutes * MINUTE_MS).toISOString();
type Tell = (person: Person) => HookCall;

const mailed =
  (record: Readonly<Record<string, unknown>>, minutes: number): Tell =>
  ({ n, email, message }) =>
    postmark({
      ...record,
      ID: `${n}:${record.Type ?? ''}`,
      Email: email,
      Metadata: { rekindle_message: message },
      ReceivedAt: at(minutes),
    });
const status =
  (MessageStatus: string, more: Readonly<Record<string, string>> = {}): Tell =>
  ({ n, phone, message }) =>
    twilio({ MessageSid: `SM${n}`, MessageStatus, To: phone, ...more }, message);
const texted =
  (id: string, Body: string): Tell =>
  ({ n, phone }) =>
    twilio({ MessageSid: `SM${n}${id}`, SmsStatus: 'received', From: phone, Body });
const crm =
  (type: string, body: Readonly<Record<string, unknown>>): Tell =>
  ({ n, email, phone }) =>
    highlevel({
      type,
      webhookId: `${type}${n}`,
      id: `contact${n}`,
      messageId: `${body.source}${n}`,
      email,
      from: email,
      to: email,
      phone,
      ...body,
    });
const called =
  (reason: string): Tell =>
  ({ n, phone }) =>
    retell(
      'call_ended',
      { call_id: `call${n}`, to_number: phone, disconnection_reason: reason, end_timestamp: TUESDAY + 4 * MINUTE_MS },
      TUESDAY + 60 * MINUTE_MS,
    );

const ALL: Readonly<Record<string, Tell>> = {
  'sent callback': status('sent'),
  'delivered callback': status('delivered'),
  'undelivered after it': status('undelivered', { ErrorCode: '30005' }),
  delivered: mailed({ RecordType: 'Delivery' }, 1),
  opened: mailed({ RecordType: 'Open' }, 2),
  clicked: mailed({ RecordType: 'Click', OriginalLink: 'https://acme.example/' }, 3),
  'soft bounce': mailed({ RecordType: 'Bounce', Type: 'SoftBounce' }, 5),
  'hard bounce': mailed({ RecordType: 'Bounce', Type: 'HardBounce' }, 6),
  complaint: mailed({ RecordType: 'SpamComplaint', Type: 'SpamComplaint' }, 7),
  'opt-out of mail': mailed({ RecordType: 'SubscriptionChange', SuppressSending: true }, 8),
  'a reply': texted('a', 'Yes, tell me more'),
  'another reply': texted('b', 'Please call me tomorrow'),
  STOP: texted('c', 'STOP'),
  START: texted('d', 'START'),
  'no more contact': texted('e', 'stop contacting me'),
  'a booking': ({ n, email }) =>
    highlevel({
      type: 'AppointmentCreate',
      webhookId: `b${n}`,
      appointment: { id: `b${n}`, contactId: `contact${n}`, appointmentStatus: 'confirmed', dateAdded: at(9) },
      email,
    }),
  'do not disturb': crm('ContactDndUpdate', { dnd: true, dndSettings: { SMS: { status: 'active' } } }),
  'a mail by a colleague': crm('OutboundMessage', {
    messageType: 'Email',
    direction: 'outbound',
    source: 'app',
    dateAdded: at(10),
  }),
  'a mail by their workflow': crm('OutboundMessage', {
    messageType: 'Email',
    direction: 'outbound',
    source: 'workflow',
    dateAdded: at(11),
  }),
  'a call that was taken': called('user_hangup'),
};
const SETS: Readonly<Record<string, readonly string[]>> = {
  'a mail and its fate': ['sent callback', 'delivered', 'opened', 'clicked', 'soft bounce', 'hard bounce'],
  'an answer, twice': ['delivered callback', 'opened', 'clicked', 'a reply', 'another reply'],
  'a text and its fate': ['sent callback', 'delivered callback', 'undelivered after it', 'a reply', 'STOP'],
  'STOP and START': ['delivered', 'STOP', 'START', 'do not disturb'],
  'refusals of all kinds': ['hard bounce', 'complaint', 'opt-out of mail', 'STOP', 'no more contact', 'a reply'],
  'touches by others': ['delivered', 'a mail by a colleague', 'a mail by their workflow', 'a call that was taken'],
  'touches and an answer': ['a mail by a colleague', 'a call that was taken', 'STOP', 'a reply'],
  'all of it': Object.keys(ALL),
};

let stage: Stage;
let people: readonly Person[];
let desk: ReturnType<typeof hookDesk>;
let sends = 0;

const channel = {
  name: 'memory',
  concurrency: 50,
  recovery: 'held',
  send: async () => ({ kind: 'sent', providerRef: `ref${sends++}`, detail: '' }) as const,
  close: async () => undefined,
} as const;

beforeAll(async () => {
  stage = await openStage({
    channels: { outbox: channel, live: null },
    publicUrl: PUBLIC_URL,
    store: await openSqliteStore({ path: ':memory:', now: () => TUESDAY }),
    log: { info: () => undefined, error: (line, facts) => process.stderr.write(`${line} ${JSON.stringify(facts)}\n`) },
  });
  desk = hookDesk(stage.engine, CONNECTIONS);
  const rows = Array.from(
    { length: ORDERS },
    (_, n) => `Ann${n},ann${n}@firm${n}.example,+1202${2_000_000 + n},US,Software`,
  );
  const file = stage.file('leads.csv', `First Name,Email,Phone,Country,Industry\n${rows.join('\n')}\n`);
  await stage.run('import', { file, basis: 'consent' });
  const steps = ['{ kind: email, day: 0, template: hello }', '{ kind: email, day: 3, template: idea }'];
  await stage.run('campaign create', {
    ...SENDER,
    dailyCap: 100_000,
    name: 'spring',
    playbook: writePlaybook(stage.folder, { name: 'spring', steps }),
  });
  await stage.run('assess');
  await stage.run('campaign launch');
  await stage.run('work');
  people = await peopleOf();
  stage.clock.moveTo(TUESDAY + 60 * MINUTE_MS);
}, 600_000);
afterAll(() => stage.close());

async function peopleOf(): Promise<readonly Person[]> {
  const { engine } = stage;
  const found: Person[] = [];
  for (let n = 0; n < ORDERS; n++) {
    const email = `ann${n}@firm${n}.example`;
    const [leadId = ''] = await engine.store.leads.find('main', '', [`e:${email}`]);
    const story = await engine.store.leads.story('main', leadId, engine.suppressionKeys);
    const message = story?.messages[0];
    expect(message?.state).toBe('sent');
    found.push({ n, email, phone: `+1202${2_000_000 + n}`, message: message?.id ?? '' });
  }
  return found;
}

/** All that may differ, without what must: ids, and what names the person. */
function stateOf(story: LeadStory | null, { n, message }: Person): unknown {
  const plain = (id: string) => id.replace(message, 'ours').replaceAll(new RegExp(`(?<!\\d)${n}(?!\\d)`, 'g'), '#');
  return {
    messages: story?.messages.map(({ state, reason, sentAt }) => ({ state, reason, sentAt })),
    enrollments: story?.enrollments.map(({ state, step, visit, dueAt, reason, lastTouchAt, endedAt }) => ({
      ...{ state, step, visit, dueAt, lastTouchAt, endedAt },
      reason: reason?.code,
      outcome: reason?.facts?.outcome,
    })),
    suppressions: story?.suppressions.map(({ channel: of, kind, reason, origin, at: time }) => [
      of,
      kind,
      reason,
      origin,
      time,
    ]),
    events: story?.events.map(({ originId, kind, outcome }) => [plain(originId), kind, outcome].join(' ')).sort(),
    stages: story?.memberships.map(({ member }) => member.stage),
    tasks: story?.tasks.map(({ kind, state }) => [kind, state]).sort(),
    signals: story?.signals.map(({ name, state, fallsAt, evidence }) => ({
      ...{ name, state, fallsAt },
      evidence: evidence.map(({ kind, at: time, points }) => [time, kind, points].join(' ')).sort(),
    })),
  };
}

async function endOf(person: Person, order: readonly string[]): Promise<unknown> {
  for (const name of order) {
    const call = ALL[name]?.(person);
    if (!call) throw new Error(`nobody tells ${name}`);
    expect(await desk(call)).toEqual({ kind: 'taken' });
  }
  const { engine } = stage;
  const [leadId = ''] = await engine.store.leads.find('main', '', [`e:${person.email}`]);
  return stateOf(await engine.store.leads.story('main', leadId, engine.suppressionKeys), person);
}

/** An order of the whole set with up to five of it told again, anywhere. */
function orderOf(set: readonly string[], seed: number): readonly string[] {
  const whole = fc.shuffledSubarray([...set], { minLength: set.length });
  const again = fc.array(fc.constantFrom(...set), { maxLength: 5 });
  const [once, more] = fc.sample(fc.tuple(whole, again), { numRuns: 1, seed })[0] ?? [[], []];
  const order = [...once];
  for (const [i, name] of more.entries()) order.splice((seed * 31 + i * 17) % (order.length + 1), 0, name);
  return order;
}

test(`${ORDERS} orders of ${Object.keys(SETS).length} sets of events end alike, set by set`, {
  timeout: 3_600_000,
}, async () => {
  const ends = new Map<string, { readonly order: readonly string[]; readonly end: unknown }>();
  const names = Object.keys(SETS);
  for (const person of people) {
    const name = names[person.n % names.length] ?? '';
    const order = orderOf(SETS[name] ?? [], person.n);
    const end = await endOf(person, order);
    const first = ends.get(name);
    if (first === undefined) ends.set(name, { order, end });
    else expect(end, `${order.join(', ')}\n  against ${first.order.join(', ')}`).toEqual(first.end);
  }
  expect(ends.size).toBe(names.length);
});
