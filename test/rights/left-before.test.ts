/** What left after a backup was taken does not leave again once the backup is brought back: known by notes beside the database. */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Engine, type EngineParts, openEngine } from '../../src/engine/engine.ts';
import type { MailChannel, SendResult } from '../../src/engine/ports.ts';
import { type EventReport, recordEvents } from '../../src/engine/react.ts';
import { departuresIn } from '../../src/instance/noted/departures.ts';
import { notesBeside } from '../../src/instance/notes.ts';
import { sqliteBackups } from '../../src/store/sqlite/backup.ts';
import { openSqliteStore } from '../../src/store/store.ts';
import { writePlaybook } from '../pipeline/small-playbook.ts';
import { openStage, type Row, SENDER, type Stage } from '../pipeline/stage.ts';
import { ROOT } from '../tidy/tree.ts';

const DAY_MS = 86_400_000;
const SENT: SendResult = { kind: 'sent', providerRef: '250 queued as A1', detail: 'queued' };

/** A server that takes what it is handed, or says what it is told to. */
class Server {
  readonly taken: string[] = [];
  answer: () => SendResult = () => SENT;
  /** Whether it knows a Message-ID; null = nobody can ask it. */
  knows: (() => 'accepted' | 'absent') | null = null;
  readonly looked: string[] = [];

  get channel(): MailChannel {
    const { knows } = this;
    const ask = async ({ id }: { readonly id: string }) => {
      this.looked.push(id);
      return knows?.() ?? 'unknown';
    };
    return {
      name: 'server',
      concurrency: 2,
      recovery: knows === null ? 'held' : 'lookup',
      send: async ({ to, subject }) => {
        this.taken.push(`${to.address} ${subject}`);
        return this.answer();
      },
      ...(knows === null ? {} : { lookup: { settleMs: 0, ask } }),
      close: async () => undefined,
    };
  }
}

let folder = '';
let stage: Stage;
let isOpen = false;
let server: Server;
const copies: Engine[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rekindle-left-'));
  server = new Server();
});
afterEach(async () => {
  for (const copy of copies.splice(0)) await copy.close();
  if (isOpen) await stage.close();
  isOpen = false;
  rmSync(folder, { recursive: true, force: true });
});

const left = () => join(folder, 'rekindle.db.left');
const linesLeft = () =>
  readdirSync(left())
    .map((day) => readFileSync(join(left(), day), 'utf8'))
    .join('');

/** A live workspace. */
async function open(more: Partial<EngineParts['channels']> = {}): Promise<void> {
  const database = join(folder, 'rekindle.db');
  stage = await openStage({
    folder,
    notes: notesBeside(database),
    backups: sqliteBackups(database),
    departureNotes: departuresIn(left()),
    publicUrl: 'https://sender.example',
    channels: { outbox: server.channel, live: server.channel, ...more },
  });
  isOpen = true;
  await stage.run('workspace go-live', { yes: true });
}

/** A live workspace with Ann in a campaign of two mails, three days apart; nothing has left. */
async function begin(): Promise<void> {
  await open();
  const steps = ['{ kind: email, day: 0, template: hello }', '{ kind: email, id: idea, day: 3, template: idea }'];
  const playbook = writePlaybook(folder, { name: 'spring', steps });
  await bring('Ann');
  await stage.run('campaign create', { ...SENDER, name: 'spring', playbook });
  await stage.run('assess', { campaign: 'spring' });
  await stage.run('campaign launch', { campaign: 'spring' });
}

async function bring(name: string, run = stage.run): Promise<void> {
  const rows = `First Name,Email,Country,Industry\n${name},${name.toLowerCase()}@acme.example,US,Software\n`;
  await run('import', { file: stage.file(`${name}.csv`, rows), basis: 'consent' });
}

const backUp = () => stage.run('backup', { file: join(folder, 'a.backup') });

interface Restored {
  readonly engine: Engine;
  run(command: string, input?: Row): Promise<Row>;
  /** What the ledger says, in the order in which it was made. */
  messages(): Promise<Row[]>;
}

/** The backup is brought back under another name, with the notes of the original, and opened as by another process. */
async function restore(to = 'restored.db'): Promise<Restored> {
  await stage.run('restore', { file: join(folder, 'a.backup'), to: join(folder, to) });
  const store = await openSqliteStore({ path: join(folder, to), now: stage.clock.now });
  const engine = openEngine({
    ...stage.engine.parts,
    store,
    notes: notesBeside(join(folder, to)),
    instance: 'secondone',
    channels: { outbox: server.channel, live: server.channel },
  });
  copies.push(engine);
  const run = (command: string, input?: Row) => stage.runOn(engine, command, input);
  return {
    engine,
    run,
    messages: async () =>
      ((await run('message list')).messages as Row[]).sort((a, b) =>
        String(a.recipient).localeCompare(String(b.recipient)),
      ),
  };
}

test('what left since the backup is sent once, stands in the ledger as of then, and the sequence goes on from it', async () => {
  await begin();
  await backUp();
  const leftAt = stage.clock.now();
  await stage.run('work');
  expect(server.taken).toEqual(['ann@acme.example hello']);
  expect(linesLeft()).not.toMatch(/ann@|acme|hello/i);
  stage.clock.moveTo(leftAt + DAY_MS);
  const { run, messages } = await restore();
  expect(stage.notes.join()).toContain(`${join(folder, 'restored.db')}.left`);
  expect(await run('instance claim', { yes: true })).toMatchObject({
    ...{ sends: true, leftSince: 1, notedFrom: new Date(leftAt).toISOString().slice(0, 10) },
  });
  expect(stage.notes.join()).not.toContain('Nothing is noted');
  expect(await run('work')).toMatchObject({ sent: 0, leftBefore: 1 });
  expect(server.taken).toHaveLength(1);
  expect(await messages()).toMatchObject([
    { state: 'sent', attempts: 1, sentAt: new Date(leftAt).toISOString(), providerRef: '250 queued as A1' },
  ]);
  expect(await run('instance claim', { yes: true }), 'it stands for its message').toMatchObject({ leftSince: 0 });
  stage.clock.moveTo(leftAt + 3 * DAY_MS);
  await run('work');
  stage.clock.moveTo(leftAt + 4 * DAY_MS);
  await run('work');
  expect(server.taken).toEqual(['ann@acme.example hello', 'ann@acme.example idea']);
});

test('a whole campaign that left since the backup is gone through by one call of work', async () => {
  await begin();
  const rows = Array.from({ length: 250 }, (_, n) => `Bob${n},bob${n}@acme${n}.example,US,Software\n`);
  const file = stage.file('many.csv', `First Name,Email,Country,Industry\n${rows.join('')}`);
  await stage.run('import', { file, basis: 'consent' });
  await stage.run('assess', { campaign: 'spring' });
  await backUp();
  expect(await stage.run('work')).toMatchObject({ sent: 251 });
  const { run } = await restore();
  expect(await run('instance claim', { yes: true })).toMatchObject({ leftSince: 251 });
  expect(await run('work')).toMatchObject({ sent: 0, leftBefore: 251 });
  expect(server.taken).toHaveLength(251);
});

test('a lead that was enrolled after the backup is enrolled anew and not written to again', async () => {
  await begin();
  await stage.run('work');
  await backUp();
  await bring('Bob');
  await stage.run('assess', { campaign: 'spring' });
  await stage.run('work');
  expect(server.taken).toEqual(['ann@acme.example hello', 'bob@acme.example hello']);
  const { run, messages } = await restore();
  expect(await run('instance claim', { yes: true })).toMatchObject({ leftSince: 1 });
  await bring('Bob', run);
  await run('assess', { campaign: 'spring' });
  await run('work');
  expect(server.taken).toHaveLength(2);
  expect((await messages()).map(({ recipient, state }) => `${recipient} ${state}`)).toEqual([
    'ann@acme.example sent',
    'bob@acme.example sent',
  ]);
});

test('what nobody answered is unconfirmed: asked about by its intent, and of an address alone a person settles it', async () => {
  server.knows = () => 'accepted';
  await begin();
  await backUp();
  server.answer = () => ({ kind: 'unconfirmed', detail: 'the line broke' });
  await bring('Bob');
  await stage.run('assess', { campaign: 'spring' });
  await stage.run('work');
  expect(server.taken).toHaveLength(2);
  const { run, messages } = await restore();
  expect(await run('instance claim', { yes: true })).toMatchObject({ leftSince: 2 });
  await bring('Bob', run);
  await run('assess', { campaign: 'spring' });
  server.looked.splice(0);
  await run('work');
  await run('work');
  expect(server.taken).toHaveLength(2);
  expect(await messages()).toMatchObject([
    { recipient: 'ann@acme.example', state: 'sent' },
    { recipient: 'bob@acme.example', state: 'unconfirmed', reason: { code: 'left-before-restore' } },
  ]);
  expect(server.looked).toHaveLength(1);
});

test('what a lead bot said to a mail that came after the backup is not said again where that is read anew', async () => {
  const texts = { ...server.channel, name: 'texts', send: async () => SENT };
  await open({ text: texts });
  const lead = 'First Name,Phone,Email,Country,State,motivation\nAnn,+12125550101,ann@acme.example,US,NY,divorce\n';
  await stage.run('import', { file: stage.file('ann.csv', lead), basis: 'consent' });
  await stage.run('event record', { lead: 'ann@acme.example', kind: 'opted-in', channel: 'sms', text: 'Signed' });
  const playbook = join(ROOT, 'playbooks', 'lead-bot-seller');
  await stage.run('campaign create', { ...SENDER, name: 'sellers', playbook });
  await stage.run('assess');
  await stage.run('campaign launch');
  await stage.liveUntil(stage.clock.now() + 8 * DAY_MS);
  expect(server.taken).toHaveLength(1);
  await backUp();
  const at = stage.clock.now();
  const [about] = stage.sql("SELECT id, lead_id, campaign_id FROM message WHERE channel = 'email'");
  const thread = { messageId: '<theirs@mail.example>', references: [], subject: 'Re: home', from: 'ann@acme.example' };
  const said: EventReport = {
    ...{ workspaceId: 'main', leadId: String(about?.lead_id), campaignId: null, messageId: String(about?.id) },
    ...{ kind: 'replied', at, origin: 'mailbox', originId: 'in1', verdict: 'human', channel: 'email' },
    ...{ text: 'We are relocating', thread },
  };
  await recordEvents(stage.engine, [said]);
  await stage.run('work');
  expect(server.taken).toHaveLength(2);
  const { engine, run } = await restore();
  expect(await run('instance claim', { yes: true })).toMatchObject({ leftSince: 1 });
  await recordEvents(engine, [said]);
  expect(await run('work')).toMatchObject({ leftBefore: 1 });
  expect(server.taken).toHaveLength(2);
});

test('what the server put off or refused leaves after the restore as any other', async () => {
  await begin();
  await backUp();
  server.answer = () => ({ kind: 'retry', afterMs: null, code: 'try-again', detail: '450 later' });
  await stage.run('work');
  server.answer = () => SENT;
  const { run } = await restore();
  expect(await run('instance claim', { yes: true })).toMatchObject({ leftSince: 0 });
  await run('work');
  expect(server.taken).toHaveLength(2);
});

test('what a dry workspace wrote is not noted, torn lines are passed over, and without notes all goes on', async () => {
  await begin();
  await stage.run('workspace go-dry');
  await backUp();
  await stage.run('work');
  expect(existsSync(left())).toBe(false);
  mkdirSync(left());
  writeFileSync(
    join(left(), '2026-03-03'),
    '{"torn\n{}\n{"workspaceId":"gone","messageId":"m","left":true,"providerRef":null}\n',
  );
  appendFileSync(join(left(), 'notes.txt'), 'of somebody else');
  const { run } = await restore();
  expect(await run('instance claim', { yes: true })).toMatchObject({ leftSince: 0 });
});

test('whoever claims a database without its notes is told what to do', async () => {
  await begin();
  await backUp();
  await stage.run('work');
  rmSync(left(), { recursive: true });
  const { run } = await restore();
  expect(await run('instance claim', { yes: true })).toMatchObject({ leftSince: 0, notedFrom: null });
  expect(stage.notes.join()).toContain('rekindle.db.left');
});

test('where nothing can be noted it leaves all the same, and that is said once', async () => {
  await begin();
  writeFileSync(left(), 'a file stands where the folder should');
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  await stage.run('work');
  stage.clock.moveTo(stage.clock.now() + 4 * DAY_MS);
  await stage.run('work');
  const told = said.mock.calls.map(([text]) => String(text));
  said.mockRestore();
  expect(server.taken).toHaveLength(2);
  expect(told.filter((text) => text.includes('cannot be noted'))).toHaveLength(1);
});

test('a month of days is kept, whatever the clock says', () => {
  const notes = departuresIn(left());
  const start = Date.parse('2026-03-03T15:00:00Z');
  const answer = { workspaceId: 'main', messageId: 'm', left: true, providerRef: null };
  notes.add([answer], start + 400 * DAY_MS);
  for (let day = 0; day < 40; day++) notes.add([answer], start + day * DAY_MS);
  const days = readdirSync(left());
  expect(days.length).toBeLessThanOrEqual(36);
  expect(days).toContain('2026-04-11');
  expect(days).not.toContain('2026-03-03');
});
