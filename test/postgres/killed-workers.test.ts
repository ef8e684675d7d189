/**
 * Four real processes work on one PostgreSQL and one mail server, and are killed with SIGKILL while they do: no mail twice, none
 * lost, and no more in doubt than were on their way.
 */
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type SmtpSink, startSmtpSink } from '../../src/testing/smtp-sink.ts';
import { answerOf, type Place, rekindle, seeded } from '../crash/command.ts';
import { makePlace, removePlace, WITHOUT_LIMITS, writeLeads } from '../crash/world.ts';
import { THOROUGH } from '../thorough.ts';
import { freshDatabase, NO_POSTGRES } from './server.ts';

const WORKERS = 4;
const KILLS_EACH = 2;
const ROWS = 800;
const CONNECTIONS = 4;
/** A kill comes at most so much later than a worker needs to begin alone, ms. */
const SPREAD_MS = 2_500;
const LONG_MS = 60_000;

const STEPS = [
  ['import', 'leads.csv', '--basis', 'legitimate-interest', '--quiet'],
  [
    ...['campaign', 'create', 'spring', '--playbook', './always-open', '--daily-cap', '100000'],
    ...['--from-name', 'Ann Lee', '--from-address', 'ann@sender.example', '--postal-address', '1 Example Street'],
  ],
  ['assess', '--quiet'],
  WITHOUT_LIMITS,
  ['workspace', 'go-live', '--yes'],
  ['campaign', 'launch', 'spring', '--quiet'],
];
const WORK = ['work', '--quiet'];

// Skipped in the short form of the tests, which is something to run between two edits.
describe.skipIf(NO_POSTGRES || !THOROUGH)(
  'killed workers on PostgreSQL (only in the thorough tests, and where a server is named or installed)',
  () => {
    let sink: SmtpSink;
    let place: Place;
    let client: Client;

    beforeAll(async () => {
      sink = await startSmtpSink();
      const database = await freshDatabase(inject('postgresFolder'));
      place = makePlace({
        REKINDLE_DB: database,
        REKINDLE_SMTP_URL: `smtp://127.0.0.1:${sink.port}?from=ann@sender.example&secure=none`,
        REKINDLE_PUBLIC_URL: 'https://sender.example',
      });
      client = new Client({ connectionString: database });
      await client.connect();
      writeLeads(place, 'leads.csv', ROWS);
      for (const words of STEPS) await answerOf(place, words);
    }, LONG_MS);

    afterAll(async () => {
      await client?.end();
      await sink?.close();
      if (place) removePlace(place);
    });

    test('no mail twice, none lost, a bounded number in doubt', { timeout: LONG_MS }, async () => {
      const random = seeded(1);
      const { ms: startMs } = await rekindle(place, ['import', 'list']);
      let hit = 0;
      const worker = async () => {
        for (let i = 0; i < KILLS_EACH; i++) {
          const { code } = await rekindle(place, WORK, { from: 'start', ms: startMs + SPREAD_MS * random() });
          if (code === null) hit += 1;
        }
        await answerOf(place, WORK);
      };
      await Promise.all(Array.from({ length: WORKERS }, worker));
      await answerOf(place, WORK);

      const { rows } = await client.query<{ intent_key: string; state: string }>(
        'SELECT intent_key, state FROM message',
      );
      const enrolled = await client.query("SELECT 1 FROM campaign_member WHERE stage = 'enrolled'");
      const keysIn = (state: string) => rows.filter((row) => row.state === state).map((row) => row.intent_key);
      const [sent, unconfirmed] = [keysIn('sent'), keysIn('unconfirmed')];
      const arrived = new Set(sink.received.map(({ headers }) => headers.get('x-rekindle-intent')));
      expect(hit, 'kills that hit').toBeGreaterThan(WORKERS / 2);
      expect(rows.length).toBe(enrolled.rowCount);
      expect(rows.length).toBeGreaterThan(ROWS / 2);
      expect(sent.length + unconfirmed.length).toBe(rows.length);
      expect(unconfirmed.length).toBeLessThanOrEqual(hit * CONNECTIONS);
      expect([...sink.duplicates()]).toEqual([]);
      expect(sent.filter((key) => !arrived.has(key))).toEqual([]);
      console.log(`${hit} kills hit; ${sent.length} sent, ${unconfirmed.length} in doubt, ${sink.total} arrived`);
    });
  },
);
