/**
 * The whole job: a file of a hundred leads goes in, sequences run for seventy days, real SMTP carries the messages to a server
 * that keeps them, answers come back. Nothing is replaced but time. What we say is recounted by SQL over the database file.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { smtpChannel } from '../../src/channels/smtp/adapter.ts';
import { SmtpSettingsSchema } from '../../src/channels/smtp/settings.ts';
import { type SmtpSink, startSmtpSink } from '../../src/testing/smtp-sink.ts';
import { hundredLeads } from './hundred-leads.ts';
import { openStage, type Row, SENDER, type Stage, TUESDAY } from './stage.ts';

const DAY_MS = 86_400_000;
const REPLIES = 'Thanks, could you call me on Monday?';

describe('PIPE-42 a hundred leads end to end, nothing mocked', () => {
  let sink: SmtpSink;
  let stage: Stage;
  let imported: Row;
  let assessed: Row;
  let launched: Row;

  beforeAll(async () => {
    sink = await startSmtpSink({
      behaviours: [
        { kind: 'reject', to: /^bob3@/ },
        { kind: 'greylist', to: /^bob4@/ },
      ],
    });
    const from = { name: SENDER.fromName, address: SENDER.fromAddress };
    const settings = SmtpSettingsSchema.parse({ host: '127.0.0.1', port: sink.port, secure: 'none', from });
    const { parts } = await openSmtp(settings);
    stage = await openStage(parts);
    imported = await stage.run('import', { file: stage.file('leads.csv', hundredLeads()), basis: 'consent' });
    await stage.run('workspace go-live', { yes: true });
    await stage.run('campaign create', { ...SENDER, name: 'spring', set: { competitors: 'rival.example' } });
    assessed = await stage.run('assess');
    launched = await stage.run('campaign launch');
    await stage.liveUntil(TUESDAY + 2 * DAY_MS);
    await stage.run('event record', { lead: 'ann2@hot2.example', kind: 'replied', text: REPLIES });
    await stage.run('event record', { lead: 'bob2@warm2.example', kind: 'opted-out' });
    await stage.run('event record', { lead: 'cid2@cool2.example', kind: 'bounced' });
    await stage.run('review approve', { lead: 'info@role2.example' });
    await stage.liveUntil(TUESDAY + 100 * DAY_MS);
  }, 60_000);

  afterAll(async () => {
    await stage.close();
    await sink.close();
  });

  const grouped = (query: string) =>
    Object.fromEntries(stage.sql(query).map((row) => [String(row.key), Number(row.n)]));
  const filled = (counts: unknown) =>
    Object.fromEntries(Object.entries(counts as Record<string, number>).filter(([, n]) => n > 0));

  test('PIPE-42 import: rows by outcome are the leads in the database', () => {
    expect(imported).toMatchObject({ read: 100, created: 90, merged: 5, unchanged: 0, rejected: 5 });
    expect(stage.count('SELECT count(*) FROM lead')).toBe(90);
    expect(
      stage.sql('SELECT read_count AS read, created_count AS created, rejected_count AS rejected FROM import'),
    ).toEqual([{ read: 100, created: 90, rejected: 5 }]);
  });

  test('PIPE-42 assess: verdicts and tiers are those of the first decisions', () => {
    const first = 'SELECT min(id) AS id FROM decision GROUP BY lead_id';
    const verdicts = grouped(`SELECT verdict AS key, count(*) AS n FROM decision WHERE id IN (${first}) GROUP BY 1`);
    expect(verdicts).toEqual({ qualified: assessed.qualified, rejected: assessed.rejected, review: assessed.review });
    expect(assessed.assessed).toBe(90);
    const tiers = grouped('SELECT tier AS key, count(*) AS n FROM campaign_member GROUP BY 1');
    expect(filled(assessed.tiers)).toEqual(tiers);
    for (const tier of ['hot', 'warm', 'cool']) expect(tiers[tier]).toBeGreaterThan(0);
  });

  test('PIPE-42 launch: who was enrolled has one enrollment, and nobody else', () => {
    expect(launched.enrolled).toBe(stage.count('SELECT count(*) FROM enrollment') - 1);
    expect(stage.count('SELECT count(DISTINCT lead_id) FROM enrollment')).toBe(
      stage.count('SELECT count(*) FROM enrollment'),
    );
  });

  test('PIPE-42 campaign show: stages, tiers, messages and ends are a recount of the tables', async () => {
    const shown = await stage.run('campaign show');
    expect(filled(shown.stages)).toEqual(grouped('SELECT stage AS key, count(*) AS n FROM campaign_member GROUP BY 1'));
    expect(filled(shown.tiers)).toEqual(grouped('SELECT tier AS key, count(*) AS n FROM campaign_member GROUP BY 1'));
    expect(filled(shown.messages)).toEqual(grouped('SELECT state AS key, count(*) AS n FROM message GROUP BY 1'));
    expect(filled(shown.ends)).toEqual(
      grouped("SELECT reason_code AS key, count(*) AS n FROM enrollment WHERE state = 'ended' GROUP BY 1"),
    );
    expect(filled(shown.messagesByDay)).toEqual(
      grouped(
        "SELECT date(sent_at / 1000, 'unixepoch') AS key, count(*) AS n FROM message WHERE sent_at IS NOT NULL GROUP BY 1",
      ),
    );
    const sum = Object.values(shown.stages as Record<string, number>).reduce((a, b) => a + b, 0);
    expect(sum).toBe(90);
    expect(stage.count("SELECT count(*) FROM enrollment WHERE state <> 'ended'")).toBe(0);
  });

  test('PIPE-42 delivery: what the ledger calls sent is what arrived, once each', () => {
    const sent = stage.sql(
      'SELECT recipient, subject FROM message WHERE sent_at IS NOT NULL ORDER BY recipient, subject',
    );
    expect(sent.length).toBeGreaterThan(200);
    expect(sink.total).toBe(sent.length);
    expect([...sink.duplicates()]).toEqual([]);
    const counts = (list: readonly unknown[]) => Map.groupBy(list, (one) => one);
    const arrived = counts(sink.received.map(({ envelope }) => envelope.to[0]));
    const expected = counts(sent.map(({ recipient }) => recipient));
    expect([...arrived].map(([to, all]) => [to, all.length]).sort()).toEqual(
      [...expected].map(([to, all]) => [to, all.length]).sort(),
    );
    for (const { headers } of sink.received)
      expect(headers.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
  });

  test('PIPE-42 what came back ended what it had to: nothing more to who answered, bounced, opted out or is no address', () => {
    const of = (email: string) => sink.received.filter(({ envelope }) => envelope.to[0] === email).length;
    const end = (email: string) =>
      stage.sql(
        `SELECT e.reason_code AS reason FROM enrollment e JOIN lead l ON l.id = e.lead_id WHERE l.email = '${email}'`,
      )[0];
    expect(end('ann2@hot2.example')).toEqual({ reason: 'replied' });
    expect(of('ann2@hot2.example')).toBe(2);
    expect(end('bob2@warm2.example')).toEqual({ reason: 'opted-out' });
    expect(of('bob2@warm2.example')).toBe(1);
    expect(end('cid2@cool2.example')).toEqual({ reason: 'bounced' });
    expect(of('bob3@warm3.example')).toBe(0);
    expect(of('bob4@warm4.example')).toBe(5);
    expect(of('info@role2.example')).toBe(5);
    expect(of('eve1@sales.rival.example') + of('info@role1.example')).toBe(0);
  });

  test('PIPE-42 the audit of one lead reads as its story', async () => {
    const shown = await stage.run('lead show', { lead: 'ann2@hot2.example' });
    const told = (shown.timeline as Row[]).map(
      ({ at, what, detail }) => `${String(at).slice(0, 16)} ${what}: ${detail}`,
    );
    expect(told).toEqual([
      '2026-03-03T15:00 captured: from csv',
      '2026-03-03T15:00 decided: qualified: No rule of the playbook keeps this lead out.',
      '2026-03-03T15:00 enrolled: aggressive-close',
      '2026-03-03T15:00 message sent: hot-1-call-request: 15 minutes for Hot 2?',
      expect.stringMatching(/^2026-03-04T\d\d:\d\d message sent: hot-2-result: /),
      `2026-03-05T15:00 replied: ${REPLIES} (reply-says interested could you call me)`,
      expect.stringMatching(/^2026-03-05T15:00 signal engaged rose: \d+ points$/),
      expect.stringMatching(/^2026-03-05T15:00 signal hot rose: \d+ points$/),
      '2026-03-05T15:00 sequence ended: The lead answered, so the sequence stopped.',
    ]);
    const explained = await stage.run('explain', { lead: 'ann2@hot2.example' });
    expect((explained.reasons as Row[])[0]).toMatchObject({ code: 'replied' });
  });
});

async function openSmtp(settings: Parameters<typeof smtpChannel>[0]) {
  const live = smtpChannel(settings);
  const none = { name: 'none', concurrency: 1, recovery: 'held', send: unused, close: async () => undefined } as const;
  return { parts: { channels: { outbox: none, live }, publicUrl: 'https://sender.example', start: TUESDAY } };
}

/** A live workspace never asks it. */
function unused(): never {
  throw new Error('a message of a live workspace went into the outbox');
}
