/** Sequences on a clock that the test moves: days, hours, holidays, answers between two steps, and what is missing for words. */
import { afterEach, expect, test } from 'vitest';
import { NO_LIMITS } from '../../src/domain/consent/pace/send-limits.ts';
import { type SmallPlaybook, writePlaybook } from './small-playbook.ts';
import { openStage, type Row, SENDER, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const DAY_MS = 86_400_000;
const OFFICE = 'days: mon-fri, from: "09:00", to: "17:00", holidays: skip, zone: UTC';

async function enroll(playbook: SmallPlaybook, rows: readonly string[]): Promise<void> {
  const text = `${['First Name,Email,Country,Industry,City', ...rows].join('\n')}\n`;
  await stage.run('import', { file: stage.file('leads.csv', text), basis: 'consent' });
  await stage.run('campaign create', { ...SENDER, name: 'spring', playbook: writePlaybook(stage.folder, playbook) });
  await stage.run('assess');
  await stage.run('campaign launch');
}

const ANN = 'Ann,ann@acme.example,US,Software,';
const at = (text: string) => Date.parse(text);
const iso = (time: unknown) => new Date(Number(time)).toISOString();
const sentTimes = () =>
  stage.sql('SELECT sent_at FROM message WHERE sent_at IS NOT NULL ORDER BY sent_at').map((row) => iso(row.sent_at));
const enrollment = () => stage.sql('SELECT state, reason_code AS reason FROM enrollment')[0];

test('PIPE-31 the first message leaves on day 0, the others exactly on their days', async () => {
  stage = await openStage({ start: at('2026-03-02T15:00:00Z') });
  await enroll({ name: 'spring', days: [0, 3, 7, 10, 14] }, [ANN]);
  await stage.liveUntil(stage.clock.now() + 60 * DAY_MS);
  expect(sentTimes().map((time) => time.slice(0, 10))).toEqual([
    '2026-03-02',
    '2026-03-05',
    '2026-03-09',
    '2026-03-12',
    '2026-03-16',
  ]);
  expect(enrollment()).toEqual({ state: 'ended', reason: 'completed' });
});

test('PIPE-32 due on a Saturday at 10:00 in Sydney: Monday at 09:00 in Sydney', async () => {
  stage = await openStage({ start: at('2026-07-31T23:00:00Z') });
  await enroll({ name: 'spring', days: [0], window: OFFICE }, ['Ann,ann@acme.example,AU,Software,Sydney']);
  await stage.liveUntil(stage.clock.now() + 7 * DAY_MS);
  expect(stage.sql('SELECT zone FROM enrollment')).toEqual([{ zone: 'Australia/Sydney' }]);
  expect(sentTimes()).toEqual(['2026-08-02T23:00:00.000Z']);
});

test('PIPE-32 due on a public holiday: the next working day', async () => {
  stage = await openStage({ start: at('2026-12-25T10:00:00Z') });
  await enroll({ name: 'spring', days: [0], window: OFFICE }, ['Ann,ann@acme.example,GB,Software,London']);
  await stage.liveUntil(stage.clock.now() + 14 * DAY_MS);
  // Friday is Christmas Day; Monday stands for Boxing Day, which falls on the Saturday.
  expect(sentTimes()).toEqual(['2026-12-29T09:00:00.000Z']);
});

test.each([
  ['replied', 'Could you call me on Monday?'],
  ['bounced', null],
  ['opted-out', null],
])('PIPE-33 %s between two steps ends the sequence with that reason', async (kind, text) => {
  stage = await openStage();
  await enroll({ name: 'spring', days: [0, 3] }, [ANN]);
  await stage.liveUntil(stage.clock.now() + DAY_MS);
  expect(sentTimes()).toHaveLength(1);
  await stage.run('event record', { lead: 'ann@acme.example', kind, text });
  await stage.liveUntil(stage.clock.now() + 30 * DAY_MS);
  expect(sentTimes()).toHaveLength(1);
  expect(enrollment()).toEqual({ state: 'ended', reason: kind });
});

test('PIPE-33 a reply that says stop is an opt-out, for this campaign and every other', async () => {
  stage = await openStage();
  await enroll({ name: 'spring', days: [0, 3] }, [ANN]);
  await stage.liveUntil(stage.clock.now() + DAY_MS);
  const answer = { lead: 'ann@acme.example', kind: 'replied', text: 'Please remove me from your list.' };
  expect(await stage.run('event record', answer)).toMatchObject({ kind: 'opted-out', reading: 'opt-out' });
  expect(enrollment()).toEqual({ state: 'ended', reason: 'opted-out' });
  expect(stage.count('SELECT count(*) FROM suppression')).toBeGreaterThan(0);
});

test('PIPE-33 an answer that comes while the message is queued keeps it from leaving', async () => {
  stage = await openStage();
  await enroll({ name: 'spring', days: [0] }, [ANN]);
  const { advanceBatch } = await import('../../src/engine/advance/advance.ts');
  await advanceBatch(stage.engine);
  expect(stage.sql('SELECT state FROM message')).toEqual([{ state: 'queued' }]);
  await stage.run('event record', { lead: 'ann@acme.example', kind: 'opted-out' });
  await stage.run('work');
  expect(stage.sql('SELECT state, sent_at FROM message')).toEqual([{ state: 'refused', sent_at: null }]);
});

test('PIPE-34 opens and clicks are no messages: every step leaves on its day all the same', async () => {
  stage = await openStage({ start: at('2026-03-02T15:00:00Z') });
  await enroll({ name: 'spring', days: [0, 3, 7] }, [ANN]);
  await stage.liveUntil(stage.clock.now() + DAY_MS);
  const [message] = (await stage.run('message list')).messages as Row[];
  for (const kind of ['opened', 'clicked', 'clicked', 'clicked']) {
    await stage.run('event record', { lead: 'ann@acme.example', kind, message: message?.id });
  }
  expect(stage.sql('SELECT state FROM message')).toEqual([{ state: 'sent' }]);
  await stage.liveUntil(stage.clock.now() + 30 * DAY_MS);
  expect(sentTimes().map((time) => time.slice(0, 10))).toEqual(['2026-03-02', '2026-03-05', '2026-03-09']);
  expect(stage.count("SELECT count(*) FROM event WHERE kind = 'clicked'")).toBe(3);
  expect(stage.count('SELECT count(*) FROM message')).toBe(3);
});

test('PIPE-36 a missing variable: that message is refused with its name, the others go', async () => {
  stage = await openStage();
  await enroll({ name: 'spring', words: 'Hello {{ lead.firstName }}' }, [ANN, ',bob@acme.example,US,Software,']);
  await stage.liveUntil(stage.clock.now() + DAY_MS);
  const found = stage.sql('SELECT recipient, state, reason FROM message ORDER BY recipient');
  expect(found).toMatchObject([
    { recipient: 'ann@acme.example', state: 'sent', reason: null },
    { recipient: 'bob@acme.example', state: 'refused' },
  ]);
  expect(JSON.parse(String(found[1]?.reason)).facts).toMatchObject({ variable: 'lead.firstName' });
  const { reasons } = (await stage.run('explain', { lead: 'bob@acme.example' })) as { reasons: Row[] };
  expect(JSON.stringify(reasons)).toContain('lead.firstName');
});

test('the last touch that is told is one that left, or was a person’s; what was made and never left is none', async () => {
  const limits = { ...NO_LIMITS, email: { ...NO_LIMITS.email, campaignDay: 1 } };
  stage = await openStage({ start: at('2026-03-02T15:00:00Z'), limits });
  await enroll({ name: 'spring', days: [0, 3, 30] }, ['Bob,bob@acme.example,US,Software,', ANN]);
  const last = async () => {
    const status = await stage.run('lead status', { lead: 'ann@acme.example' });
    const { leads } = await stage.run('lead list', { campaign: 'spring', search: 'ann' });
    const [told, listed] = [status.campaigns, leads].map((list) => (list as Row[])[0] as Row);
    expect((listed?.standing as Row).lastAt).toEqual(told?.lastAt);
    return told?.lastAt;
  };
  await stage.run('work');
  expect(stage.count(`SELECT COUNT(*) FROM message WHERE state = 'held'`)).toBe(1);
  expect(await last()).toBeNull();
  await stage.run('message cancel');
  expect(await last()).toBeNull();
  await stage.liveUntil(stage.clock.now() + 5 * DAY_MS);
  const [, , second] = sentTimes();
  expect(await last()).toBe(second);
  await stage.run('event record', { lead: 'ann@acme.example', kind: 'human-touch', channel: 'voice' });
  expect(await last()).toBe(iso(stage.clock.now()));
});
