/** Whoever was written to is written to again: places of a day are kept for what follows, lived through by the engine itself. */
import { afterEach, describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS, NO_LIMITS, type SendLimits } from '../../src/domain/consent/pace/send-limits.ts';
import { writePlaybook } from './small-playbook.ts';
import { openStage, SENDER, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MIDNIGHT = Date.parse('2026-03-02T00:00:00Z');
const WINDOW = 'days: mon-fri, from: "09:00", to: "17:00", holidays: send';

interface Wish {
  readonly people?: number;
  readonly days?: readonly number[];
  readonly countries?: readonly string[];
  readonly dailyCap?: number;
}

async function campaign(limits: SendLimits, { people = 60, days = [0, 1, 2], countries = ['US'], dailyCap }: Wish) {
  stage = await openStage({ start: MIDNIGHT, limits });
  const rows = Array.from(
    { length: people },
    (_, i) => `Ann${i},ann${i}@firm${i}.example,${countries[i % countries.length]},Software,https://firm${i}.example`,
  );
  const file = stage.file('leads.csv', `First Name,Email,Country,Industry,Website\n${rows.join('\n')}\n`);
  await stage.run('import', { file, basis: 'consent' });
  const playbook = writePlaybook(stage.folder, { name: 'paced', days, window: WINDOW });
  await stage.run('campaign create', {
    ...SENDER,
    name: 'paced',
    playbook,
    ...(dailyCap === undefined ? {} : { dailyCap }),
  });
  await stage.run('assess');
  await stage.run('campaign launch');
}

/** By day: how many began a thread, and how many went on. */
function byDay(): Record<string, [began: number, went: number]> {
  const days: Record<string, [number, number]> = {};
  const seen = new Set<unknown>();
  for (const { at, lead } of stage.sql(
    'SELECT sent_at AS at, lead_id AS lead FROM message WHERE sent_at IS NOT NULL ORDER BY sent_at, id',
  )) {
    const day = new Date(Number(at)).toISOString().slice(5, 10);
    days[day] ??= [0, 0];
    days[day][seen.has(lead) ? 1 : 0] += 1;
    seen.add(lead);
  }
  return days;
}

const email = (more: Partial<SendLimits['email']>) => ({ ...NO_LIMITS, email: { ...NO_LIMITS.email, ...more } });

describe('a mailbox that may send six a day, and sixty people with three e-mails each', () => {
  test('goes on with whom it began before it begins with others, and sends six a day all the same', async () => {
    await campaign(email({ senderDay: 6 }), {});
    await stage.liveUntil(MIDNIGHT + 12 * DAY_MS);
    expect(byDay()).toEqual({
      ...{ '03-02': [6, 0], '03-03': [0, 6], '03-04': [0, 6], '03-05': [6, 0], '03-06': [0, 6] },
      ...{ '03-09': [0, 6], '03-10': [6, 0], '03-11': [0, 6], '03-12': [0, 6], '03-13': [6, 0] },
    });
  });

  test('keeps places for those whose morning comes later than that of people it has not written to', async () => {
    // In Britain it is nine five hours before it is in New York, and there are always more British who never heard of us.
    await campaign(email({ senderDay: 6 }), { people: 12, countries: ['US'] });
    await stage.liveUntil(MIDNIGHT + 15 * HOUR_MS);
    const rows = Array.from({ length: 60 }, (_, i) => `Bob${i},bob${i}@shop${i}.example,GB,Software`);
    const file = stage.file('more.csv', `First Name,Email,Country,Industry\n${rows.join('\n')}\n`);
    await stage.run('import', { file, basis: 'consent' });
    await stage.run('assess');
    await stage.liveUntil(MIDNIGHT + 5 * DAY_MS);
    const days = byDay();
    expect(days['03-02']).toEqual([6, 0]);
    // The six of Monday hear again on Tuesday and Wednesday, though sixty British were due before them.
    expect(days['03-03']).toEqual([0, 6]);
    expect(days['03-04']).toEqual([0, 6]);
    expect(days['03-05']).toEqual([6, 0]);
  });

  test('tells those who wait why, and until when', async () => {
    await campaign(email({ senderDay: 6 }), {});
    await stage.liveUntil(MIDNIGHT + DAY_MS + 16 * HOUR_MS);
    const held = stage.sql(
      "SELECT reason FROM message WHERE state = 'held' AND reason_code = 'kept-for-follow-ups' LIMIT 1",
    );
    expect(JSON.parse(String(held[0]?.reason)).facts).toMatchObject({ cap: 'sender-day', count: 0, kept: 6, limit: 6 });
  });

  test('gives the places of those who answered to others', async () => {
    await campaign(email({ senderDay: 6 }), { days: [0, 1] });
    await stage.liveUntil(MIDNIGHT + DAY_MS);
    for (const { email: address } of stage.sql(
      'SELECT l.email FROM lead l JOIN message m ON m.lead_id = l.id WHERE m.sent_at IS NOT NULL ORDER BY m.id LIMIT 4',
    )) {
      await stage.run('event record', { lead: String(address), kind: 'replied', text: 'Yes, call me.' });
    }
    await stage.liveUntil(MIDNIGHT + 2 * DAY_MS);
    expect(byDay()).toEqual({ '03-02': [6, 0], '03-03': [4, 2] });
  });

  test('of which one is held by a person keeps no place for it', async () => {
    await campaign(email({ senderDay: 6 }), { days: [0, 1] });
    await stage.liveUntil(MIDNIGHT + 20 * HOUR_MS);
    const [{ email: address } = { email: '' }] = stage.sql(
      'SELECT l.email FROM lead l JOIN message m ON m.lead_id = l.id WHERE m.sent_at IS NOT NULL ORDER BY m.id LIMIT 1',
    );
    await stage.run('lead pause', { lead: String(address), why: 'on leave' });
    await stage.liveUntil(MIDNIGHT + 2 * DAY_MS);
    expect(byDay()).toEqual({ '03-02': [6, 0], '03-03': [1, 5] });
  });
});

describe('of several limits of a mailbox', () => {
  test.each([
    ['its campaign’s own', email({ senderDay: 5_000 }), 6],
    ['that of the workspace', email({ senderDay: 6 }), 100_000],
  ])('the lowest keeps places: %s', async (_, limits, dailyCap) => {
    await campaign(limits, { people: 20, dailyCap });
    await stage.liveUntil(MIDNIGHT + 3 * DAY_MS);
    expect(byDay()).toEqual({ '03-02': [6, 0], '03-03': [0, 6], '03-04': [0, 6] });
  });
});

describe('a limit of the campaign', () => {
  test('is kept for follow-ups as that of a mailbox is, over all of its mailboxes', async () => {
    await campaign(email({ campaignDay: 4 }), { people: 20 });
    await stage.liveUntil(MIDNIGHT + 5 * DAY_MS);
    expect(byDay()).toEqual({ '03-02': [4, 0], '03-03': [0, 4], '03-04': [0, 4], '03-05': [4, 0], '03-06': [0, 4] });
  });
});

describe('without a limit', () => {
  test('a high one keeps nothing, and of whom it is written to nobody asks', async () => {
    await campaign(email({ senderDay: 2_001 }), { people: 5, dailyCap: 100_000 });
    await stage.liveUntil(MIDNIGHT + DAY_MS);
    expect(stage.count('SELECT COUNT(*) FROM enrollment WHERE begun_by IS NOT NULL')).toBe(0);
    await stage.liveUntil(MIDNIGHT + 3 * DAY_MS);
    expect(byDay()).toEqual({ '03-02': [5, 0], '03-03': [0, 5], '03-04': [0, 5] });
  });

  test('nobody waits for anybody', async () => {
    await campaign(NO_LIMITS, { people: 20, dailyCap: 1_000 });
    await stage.liveUntil(MIDNIGHT + 3 * DAY_MS);
    expect(byDay()).toEqual({ '03-02': [20, 0], '03-03': [0, 20], '03-04': [0, 20] });
  });

  test('under the standard ones a new mailbox goes on with its first five, too', async () => {
    await campaign({ ...DEFAULT_LIMITS, canary: null }, { people: 60 });
    await stage.liveUntil(MIDNIGHT + 5 * DAY_MS);
    const days = Object.values(byDay());
    expect(days.map(([began, went]) => began + went)).toEqual([5, 10, 15, 20, 25]);
    expect(days.map(([, went]) => went)).toEqual([0, 5, 10, 10, 15]);
  });
});
