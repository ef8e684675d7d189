/** Limits on sending, lived through by the engine itself: what leaves when, what waits for how long, and that the counts are true. */
import { afterEach, describe, expect, test } from 'vitest';
import { NOTHING_COUNTED } from '../../src/domain/consent/pace/facts.ts';
import { DEFAULT_LIMITS, NO_LIMITS, type SendLimits } from '../../src/domain/consent/pace/send-limits.ts';
import { gateAtSending } from '../../src/engine/gate.ts';
import { NO_RESPONSES } from '../../src/engine/simulate/response-model.ts';
import { simulate } from '../../src/engine/simulate/simulate.ts';
import { claim } from '../../src/testing/store/samples.ts';
import { writePlaybook } from './small-playbook.ts';
import { openStage, type Row, SENDER, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const SECOND_MS = 1_000;
const HOUR_MS = 3_600 * SECOND_MS;
const DAY_MS = 24 * HOUR_MS;
const MIDNIGHT = Date.parse('2026-03-03T00:00:00Z');

interface Wish {
  readonly count?: number;
  readonly days?: readonly number[];
  readonly window?: string;
  readonly domain?: (i: number) => string;
  readonly dailyCap?: number;
}

/** A live campaign for this many people, each of a company of their own where nothing else is said. */
async function campaign(limits: SendLimits, { count = 1, days = [0], window, domain, dailyCap }: Wish): Promise<void> {
  stage = await openStage({ start: MIDNIGHT, limits });
  const of = domain ?? ((i: number) => `firm${i}.example`);
  const rows = Array.from({ length: count }, (_, i) => `Ann${i},ann${i}@${of(i)},US,Software,https://${of(i)}`);
  const file = stage.file('leads.csv', `First Name,Email,Country,Industry,Website\n${rows.join('\n')}\n`);
  await stage.run('import', { file, basis: 'consent' });
  const playbook = writePlaybook(stage.folder, { name: 'paced', days, ...(window ? { window } : {}) });
  const sender = { ...SENDER, dailyCap: dailyCap ?? SENDER.dailyCap };
  await stage.run('campaign create', { ...sender, name: 'paced', playbook });
  await stage.run('assess');
}

const launch = () => stage.run('campaign launch');
const times = () =>
  stage.sql('SELECT sent_at AS at FROM message WHERE sent_at IS NOT NULL ORDER BY sent_at').map(({ at }) => Number(at));
const held = () =>
  stage.sql(
    `SELECT reason_code AS code, COUNT(*) AS n FROM message WHERE state = 'held' GROUP BY reason_code ORDER BY code`,
  );
const byDay = () => Object.values(Object.groupBy(times(), (at) => Math.floor(at / DAY_MS))).map((all) => all?.length);

/** Every counter against the messages themselves. */
function expectTrueCounts(): void {
  const day = `attempted_at / ${DAY_MS}`;
  const count = (key: string) =>
    stage.sql(`SELECT ${key} AS key, ${day} AS day, COUNT(*) AS used FROM message
    WHERE state IN ('sending','sent','delivered','bounced','unconfirmed') OR may_have_left = 1 GROUP BY 1, 2 ORDER BY 1, 2`);
  const counted = (scope: string) =>
    stage.sql(`SELECT key, day, used FROM send_counter WHERE scope = '${scope}' AND used > 0 ORDER BY key, day`);
  const sendingDomain = `SUBSTR(sender, INSTR(sender, '@') + 1)`;
  expect(counted('campaign')).toEqual(count('campaign_id'));
  expect(counted('sender')).toEqual(count('sender'));
  expect(counted('sending-domain')).toEqual(count(sendingDomain));
  expect(counted('recipient-domain')).toEqual(
    count(`${sendingDomain} || ' ' || SUBSTR(recipient, INSTR(recipient, '@') + 1)`),
  );
}

describe('a mailbox on its first days, under the standard limits', () => {
  test('sends five messages, then ten, with a minute or three between two, and each that waits is looked at once or twice a day', async () => {
    await campaign(DEFAULT_LIMITS, { count: 100 });
    await launch();
    await stage.liveUntil(MIDNIGHT + 10 * DAY_MS);
    expect(byDay()).toEqual([5, 10, 15, 20, 25, 25]);
    const gaps = times()
      .slice(1)
      .map((at, i) => at - times()[i]!);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(60 * SECOND_MS);
    // Of 99 distances five are nights, and one is the wait for the canary.
    expect(gaps.filter((gap) => gap < 3 * 60 * SECOND_MS)).toHaveLength(93);
    expectTrueCounts();
    // Claims in all: a message that waits five days is claimed five times and once more for its moment.
    expect(stage.count('SELECT MAX(fence) FROM message')).toBeLessThanOrEqual(8);
    await stage.liveUntil(MIDNIGHT + 11 * DAY_MS);
    expect(stage.count("SELECT COUNT(*) FROM message WHERE state <> 'sent'")).toBe(0);
  });

  test('a thousand that are due at once get moments of their own, at one look each', async () => {
    const jitter = { fromSeconds: 1, toSeconds: 3 };
    await campaign({ ...NO_LIMITS, jitter }, { count: 1_000 });
    await launch();
    await stage.run('work');
    expect(held()).toEqual([{ code: 'sender-pace', n: 999 }]);
    expect(stage.count('SELECT COUNT(DISTINCT due_at) FROM message')).toBe(1_000);
    await stage.liveUntil(MIDNIGHT + HOUR_MS);
    expect(times()).toHaveLength(1_000);
    expect(stage.count('SELECT SUM(fence) FROM message')).toBe(1_999);
    expectTrueCounts();
  });

  test('whose worker slept through their moments leave one by one all the same', async () => {
    await campaign({ ...NO_LIMITS, jitter: { fromSeconds: 60, toSeconds: 60 } }, { count: 20 });
    await launch();
    await stage.run('work');
    stage.clock.moveTo(MIDNIGHT + 2 * HOUR_MS);
    await stage.liveUntil(MIDNIGHT + 3 * HOUR_MS);
    const [, ...late] = times();
    expect(late[0]).toBe(MIDNIGHT + 2 * HOUR_MS);
    expect(late.slice(1).map((at, i) => at - late[i]!)).toEqual(late.slice(1).map(() => 60 * SECOND_MS));
  });
});

describe('limits that several messages of one turn share', () => {
  test.each([
    ['of a campaign', { campaignDay: 4 }, 'campaign-day'],
    ['of a mailbox', { senderDay: 4 }, 'sender-day'],
    ['of our domain', { sendingDomainDay: 4 }, 'sending-domain-day'],
  ])('%s are kept to the message, and let go at midnight', async (_, email, cap) => {
    await campaign({ ...NO_LIMITS, email: { ...NO_LIMITS.email, ...email } }, { count: 10 });
    await launch();
    await stage.run('work');
    expect(times()).toHaveLength(4);
    const [one] = stage.sql(`SELECT reason, due_at FROM message WHERE state = 'held' LIMIT 1`);
    expect(JSON.parse(String(one?.reason))).toEqual({ code: 'cap-reached', facts: { cap, count: 4, limit: 4 } });
    expect(one?.due_at).toBe(MIDNIGHT + DAY_MS);
    await stage.liveUntil(MIDNIGHT + 3 * DAY_MS);
    expect(byDay()).toEqual([4, 4, 2]);
    expectTrueCounts();
  });

  test('of a mailbox let go at the midnight of the zone that the workspace counts by, and no mail leaves twice as fast before it', async () => {
    const limits = { ...NO_LIMITS, zone: 'Australia/Sydney', email: { ...NO_LIMITS.email, senderDay: 4 } };
    // Midnight of UTC is eleven in the morning in Sydney.
    await campaign(limits, { count: 10, days: [0] });
    await launch();
    const midnight = MIDNIGHT + 13 * HOUR_MS;
    await stage.run('work');
    expect(times()).toHaveLength(4);
    expect(stage.sql("SELECT DISTINCT due_at FROM message WHERE state = 'held'")).toEqual([{ due_at: midnight }]);
    await stage.liveUntil(midnight - 1);
    expect(times()).toHaveLength(4);
    await stage.liveUntil(midnight);
    expect(times()).toHaveLength(8);
    const days = stage.sql("SELECT day, used FROM send_counter WHERE scope = 'sender' ORDER BY day");
    expect(days.map(({ used }) => used)).toEqual([4, 4]);
    expect(Number(days[0]?.day)).toBe(MIDNIGHT / DAY_MS);
    const { senders } = (await stage.run('sender list')) as { senders: Row[] };
    expect(senders).toContainEqual(expect.objectContaining({ sentToday: 4, allowedToday: 4 }));
    await stage.liveUntil(MIDNIGHT + 3 * DAY_MS);
    expect(times()).toHaveLength(10);
  });

  test('a mailbox that warms up under another zone sends its first five in one of its own days', async () => {
    await campaign({ ...DEFAULT_LIMITS, zone: 'Australia/Sydney', canary: null, jitter: null }, { count: 40 });
    await launch();
    await stage.liveUntil(MIDNIGHT + 4 * DAY_MS);
    const byTheirDay = Object.groupBy(times(), (at) => Math.floor((at + 11 * HOUR_MS) / DAY_MS));
    expect(Object.values(byTheirDay).map((all) => all?.length)).toEqual([5, 10, 15, 10]);
  });

  test('one e-mail to an account and day: colleagues wait for each other', async () => {
    const limits = { ...NO_LIMITS, email: { ...NO_LIMITS.email, accountDay: 1 } };
    await campaign(limits, { count: 4, domain: (i) => (i < 3 ? 'acme.com' : 'other.com') });
    await launch();
    await stage.run('work');
    expect(times()).toHaveLength(2);
    expect(held()).toEqual([{ code: 'cap-reached', n: 2 }]);
    await stage.liveUntil(MIDNIGHT + 4 * DAY_MS);
    expect(byDay()).toEqual([2, 1, 1]);
    expect(stage.count('SELECT COUNT(*) FROM account_touch')).toBeLessThanOrEqual(4);
  });

  test('the campaign’s own limit of its mailbox is the lower of the two', async () => {
    await campaign({ ...NO_LIMITS, email: { ...NO_LIMITS.email, senderDay: 8 } }, { count: 10, dailyCap: 3 });
    await launch();
    await stage.run('work');
    expect(times()).toHaveLength(3);
  });
});

describe('an answer that somebody waits for', () => {
  test('waits for nothing that only paces campaigns', async () => {
    await campaign({ ...NO_LIMITS, email: { ...NO_LIMITS.email, senderDay: 0 } }, { count: 1 });
    await launch();
    await stage.run('halt add', { channel: 'email' });
    await stage.run('work');
    await stage.run('halt lift', { channel: 'email' });
    const { engine } = stage;
    const now = stage.clock.now();
    const [claimed] = await claim(engine.store, { now });
    const counted = { ...NOTHING_COUNTED, canary: null };
    const facts = {
      suppressions: [],
      counted,
      ended: null,
      keptBack: null,
      campaignState: 'live',
      halt: null,
    } as const;
    const inLane = (lane: 0 | 1) => ({ ...claimed!, message: { ...claimed!.message, lane } });
    expect(gateAtSending(engine, inLane(1), facts, now).verdict).toBe('hold');
    expect(gateAtSending(engine, inLane(0), facts, now).verdict).toBe('send');
  });
});

describe('touches by people and other tools', () => {
  const touch = (kind: string, at: number) =>
    stage.run('event record', { lead: 'ann0@firm0.example', kind, at: new Date(at).toISOString(), originId: kind });

  test('count for the gap, whoever made them', async () => {
    await campaign(NO_LIMITS, { count: 1, days: [0, 1] });
    await launch();
    await stage.liveUntil(MIDNIGHT + 12 * HOUR_MS);
    stage.clock.moveTo(MIDNIGHT + 23 * HOUR_MS);
    await touch('tool-touch', stage.clock.now());
    await stage.liveUntil(MIDNIGHT + DAY_MS + 12 * HOUR_MS);
    // The sequence itself is held for a week by the touch, as sequences are by default; a person lets it go on at once.
    await stage.run('enrollment resume', { lead: 'ann0@firm0.example' });
    await stage.liveUntil(MIDNIGHT + 3 * DAY_MS);
    expect(times()).toEqual([MIDNIGHT, MIDNIGHT + 43 * HOUR_MS]);
  });

  test('hold the sequence where a setting says so, and for as long', async () => {
    await campaign({ ...NO_LIMITS, humanTouch: { then: 'hold', days: 3 } }, { count: 1, days: [0, 1] });
    await launch();
    await stage.liveUntil(MIDNIGHT + 12 * HOUR_MS);
    await touch('call-completed', stage.clock.now());
    await stage.liveUntil(MIDNIGHT + 2 * DAY_MS);
    const [message] = stage.sql(`SELECT reason FROM message WHERE state = 'held'`);
    expect(JSON.parse(String(message?.reason))).toEqual({
      code: 'touched-by-others',
      facts: { by: 'person', channel: 'voice' },
    });
    await stage.liveUntil(MIDNIGHT + 6 * DAY_MS);
    expect(times()).toEqual([MIDNIGHT, MIDNIGHT + 3.5 * DAY_MS]);
  });

  test('hold it until somebody lets it go on, its last message too', async () => {
    await campaign({ ...NO_LIMITS, humanTouch: { then: 'hold', days: null } }, { count: 1, days: [0, 1] });
    await launch();
    await stage.liveUntil(MIDNIGHT + HOUR_MS);
    await touch('human-touch', stage.clock.now());
    await stage.liveUntil(MIDNIGHT + 20 * DAY_MS);
    expect(held()).toEqual([{ code: 'touched-by-others', n: 1 }]);
    const [{ id } = { id: '' }] = stage.sql('SELECT id FROM lead');
    const wish = { workspaceId: 'main', leadId: String(id), campaignId: null, now: stage.clock.now() };
    expect(await stage.engine.store.work.letGoOn(wish)).toBe(1);
    await stage.run('work');
    expect(times()).toHaveLength(2);
  });
});

describe('the canary', () => {
  const canary = { messages: 5, hours: 2, bounceShare: 0.02, complaintShare: 0.001 };
  const bounce = (nth: number, kind = 'bounced') => {
    const [message] = stage.sql(
      `SELECT id, recipient FROM message WHERE sent_at IS NOT NULL ORDER BY id LIMIT 1 OFFSET ${nth}`,
    );
    return stage.run('event record', {
      lead: String(message?.recipient),
      kind,
      message: message?.id,
      originId: `b${nth}`,
    });
  };

  test('leaves alone, and the others two hours after it', async () => {
    await campaign({ ...NO_LIMITS, canary }, { count: 20 });
    await launch();
    await stage.run('work');
    expect(times()).toHaveLength(5);
    expect(held()).toEqual([{ code: 'canary-waiting', n: 15 }]);
    await stage.liveUntil(MIDNIGHT + 2 * HOUR_MS - 1);
    expect(times()).toHaveLength(5);
    await stage.liveUntil(MIDNIGHT + 2 * HOUR_MS);
    expect(times()).toHaveLength(20);
  });

  test.each(['bounced', 'complained'])('one %s stops the campaign until a person releases it', async (kind) => {
    await campaign({ ...NO_LIMITS, canary }, { count: 20 });
    await launch();
    await stage.run('work');
    await bounce(2, kind);
    await stage.liveUntil(MIDNIGHT + 5 * DAY_MS);
    expect(times()).toHaveLength(5);
    expect(held()).toEqual([{ code: kind === 'bounced' ? 'canary-bounces' : 'canary-complaints', n: 15 }]);
    expect(await stage.run('campaign release')).toEqual({ campaign: 'paced', released: true, messages: 15 });
    await stage.run('work');
    expect(times()).toHaveLength(20);
    expect(await stage.run('campaign release')).toMatchObject({ released: false, messages: 0 });
  });

  test('a bounce of any other message stops nothing', async () => {
    await campaign({ ...NO_LIMITS, canary }, { count: 20, days: [0, 2] });
    await launch();
    await stage.liveUntil(MIDNIGHT + DAY_MS);
    await bounce(10);
    await stage.liveUntil(MIDNIGHT + 3 * DAY_MS);
    expect(times()).toHaveLength(39);
  });

  test('what the server put off has not left: the next one takes its place', async () => {
    let down = true;
    stage = await openStage();
    await stage.close();
    const answers = {
      retry: { kind: 'retry', afterMs: null, code: 'greylisted', detail: '' },
      sent: { kind: 'sent', providerRef: null, detail: '' },
    } as const;
    const channel = {
      name: 'moody',
      concurrency: 5,
      recovery: 'held',
      send: async () => (down ? answers.retry : answers.sent),
      close: async () => undefined,
    } as const;
    stage = await openStage({
      start: MIDNIGHT,
      limits: { ...NO_LIMITS, canary },
      channels: { outbox: channel, live: null },
    });
    const rows = Array.from({ length: 10 }, (_, i) => `Ann${i},ann${i}@firm${i}.example,US,Software`);
    const file = stage.file('leads.csv', `First Name,Email,Country,Industry\n${rows.join('\n')}\n`);
    await stage.run('import', { file, basis: 'consent' });
    const playbook = writePlaybook(stage.folder, { name: 'paced' });
    await stage.run('campaign create', { ...SENDER, name: 'paced', playbook });
    await stage.run('assess');
    await launch();
    await stage.run('work');
    expect(held()).toEqual([]);
    down = false;
    await stage.liveUntil(MIDNIGHT + HOUR_MS);
    expect(times()).toHaveLength(5);
    expect(held()).toEqual([{ code: 'canary-waiting', n: 5 }]);
  });
});

describe('a rehearsal', () => {
  const WINDOW = 'days: mon-fri, from: "09:00", to: "17:00", holidays: send, zone: UTC';

  async function rehearse(): Promise<{ list: string[]; digest: string }> {
    const list: string[] = [];
    const [{ id } = { id: '' }] = stage.sql('SELECT id FROM campaign');
    const { digest } = await simulate(
      stage.engine,
      {
        workspaceId: 'main',
        campaignId: String(id),
        startsAt: stage.clock.now(),
        days: 12,
        seed: 3,
        responses: NO_RESPONSES,
      },
      ({ at, to, template }) => list.push(`${at} ${to} ${template}`),
    );
    return { list, digest };
  }

  test('under the standard limits is what then leaves, message by message and to the millisecond', async () => {
    await campaign(DEFAULT_LIMITS, {
      count: 60,
      days: [0, 1, 3],
      window: WINDOW,
      domain: (i) => `firm${i >> 1}.example`,
    });
    const first = await rehearse();
    expect((await rehearse()).digest).toBe(first.digest);
    await launch();
    await stage.liveUntil(MIDNIGHT + 12 * DAY_MS - 1);
    const left = stage.sql(
      'SELECT sent_at, recipient, template FROM message WHERE sent_at IS NOT NULL ORDER BY sent_at, id',
    );
    expect(left.map((row: Row) => `${row.sent_at} ${row.recipient} ${row.template}`)).toEqual(first.list);
    expect(first.list.length).toBeGreaterThan(80);
    expectTrueCounts();
  });
});

describe('the settings', () => {
  test('are shown, changed by name, and refused with the name of what is wrong', async () => {
    stage = await openStage({ limits: DEFAULT_LIMITS });
    expect(await stage.run('workspace show')).toMatchObject({ limits: DEFAULT_LIMITS });
    const set = (settings: Row) => stage.run('workspace set-limits', { set: settings });
    await set({ 'email.senderDay': '50', jitter: 'none', canary: 'none', 'humanTouch.days': '7' });
    await set({ 'canary.messages': '40' });
    expect(await stage.run('workspace show')).toMatchObject({
      limits: {
        email: { ...DEFAULT_LIMITS.email, senderDay: 50 },
        jitter: null,
        canary: { ...DEFAULT_LIMITS.canary, messages: 40 },
        humanTouch: { then: 'count', days: 7 },
      },
    });
    await expect(set({ 'email.senderDay': '-1' })).rejects.toMatchObject({
      code: 'bad-limit',
      message: /^email\.senderDay: /,
    });
    await expect(set({ 'sms.perDay': '1' })).rejects.toMatchObject({ code: 'bad-limit', message: /sms.*perDay/ });
    await expect(set({ canary: 'much' })).rejects.toMatchObject({ code: 'bad-limit', message: /^canary: / });
    expect(await stage.run('workspace set-limits', { standard: true })).toEqual({ limits: DEFAULT_LIMITS });
    expect(stage.count(`SELECT settings = '{}' FROM workspace`)).toBe(1);
  });
});

describe('refusals', () => {
  const refusals = () =>
    stage
      .sql(`SELECT recipient, reason FROM message WHERE state = 'refused' ORDER BY recipient`)
      .map(({ recipient, reason }) => [String(recipient).slice(0, 4), JSON.parse(String(reason)).facts]);
  const queue = async (domain: (i: number) => string) => {
    await campaign(NO_LIMITS, { count: 2, domain });
    await launch();
    await stage.run('halt add', { channel: 'email' });
    await stage.run('work');
    await stage.run('halt lift', { channel: 'email' });
  };

  test.each([
    ['of an account', { account: '@Acme.com' }, ['ann0'], { kind: 'account', channel: 'all' }],
    [
      'of everybody by e-mail',
      { everybody: true, channel: 'email' },
      ['ann0', 'ann1'],
      { kind: 'channel', channel: 'email' },
    ],
    ['of everybody by text', { everybody: true, channel: 'sms' }, [], {}],
    [
      'of an address, everywhere',
      { value: 'ann1@other.com', everywhere: true },
      ['ann1'],
      { kind: 'address', channel: 'all', list: 'instance' },
    ],
  ])('%s', async (_, wish, refused, facts) => {
    await queue((i) => (i === 0 ? 'acme.com' : 'other.com'));
    await stage.run('suppress add', wish);
    await stage.run('work');
    expect(refusals()).toEqual(refused.map((who) => [who, { ...facts, because: 'manual' }]));
  });

  test.each([
    [{}, 'which-refusal'],
    [{ value: 'a@b.co', everybody: true }, 'which-refusal'],
    [{ account: 'Acme Inc.' }, 'not-an-address'],
  ])('%j is refused: %s', async (wish, code) => {
    stage = await openStage();
    await expect(stage.run('suppress add', wish)).rejects.toMatchObject({ code });
  });
});
