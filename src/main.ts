/** Composition root of the command line: puts the rooms together and hands them to `cli/run`. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OutboxSettingsSchema, outboxChannel } from './channels/outbox-file/adapter.ts';
import { smtpChannel } from './channels/smtp/adapter.ts';
import { type GlobalWords, runCommandLine } from './cli/run.ts';
import { readConfig } from './config.ts';
import { systemClock } from './engine/clock.ts';
import { openEngine } from './engine/engine.ts';
import { OPERATIONS } from './engine/operations/table.ts';
import type { Log, Sources } from './engine/ports.ts';
import { instanceSecret } from './instance-secret.ts';
import { readPlaybook } from './playbooks/folder.ts';
import { templateInspector } from './render/inspect.ts';
import { rendererFor } from './render/renderer.ts';
import { dnsResolver } from './resolvers/dns/adapter.ts';
import { localFiles } from './sources/table/files.ts';
import { openSqliteStore } from './store/store.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const VERSION = '0.1.0';

const builtIn = readdirSync(join(ROOT, 'playbooks'), { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

const sources: Sources = {
  ...localFiles,
  builtIn,
  readPlaybook: (ref, settings) =>
    readPlaybook(builtIn.includes(ref) ? join(ROOT, 'playbooks', ref) : ref, {
      inspector: templateInspector,
      settings,
    }),
};

const log: Log = {
  info: (message, facts) => process.stderr.write(`${JSON.stringify({ level: 'info', message, ...facts })}\n`),
  error: (message, facts) => process.stderr.write(`${JSON.stringify({ level: 'error', message, ...facts })}\n`),
};

async function openWorkshop(words: GlobalWords) {
  const config = readConfig(words);
  const store = await openSqliteStore({ path: config.database });
  const { dns, smtp, outbox, publicUrl, secret, workspace, database } = config;
  const engine = openEngine({
    store,
    emptyStore: () => openSqliteStore({ path: ':memory:' }),
    clock: systemClock,
    log,
    secret: instanceSecret(secret, database),
    resolver: dns.enabled
      ? dnsResolver({ servers: dns.servers, timeoutMs: dns.timeoutMs, tries: 2, clock: systemClock })
      : null,
    rendererFor,
    sources,
    channels: {
      outbox: outboxChannel(OutboxSettingsSchema.parse({ dir: outbox })),
      live: smtp ? smtpChannel(smtp) : null,
    },
    publicUrl: publicUrl ?? null,
    dataVersion: `tz ${process.versions.tz}`,
  });
  return { engine, workspaceId: workspace, close: () => engine.close() };
}

const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort());

process.exitCode = await runCommandLine(
  process.argv.slice(2),
  { operations: OPERATIONS, version: VERSION, openEngine: openWorkshop },
  {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    isTerminal: process.stderr.isTTY === true,
    signal: stop.signal,
  },
);
