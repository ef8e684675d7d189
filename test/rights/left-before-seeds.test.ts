/**
 * Backups, restores and answers of every kind, in an order that chance gives: whatever comes, nobody gets the same mail twice, and the
 * ledger calls nothing sent that never arrived. A seed that fails is lived through again by its number.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Engine, openEngine } from '../../src/engine/engine.ts';
import type { MailChannel, SendResult } from '../../src/engine/ports.ts';
import { departuresIn } from '../../src/instance/noted/departures.ts';
import { notesBeside } from '../../src/instance/notes.ts';
import { sqliteBackups } from '../../src/store/sqlite/backup.ts';
import { openSqliteStore } from '../../src/store/store.ts';
import { seeded } from '../crash/command.ts';
import { writePlaybook } from '../pipeline/small-playbook.ts';
import { openStage, type Row, SENDER } from '../pipeline/stage.ts';
import { THOROUGH } from '../thorough.ts';

/** `RESTORE_SEEDS=600 RESTORE_FROM=1` lives through others. */
const COUNT = Number(process.env.RESTORE_SEEDS ?? (THOROUGH ? 60 : 8));
const FROM = Number(process.env.RESTORE_FROM ?? 1);
const SEEDS = Array.from({ length: COUNT }, (_, i) => FROM + i);
const HOUR_MS = 3_600_000;
const ACTS = 30;
const PEOPLE = 6;

/** A server that takes mails, or not, and answers, or not. Whoever asks it by a Message-ID is told the truth. */
function serverOf(random: () => number) {
  const arrived: string[] = [];
  const known = new Set<string>();
  const channel: MailChannel = {
    name: 'server',
    concurrency: 2,
    recovery: 'lookup',
    send: async ({ to, subject, messageId }): Promise<SendResult> => {
      const chance = random();
      const takes = chance < 0.7;
      if (takes) {
        arrived.push(`${to.address} ${subject}`);
        known.add(messageId);
      }
      if (chance < 0.55) return { kind: 'sent', providerRef: `ref ${arrived.length}`, detail: '' };
      if (chance < 0.8) return { kind: 'unconfirmed', detail: 'the line broke' };
      if (chance < 0.95) return { kind: 'retry', afterMs: null, code: 'try-again', detail: '450 later' };
      return { kind: 'refused', code: 'policy-refused', detail: '550 no', blame: 'policy' };
    },
    lookup: {
      settleMs: HOUR_MS,
      ask: async ({ messageId }) => (known.has(messageId) ? 'accepted' : 'absent'),
    },
    close: async () => undefined,
  };
  return { channel, arrived };
}

async function liveThrough(seed: number) {
  const random = seeded(seed);
  const { channel, arrived } = serverOf(random);
  const folder = mkdtempSync(join(tmpdir(), 'rekindle-seed-'));
  const channels = { outbox: channel, live: channel };
  const database = join(folder, 'rekindle.db');
  const stage = await openStage({
    ...{ folder, channels, publicUrl: 'https://sender.example', notes: notesBeside(database) },
    ...{ backups: sqliteBackups(database), departureNotes: departuresIn(`${database}.left`) },
  });
  const opened: Engine[] = [];
  let engine = stage.engine;
  let backup: string | null = null;
  let copies = 0;
  const run = (command: string, input?: Row) => stage.runOn(engine, command, input);
  const bring = async () => {
    const n = Math.floor(random() * PEOPLE);
    const rows = `First Name,Email,Country,Industry\nP${n},p${n}@acme${n}.example,US,Software\n`;
    await run('import', { file: stage.file(`p${n}.csv`, rows), basis: 'consent' });
    await run('assess', { campaign: 'spring' });
  };
  const backUp = async () => {
    copies += 1;
    backup = join(folder, `${copies}.backup`);
    await run('backup', { file: backup });
  };
  const restore = async () => {
    if (backup === null) return;
    copies += 1;
    const to = join(folder, `${copies}.db`);
    await run('restore', { file: backup, to });
    const store = await openSqliteStore({ path: to, durability: 'none', now: stage.clock.now });
    engine = openEngine({
      ...stage.engine.parts,
      ...{ store, notes: notesBeside(to), instance: `copy${copies}`, backups: sqliteBackups(to) },
    });
    opened.push(engine);
    await run('instance claim', { yes: true });
  };
  const wait = async () => stage.clock.moveTo(stage.clock.now() + Math.floor(random() * 40) * HOUR_MS);
  const work = () => run('work');
  try {
    await run('workspace go-live', { yes: true });
    const steps = ['{ kind: email, day: 0, template: hello }', '{ kind: email, id: idea, day: 2, template: idea }'];
    await run('campaign create', {
      ...SENDER,
      name: 'spring',
      playbook: writePlaybook(folder, { name: 'spring', steps }),
    });
    await bring();
    await run('campaign launch', { campaign: 'spring' });
    const acts = [work, work, work, wait, wait, bring, bring, backUp, restore];
    for (let act = 0; act < ACTS; act++) await acts[Math.floor(random() * acts.length)]?.();
    for (let day = 0; day < 12; day++) {
      await work();
      stage.clock.moveTo(stage.clock.now() + 24 * HOUR_MS);
    }
    const { messages } = (await run('message list', { limit: 100 })) as { messages: Row[] };
    const subjects = new Map(messages.map((one) => [`${one.recipient} ${one.template}`, String(one.state)]));
    return { arrived, subjects, messages };
  } finally {
    for (const one of opened) await one.close();
    await stage.engine.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

test.each(SEEDS)('seed %i', async (seed) => {
  const { arrived, subjects } = await liveThrough(seed);
  const twice = arrived.filter((one, i) => arrived.indexOf(one) !== i);
  expect(twice, 'came twice').toEqual([]);
  const sent = [...subjects].filter(([, state]) => state === 'sent').map(([one]) => one);
  expect(
    sent.filter((one) => !arrived.includes(one)),
    'sent, says the ledger, and never arrived',
  ).toEqual([]);
});
