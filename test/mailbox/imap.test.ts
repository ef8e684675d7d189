/** A mailbox on a real server, read by the engine: what its mails come to, each once, whatever happens meanwhile. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ImapFlow } from 'imapflow';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { LIMITS } from '../../src/domain/limits.ts';
import { messageIdOf } from '../../src/engine/deliver/message-id.ts';
import { keepMailboxes, readOnce } from '../../src/engine/mailboxes/keep.ts';
import type { Mailbox } from '../../src/engine/ports.ts';
import { writePlaybook } from '../pipeline/small-playbook.ts';
import { openStage, SENDER, type Stage } from '../pipeline/stage.ts';
import { THOROUGH } from '../thorough.ts';
import { type Dovecot, NO_DOVECOT, openDovecot } from './dovecot.ts';
import { mailboxOn } from './mailbox-on.ts';

if (NO_DOVECOT !== null)
  process.stderr.write(`mailboxes on a real server: skipped, ${NO_DOVECOT} (apt-get install dovecot-imapd)\n`);

const SAM = SENDER.fromAddress;
const still = () => new AbortController().signal;
let server: Dovecot;
let stage: Stage;
let user: string;
let users = 0;

interface MailParts {
  readonly from?: string;
  readonly to?: string;
  readonly subject?: string;
  readonly id?: string;
  readonly headers?: readonly string[];
  readonly body?: string;
}

let written = 0;
function mail({
  from = 'ann@acme.example',
  to = SAM,
  subject = 'Re: Hello',
  id,
  headers = [],
  body = 'Sounds good, tell me more.',
}: MailParts = {}): string {
  const own = id ?? `<${++written}@acme.example>`;
  const head = [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${subject}`,
    `Message-ID: ${own}`,
    'Date: Tue, 03 Mar 2026 15:00:00 +0000',
  ];
  return [...head, ...headers, '', body, ''].join('\r\n');
}

/** Leads in a sequence, their first message sent; `many` more of them in none. */
async function setUp(many = 0): Promise<void> {
  stage = await openStage();
  const path = writePlaybook(stage.folder, { name: 'spring', days: [0, 5] });
  const more = Array.from({ length: many }, (_, i) => `P${i},p${i}@many.example,DE,Mining`).join('\n');
  const rows = `First Name,Email,Country,Industry\nAnn,ann@acme.example,US,Software\n${more}\n`;
  await stage.run('import', { file: stage.file('leads.csv', rows), basis: 'consent' });
  await stage.run('campaign create', { ...SENDER, name: 'spring', playbook: path });
  if (many > 0) return;
  await stage.run('assess');
  await stage.run('campaign launch');
  await stage.run('work');
}

const events = () => stage.sql('SELECT kind, outcome, direction, message_id FROM event ORDER BY id');
const read = (box: Mailbox = mailboxOn(server.port, user)) => readOnce(stage.engine, box, still());
const enrollment = () => stage.sql('SELECT state, reason_code AS reason, due_at AS due FROM enrollment')[0];

async function ourMessage() {
  const [message] = await stage.engine.store.messages.list({
    workspaceId: 'main',
    campaignId: null,
    state: null,
    after: null,
    limit: 1,
  });
  if (!message) throw new Error('no message was made');
  return { id: message.id, messageId: messageIdOf(message) };
}

describe.skipIf(NO_DOVECOT !== null)('a mailbox on a real server (skipped where Dovecot is not installed)', () => {
  beforeAll(async () => {
    server = await openDovecot();
  });
  afterAll(() => server?.close());
  beforeEach(() => {
    user = `sam${++users}@sender.example`;
    server.files(user, 'Sent');
  });
  afterEach(() => stage?.close());

  test('an answer in a thread of ours, from another address, ends the sequence of whom we wrote to; no flag is touched', async () => {
    await setUp();
    const { id, messageId } = await ourMessage();
    server.deliver(user, mail({ from: 'assistant@elsewhere.example', headers: [`In-Reply-To: ${messageId}`] }));
    expect(await read()).toBe(1);
    expect(events()).toEqual([{ kind: 'replied', outcome: 'interested', direction: 'in', message_id: id }]);
    expect(enrollment()).toMatchObject({ state: 'ended', reason: 'replied' });
    expect(server.files(user)).toEqual({ fresh: [expect.any(String)], seen: [] });
    const story = await stage.run('lead show', { lead: 'ann@acme.example' });
    expect(JSON.stringify(story)).toContain(`mail-placed thread ${messageId}`);
  });

  test('what we sent ourselves is no answer: our own message is nothing, a colleague’s a touch', async () => {
    await setUp();
    const { messageId } = await ourMessage();
    const own = { from: SAM, to: 'Ann <ann@acme.example>' };
    server.deliver(user, mail({ ...own, id: messageId }), 'Sent');
    server.deliver(user, mail({ ...own, headers: ['X-Rekindle-Intent: e:1'] }));
    await read();
    expect(events()).toEqual([]);
    const byHand = mail({ ...own, body: 'Hi Ann, I am Sam, shall we talk?' });
    server.deliver(user, byHand, 'Sent');
    server.deliver(user, byHand);
    await read();
    expect(events()).toEqual([{ kind: 'human-touch', outcome: null, direction: 'out', message_id: null }]);
    expect(enrollment()).toMatchObject({ state: 'waiting', reason: 'held-human-touch' });
  });

  test('an absence holds until the working day after the return; other machines and receipts end nothing', async () => {
    await setUp();
    const auto = ['Auto-Submitted: auto-replied'];
    server.deliver(user, mail({ subject: 'Ticket received', headers: auto, body: 'Your request was received.' }));
    await read();
    expect([events().map(({ kind }) => kind), enrollment()?.state]).toEqual([['note'], 'due']);
    server.deliver(
      user,
      mail({ subject: 'Out of office', headers: auto, body: 'I am out of office until March 20, 2026.' }),
    );
    await read();
    expect(enrollment()).toMatchObject({ state: 'waiting', reason: 'held-replied', due: Date.UTC(2026, 2, 23) });
  });

  test('a bounce refuses the address only for the recipient’s own lasting fault', async () => {
    await setUp();
    const { id, messageId } = await ourMessage();
    const bounce = (status: string, says: string) =>
      [
        ...[
          'From: mailer-daemon@mx.example',
          `To: ${SAM}`,
          'Subject: Undelivered',
          `Message-ID: <b${status}@mx.example>`,
        ],
        ...['Content-Type: multipart/report; report-type=delivery-status; boundary=b', '', '--b', '', says, '--b'],
        ...['Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.example', ''],
        ...[
          'Final-Recipient: rfc822; ann@acme.example',
          'Action: failed',
          `Status: ${status}`,
          `Diagnostic-Code: smtp; 550 ${status} ${says}`,
        ],
        ...[
          '--b',
          'Content-Type: text/rfc822-headers',
          '',
          `Message-ID: ${messageId}`,
          'To: ann@acme.example',
          '--b--',
          '',
        ],
      ].join('\r\n');
    server.deliver(user, bounce('5.7.1', 'message rejected due to spam content'));
    await read();
    expect(events()).toEqual([{ kind: 'bounced', outcome: 'blocked', direction: 'in', message_id: id }]);
    expect(stage.count('SELECT COUNT(*) FROM suppression')).toBe(0);
    server.deliver(user, bounce('5.1.1', 'user unknown'));
    await read();
    expect(events()[1]).toMatchObject({ kind: 'bounced', outcome: 'hard' });
    expect(stage.sql('SELECT channel, reason FROM suppression')).toEqual([{ channel: 'email', reason: 'bounced' }]);
  });

  test('mails of nobody are counted and listed; a STOP of somebody unknown stands before they are known', async () => {
    await setUp();
    server.deliver(user, mail({ from: 'stranger@nowhere.example', subject: 'Hello you' }));
    server.deliver(
      user,
      mail({ from: 'Jo <jo@nowhere.example>', subject: 'Re: Hello', body: 'Take me off your list' }),
    );
    await read();
    const { mails } = (await stage.run('mailbox mails', { mailbox: 'sales' })) as { mails: object[] };
    expect(mails).toHaveLength(2);
    expect(mails).toContainEqual(
      expect.objectContaining({ code: 'mail-unplaced', sender: 'stranger@nowhere.example', kind: 'reply' }),
    );
    expect(stage.sql('SELECT kind, reason FROM suppression')).toEqual([{ kind: 'address', reason: 'opted-out' }]);
    const { mailboxes } = (await stage.run('mailbox list')) as { mailboxes: object[] };
    expect(mailboxes).toEqual([expect.objectContaining({ name: 'sales', passedOver: 2, fault: null })]);
  });

  test('mails numbered anew, and the same mail in two folders, are one event each', async () => {
    await setUp();
    const twice = mail();
    server.deliver(user, twice);
    server.deliver(user, twice);
    server.deliver(user, mail({ body: 'And call me please.' }));
    expect(await read()).toBe(2);
    const before = stage.sql("SELECT uid_validity FROM mailbox_folder WHERE folder = 'INBOX'");
    // Dovecot numbers by the second, a few ahead where folders were made in the same one.
    await pause(3_100);
    server.renumber(user);
    server.deliver(user, mail({ body: 'One more thing.' }));
    expect(await read()).toBe(1);
    expect(stage.sql("SELECT uid_validity FROM mailbox_folder WHERE folder = 'INBOX'")).not.toEqual(before);
    expect(events()).toHaveLength(3);
  });

  test('a folder is searched when it is opened and once its mails are read, however many they are', async () => {
    await setUp();
    const many = 2 * LIMITS.mailboxBatchMails + 5;
    for (let n = 0; n < many; n++) server.deliver(user, mail());
    const searched = vi.spyOn(ImapFlow.prototype, 'search');
    expect(await read()).toBe(many);
    const byNumber = searched.mock.calls.filter(([query]) => 'uid' in query);
    searched.mockRestore();
    // Both folders once, INBOX again where its mails ended.
    expect(byNumber).toHaveLength(3);
  });

  test('a mail of ten megabytes is read by its beginning; one that is no mail stops nothing', async () => {
    await setUp();
    const part = [
      '--b',
      'Content-Type: application/pdf',
      'Content-Transfer-Encoding: base64',
      '',
      `${'QUJD'.repeat(19)}\r\n`.repeat(135_000),
      '--b--',
    ];
    const headers = ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b'];
    const body = ['--b', 'Content-Type: text/plain', '', 'Please call me on Monday.', ...part].join('\r\n');
    const big = mail({ headers, body });
    expect(big.length).toBeGreaterThan(10_000_000);
    server.deliver(user, big);
    server.deliver(user, '\0\0\xff not a mail at all');
    server.deliver(user, mail({ body: 'Thanks!' }));
    expect(await read()).toBe(2);
    expect(stage.sql('SELECT text FROM event ORDER BY id')).toEqual([
      { text: 'Please call me on Monday.' },
      { text: 'Thanks!' },
    ]);
    expect(stage.sql("SELECT why FROM event WHERE text LIKE 'Please%'")[0]?.why).toContain('mail-cut');
  });

  test('a wrong password is said, and kept beside the mailbox', async () => {
    await setUp();
    const wrong = mailboxOn(server.port, user, 'wrong');
    await expect(read(wrong)).rejects.toMatchObject({ code: 'mailbox-refused' });
  });

  test('it is told of new mails as they come, and goes on after the server was killed', async () => {
    await setUp();
    const stop = new AbortController();
    const box = mailboxOn(server.port, user);
    const engine = {
      ...stage.engine,
      parts: { ...stage.engine.parts, mailboxes: [box] },
      log: { info: () => undefined, error: () => undefined },
    };
    const kept = keepMailboxes(engine, stop.signal);
    try {
      server.deliver(user, mail({ body: 'first' }));
      await vi.waitFor(() => expect(events()).toHaveLength(1), { timeout: 10_000 });
      await server.kill();
      server.deliver(user, mail({ body: 'second' }));
      await vi.waitFor(() => expect(stage.sql('SELECT fault FROM mailbox')[0]?.fault).toContain('mailbox-'), {
        timeout: 10_000,
      });
      await server.start();
      await vi.waitFor(() => expect(events()).toHaveLength(2), { timeout: 20_000 });
      await vi.waitFor(() => expect(stage.sql('SELECT fault FROM mailbox')[0]?.fault).toBe(null), { timeout: 10_000 });
    } finally {
      stop.abort();
      await kept;
    }
    expect(stage.sql('SELECT lease_owner FROM mailbox')).toEqual([{ lease_owner: null }]);
  }, 60_000);

  test('one process at a time: a second one reads nothing, until the first has given it back', async () => {
    await setUp();
    const box = mailboxOn(server.port, user);
    const lease = {
      workspaceId: 'main',
      mailbox: 'sales',
      owner: 'somebody-else',
      now: stage.clock.now(),
      until: stage.clock.now() + 60_000,
      isGone: () => false,
    };
    expect(await stage.engine.store.mailboxes.lease(lease)).toBe(true);
    server.deliver(user, mail());
    await expect(read(box)).rejects.toMatchObject({ name: 'MailboxTaken' });
    await stage.engine.store.mailboxes.release({ workspaceId: 'main', mailbox: 'sales' }, 'somebody-else');
    expect(await read(box)).toBe(1);
  });

  test('two processes that are killed again and again leave each mail’s event once, and none out', async () => {
    const COUNT = THOROUGH ? 200 : 100;
    await setUp(COUNT);
    for (let i = 0; i < COUNT; i++) server.deliver(user, mail({ from: `p${i}@many.example`, body: `Answer ${i}` }));
    const database = join(stage.folder, 'rekindle.db');
    const script = join(import.meta.dirname, 'reading-process.ts');
    const recorded = () => stage.count('SELECT COUNT(*) FROM event');
    let kills = 0;
    for (let round = 0; recorded() < COUNT; round++) {
      expect(round).toBeLessThan(60);
      const two = [0, 1].map(() =>
        spawn(process.execPath, [script, database, String(server.port), user], {
          stdio: ['ignore', 'pipe', 'inherit'],
        }),
      );
      await Promise.all(two.map((one) => once(one.stdout, 'data')));
      const before = recorded();
      for (let tries = 0; tries < 2_000 && recorded() === before; tries++) await pause(5);
      await pause((round % 5) * 7);
      for (const one of two) if (one.kill('SIGKILL')) kills += 1;
      await Promise.all(two.map((one) => one.exitCode === null && one.signalCode === null && once(one, 'exit')));
    }
    const { store, peers } = stage.engine;
    const mine = { workspaceId: 'main', mailbox: 'sales', owner: peers.self };
    await store.mailboxes.lease({ ...mine, now: stage.clock.now(), until: 0, isGone: () => true });
    await read();
    expect(kills).toBeGreaterThanOrEqual(4);
    expect(recorded()).toBe(COUNT);
    expect(stage.count('SELECT COUNT(DISTINCT lead_id) FROM event')).toBe(COUNT);
  }, 180_000);
});
