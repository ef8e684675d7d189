/**
 * The stage of a demo: a folder of its own with a database in it, a virtual clock, and a way out that ends on this machine:
 * a mail server that the demo starts, or an outbox folder. Touches nothing else; the folder stays, to be looked at.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outboxChannel } from '../channels/outbox-file/adapter.ts';
import { outboxCalls, outboxTexts } from '../channels/outbox-file/phone.ts';
import { smtpChannel } from '../channels/smtp/adapter.ts';
import { SmtpSettingsSchema } from '../channels/smtp/settings.ts';
import { type VirtualClock, virtualClock } from '../engine/clock.ts';
import { type Engine, type EngineParts, openEngine } from '../engine/engine.ts';
import type { MailChannel } from '../engine/ports.ts';
import { instanceSecret } from '../instance/secret.ts';
import { openSqliteStore } from '../store/store.ts';
import { type SmtpSink, startSmtpSink } from '../testing/smtp-sink.ts';

/** An engine with its clock and its places. */
export interface Stage {
  readonly engine: Engine;
  readonly clock: VirtualClock;
  readonly folder: string;
  readonly database: string;
  readonly outbox: string;
  /** The mail server that messages end at; null = they end in the outbox folder. */
  readonly sink: SmtpSink | null;
  close(): Promise<void>;
}

/** Where recipients would opt out. Nobody listens there: example.com is reserved. */
const PUBLIC_URL = 'https://mail.bank.example.com';
/** Mails on their way at once by SMTP, and into the folder; each turn of them is one transaction. */
const CONNECTIONS = 16;
const FILES = 256;
const MAILS_PER_CONNECTION = 1_000;
/** Fixed, so that the same file gives the same ids, and the same words where two are on trial. */
const INSTANCE = 'demo';

/** Sets up. `parts`: what an engine is made of; clock, store and ways out are replaced. `live` = by SMTP to a server here. */
export async function openStage(parts: EngineParts, startsAt: number, live: boolean): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'rekindle-demo-'));
  const database = join(folder, 'rekindle.db');
  const outbox = join(folder, 'outbox');
  const clock = virtualClock(startsAt);
  const sink = live ? await startSmtpSink() : null;
  const engine = openEngine({
    ...parts,
    // It is thrown away: nobody has to tell it from a copy.
    notes: null,
    store: await openSqliteStore({ path: database, now: clock.now }),
    clock,
    secret: instanceSecret(undefined, database, true),
    resolver: null,
    channels: {
      outbox: widened(outboxChannel({ dir: outbox, fsync: false })),
      live: sink ? smtpChannel(settingsFor(sink)) : null,
      outboxTexts: outboxTexts({ dir: outbox, fsync: false }),
      outboxCalls: outboxCalls({ dir: outbox, fsync: false }),
    },
    publicUrl: sink ? PUBLIC_URL : null,
    instance: INSTANCE,
  });
  const close = async () => {
    await engine.close();
    await sink?.close();
  };
  return { engine, clock, folder, database, outbox, sink, close };
}

/** The folder, with more on its way to it than would be wise where a kill must leave little in doubt. */
function widened(folder: MailChannel): MailChannel {
  const { name, recovery } = folder;
  return { name, recovery, concurrency: FILES, send: (mail) => folder.send(mail), close: () => folder.close() };
}

function settingsFor({ port }: SmtpSink) {
  return SmtpSettingsSchema.parse({
    host: '127.0.0.1',
    port,
    secure: 'none',
    from: { address: 'demo@example.com' },
    connections: CONNECTIONS,
    mailsPerConnection: MAILS_PER_CONNECTION,
    helo: 'localhost',
  });
}
