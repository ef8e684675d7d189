/**
 * The real command line, killed with SIGKILL at moments nobody chose, then run again: nothing lost, nothing doubled. What a
 * run without any kill comes to is the measure. `npm run test:crash` kills 308 times.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SmtpSink, startSmtpSink } from '../../src/testing/smtp-sink.ts';
import { THOROUGH } from '../thorough.ts';
import { answerOf, killOften, type Place, rekindle, seeded } from './command.ts';
import { countOf, LONG, makePlace, removePlace, rowsOf, textOf, WITHOUT_LIMITS, writeLeads } from './world.ts';

/** Kills of each of the four commands in one round. */
const KILLS = LONG ? 7 : THOROUGH ? 3 : 2;
const ROUNDS = Number(process.env.CRASH_ROUNDS ?? 1);
const SEEDS = Array.from({ length: ROUNDS }, (_, round) => 10 * round + Number(process.env.CRASH_SEED ?? 1));
const IMPORT_ROWS = THOROUGH || LONG ? 20_000 : 6_000;
const MESSAGE_ROWS = THOROUGH || LONG ? 1_500 : 600;
const CONNECTIONS = 4;
/** About what the messages of one place take, ms. */
const OUTBOX_MS = 2_000;
const SMTP_MS = 1_000;
const LONG_MS = 120_000;

const IMPORT = ['import', 'leads.csv', '--basis', 'legitimate-interest', '--quiet'];
const CREATE = [
  ...['campaign', 'create', 'spring', '--playbook', './always-open', '--daily-cap', '100000'],
  ...['--from-name', 'Ann Lee', '--from-address', 'ann@sender.example', '--postal-address', '1 Example Street'],
];
const LAUNCH = ['campaign', 'launch', 'spring', '--quiet'];
const WORK = ['work', '--quiet'];

const PEOPLE = `SELECT first_name, last_name, email, title, company, employees, basis FROM lead
  ORDER BY first_name, email, employees, id`;
const STAGES = 'SELECT stage, tier, count(*) AS n FROM campaign_member GROUP BY stage, tier ORDER BY stage, tier';

describe.each(SEEDS)('import and launch, seed %i', (seed) => {
  let whole: Place;
  let killed: Place;
  let startMs = 0;

  beforeAll(async () => {
    [whole, killed] = [makePlace(), makePlace()];
    for (const place of [whole, killed]) writeLeads(place, 'leads.csv', IMPORT_ROWS);
    startMs = (await rekindle(whole, ['import', 'list'])).ms;
  }, LONG_MS);
  afterAll(() => [whole, killed].forEach(removePlace));

  test('an import killed at any moment goes on: every row once, the rejects file whole', {
    timeout: LONG_MS,
  }, async () => {
    const { ms } = await rekindle(whole, IMPORT);
    const plan = { kills: KILLS, startMs, workMs: ms - startMs, random: seeded(seed) };
    expect(await killOften(killed, IMPORT, plan), 'kills that hit').toBeGreaterThan(KILLS / 2);
    const again = await answerOf(killed, IMPORT);

    const counts = 'SELECT state, read_count, created_count, merged_count, unchanged_count, rejected_count FROM import';
    expect(rowsOf(killed, counts)).toEqual(rowsOf(whole, counts));
    expect(again.read).toBe(IMPORT_ROWS);
    expect(rowsOf(killed, PEOPLE)).toEqual(rowsOf(whole, PEOPLE));
    expect(textOf(killed, 'leads.rejects.csv')).toBe(textOf(whole, 'leads.rejects.csv'));
    expect(countOf(killed, 'SELECT count(*) FROM identity')).toBe(countOf(whole, 'SELECT count(*) FROM identity'));
    expect(countOf(killed, 'SELECT count(*) FROM import_seen')).toBe(0);
    await answerOf(killed, IMPORT);
    expect(rowsOf(killed, PEOPLE)).toEqual(rowsOf(whole, PEOPLE));
  });

  test('a launch killed at any moment goes on: one enrollment for each lead', { timeout: LONG_MS }, async () => {
    for (const place of [whole, killed]) {
      await answerOf(place, CREATE);
      await answerOf(place, ['assess', '--quiet']);
    }
    const { ms } = await rekindle(whole, LAUNCH);
    const plan = { kills: KILLS, startMs, workMs: ms - startMs, random: seeded(seed + 1) };
    expect(await killOften(killed, LAUNCH, plan), 'kills that hit').toBeGreaterThan(KILLS / 2);
    await answerOf(killed, LAUNCH);

    const audience = countOf(killed, 'SELECT count(*) FROM lead');
    expect(rowsOf(killed, STAGES)).toEqual(rowsOf(whole, STAGES));
    expect(countOf(killed, 'SELECT count(*) FROM campaign_member')).toBe(audience);
    expect(countOf(killed, 'SELECT count(*) FROM enrollment')).toBe(countOf(whole, 'SELECT count(*) FROM enrollment'));
    expect(countOf(killed, 'SELECT count(DISTINCT lead_id) FROM enrollment')).toBe(
      countOf(killed, 'SELECT count(*) FROM enrollment'),
    );
    expect(countOf(killed, 'SELECT max(generation) FROM enrollment')).toBe(1);
  });
});

describe.each(SEEDS)('work, seed %i', (seed) => {
  const places: Place[] = [];
  afterAll(() => places.forEach(removePlace));

  async function ready(environment: Record<string, string>): Promise<Place> {
    const place = makePlace(environment);
    places.push(place);
    writeLeads(place, 'leads.csv', MESSAGE_ROWS);
    await answerOf(place, IMPORT);
    await answerOf(place, WITHOUT_LIMITS);
    await answerOf(place, CREATE);
    await answerOf(place, ['assess', '--quiet']);
    return place;
  }

  /** Kills `work` until its share of kills is used up, then lets it finish. */
  async function work(place: Place, workMs: number, random: () => number): Promise<void> {
    const { ms: startMs } = await rekindle(place, ['import', 'list']);
    const hit = await killOften(place, WORK, { kills: KILLS, startMs, workMs, random });
    expect(hit, 'kills that hit').toBeGreaterThan(KILLS / 2);
    await answerOf(place, WORK);
  }

  const IN_STATE = (state: string) => `SELECT count(*) FROM message WHERE state = '${state}'`;

  function expectOneMessageEach(place: Place): void {
    const audience = countOf(place, "SELECT count(*) FROM campaign_member WHERE stage = 'enrolled'");
    expect(countOf(place, 'SELECT count(*) FROM message')).toBe(audience);
    expect(countOf(place, 'SELECT count(DISTINCT intent_key) FROM message')).toBe(audience);
    expect(countOf(place, 'SELECT count(DISTINCT lead_id) FROM message')).toBe(audience);
    const states = rowsOf(place, 'SELECT state, count(*) AS n FROM message GROUP BY state');
    expect(states.reduce((sum, { n }) => sum + Number(n), 0)).toBe(audience);
  }

  async function launched(place: Place): Promise<Place> {
    await answerOf(place, LAUNCH);
    return place;
  }

  test('into the outbox: every message one file, nothing in doubt', { timeout: LONG_MS }, async () => {
    const place = await launched(await ready({}));
    await work(place, OUTBOX_MS, seeded(seed + 2));
    expectOneMessageEach(place);
    expect(countOf(place, IN_STATE('sent'))).toBe(countOf(place, 'SELECT count(*) FROM message'));
    const outbox = join(place.folder, 'outbox');
    const files = readdirSync(outbox)
      .flatMap((day) => readdirSync(join(outbox, day)))
      .filter((name) => name.endsWith('.eml'));
    expect(new Set(files).size).toBe(files.length);
    expect(files.sort()).toEqual(
      rowsOf(place, "SELECT id || '.eml' AS name FROM message ORDER BY id").map(({ name }) => name),
    );
  });

  describe('by SMTP', () => {
    let sink: SmtpSink;
    beforeAll(async () => {
      sink = await startSmtpSink();
    });
    afterAll(() => sink.close());

    test('no mail twice, none lost; what is in doubt is shown and at most the connections', {
      timeout: LONG_MS,
    }, async () => {
      const place = await ready({
        REKINDLE_SMTP_URL: `smtp://127.0.0.1:${sink.port}?from=ann@sender.example&secure=none`,
        REKINDLE_PUBLIC_URL: 'https://sender.example',
      });
      await answerOf(place, ['workspace', 'go-live', '--yes']);
      await launched(place);
      await work(place, SMTP_MS, seeded(seed + 3));
      expectOneMessageEach(place);

      const sent = countOf(place, IN_STATE('sent'));
      const unconfirmed = countOf(place, IN_STATE('unconfirmed'));
      expect(sent + unconfirmed).toBe(countOf(place, 'SELECT count(*) FROM message'));
      expect(unconfirmed).toBeLessThanOrEqual(CONNECTIONS * KILLS);
      expect([...sink.duplicates()]).toEqual([]);
      const arrived = new Set(sink.received.map(({ headers }) => headers.get('x-rekindle-intent')));
      const keys = (state: string) =>
        rowsOf(place, `SELECT intent_key FROM message WHERE state = '${state}'`).map(({ intent_key }) =>
          String(intent_key),
        );
      expect(
        keys('sent').filter((key) => !arrived.has(key)),
        'sent, says the ledger, but never arrived',
      ).toEqual([]);
      expect(sink.total).toBeLessThanOrEqual(sent + unconfirmed);
      const shown = await answerOf(place, ['message', 'list', '--state', 'unconfirmed', '--limit', '1000']);
      expect(shown.messages).toHaveLength(unconfirmed);
    });
  });
});
