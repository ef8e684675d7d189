/**
 * The workshop: an engine put together from every room, as the configuration says. Shared by the composition roots (the
 * command line and the engine's own thread), so that both work on the same parts. Owns no rule.
 */
import { dirname, join } from 'node:path';
import { alertWebhook } from '../channels/alert-webhook/adapter.ts';
import { type OutboxSettings, OutboxSettingsSchema, outboxChannel } from '../channels/outbox-file/adapter.ts';
import { outboxCalls, outboxTexts } from '../channels/outbox-file/phone.ts';
import { type Config, type ConfigWords, environmentValue, readConfig } from '../config.ts';
import { systemClock } from '../engine/clock.ts';
import { type AtOnce, type Channels, type Engine, type EngineParts, openEngine } from '../engine/engine.ts';
import type { HookConnection } from '../engine/hook-port.ts';
import { proveSecret } from '../engine/instance/secret.ts';
import { allOperations } from '../engine/operations/table.ts';
import type { AlertTarget, Host, Mailbox, MailChannel, Notes, PlanRoom } from '../engine/ports.ts';
import { type Meter, makeMeter } from '../engine/serve/meter.ts';
import type { Store } from '../engine/store-port.ts';
import { rendererFor } from '../render/renderer.ts';
import { valuationPdf } from '../render/valuation-paper.ts';
import { dnsResolver } from '../resolvers/dns/adapter.ts';
import { folderSource } from '../sources/folder/adapter.ts';
import { localFiles } from '../sources/table/files.ts';
import { isPostgresAddress } from '../store/postgres/settings.ts';
import { sqliteBackups } from '../store/sqlite/backup.ts';
import { openSqliteStore, openStore } from '../store/store.ts';
import { makeConnector } from './connector.ts';
import { holdFile } from './held-files.ts';
import { lineLog } from './log.ts';
import { departuresIn } from './noted/departures.ts';
import { refusalsIn, tombstonesIn } from './noted/people.ts';
import { notesBeside, notesOnServer } from './notes.ts';
import { processPeers } from './process-peers.ts';
import { reach } from './reach.ts';
import { instanceSecret } from './secret.ts';
import { sources } from './sources.ts';
import { speech } from './speech.ts';

const log = lineLog((line) => process.stderr.write(line));

/** An engine with what a caller needs beside it. */
export interface Workshop {
  readonly engine: Engine;
  readonly workspaceId: string;
  close(): Promise<void>;
}

/**
 * Reads the configuration and opens everything. `hostFor` gives what this process can do around the engine; without it the
 * operations that need it are refused. `durability` `normal` may lose the last
 * commits on a power cut, never the file: right for an import, which then goes on from the commit before. Errors: `ConfigError`,
 * `StoreError`, refusals `secret-differs` and `secret-missing`.
 */
export async function openWorkshop(
  words: ConfigWords,
  hostFor: (config: Config, meter: Meter) => Host | null = () => null,
  durability: 'full' | 'normal' = 'full',
  meter?: Meter,
): Promise<Workshop> {
  const config = readConfig(words);
  const store = await openStore({ database: config.database, durability, ...config.postgres });
  try {
    return await workshopOn(store, config, hostFor, meter ?? makeMeter());
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function workshopOn(
  store: Store,
  config: Config,
  hostFor: (config: Config, meter: Meter) => Host | null,
  meter: Meter,
): Promise<Workshop> {
  const { dns, smtp, outbox, publicUrl, secret, workspace, database, zone } = config;
  // Loaded only where it is configured: a command that lists leads need not wait for a mail library.
  const live = smtp ? (await import('../channels/smtp/adapter.ts')).smtpChannel(smtp) : null;
  const engine = openEngine({
    store,
    emptyStore: (now) => openSqliteStore({ path: ':memory:', now }),
    clock: systemClock,
    log,
    secret: instanceSecret(secret, database, (await store.instance.secretProof()) === null),
    peers: processPeers(),
    notes: notesOf(store, config),
    resolver: dns.enabled
      ? dnsResolver({ servers: dns.servers, timeoutMs: dns.timeoutMs, tries: 2, clock: systemClock })
      : null,
    rendererFor,
    papers: { valuation: valuationPdf },
    sources,
    holdFile,
    leadSources: config.harvest.sources.map((one) =>
      folderSource(one, { openLeads: localFiles.openLeads, clock: systemClock }),
    ),
    channels: {
      ...outboxOf(OutboxSettingsSchema.parse({ dir: outbox })),
      live,
      ...(await phoneChannels(config)),
    },
    operations: allOperations,
    homeWorkspace: workspace,
    zone,
    atOnce: definedOf(config.atOnce),
    alerts: await alertTargets(config, live),
    planRoom: await planRoom(config),
    hooks: await hookConnections(config),
    mailboxes: await mailboxesOf(config),
    publicUrl: publicUrl ?? null,
    identity: config.oidc
      ? (await import('../resolvers/oidc/adapter.ts')).oidcProvider(config.oidc, systemClock)
      : null,
    connector: makeConnector(publicUrl),
    speech: async () => speech,
    reach,
    environment: environmentValue,
    ...(config.sender ? { sender: config.sender } : {}),
    ...notedBeside(config),
    backups: isPostgresAddress(database) ? null : sqliteBackups(database),
    host: hostFor(config, meter),
    meter,
    patient: true,
    dataVersion: `tz ${process.versions.tz}`,
  });
  await proveSecret(store, engine.keyring);
  return { engine, workspaceId: workspace, close: () => engine.close() };
}

/** Where a dry workspace's mails, texts and calls go. */
function outboxOf(settings: OutboxSettings): Pick<Channels, 'outbox' | 'outboxTexts' | 'outboxCalls'> {
  return {
    outbox: outboxChannel(settings),
    outboxTexts: outboxTexts(settings),
    outboxCalls: outboxCalls(settings),
  };
}

/** Ways out for texts and calls, each where its account is configured. */
async function phoneChannels({ twilio, retell, hooks, publicUrl }: Config): Promise<Pick<Channels, 'text' | 'voice'>> {
  const [hook, ...others] = hooks.filter(({ provider }) => provider === 'twilio');
  // Where only one address is open for Twilio, that is where it tells what became of a text.
  const statusCallback =
    hook && others.length === 0 && publicUrl ? `${publicUrl}/hooks/twilio/${hook.name}` : undefined;
  return {
    text: twilio
      ? (await import('../channels/twilio/adapter.ts')).twilioChannel({
          ...twilio,
          statusCallback: twilio.statusCallback ?? statusCallback,
        })
      : null,
    voice: retell ? (await import('../channels/retell/adapter.ts')).retellChannel(retell) : null,
  };
}

/** Without what is not said. */
function definedOf(said: Config['atOnce']): Partial<AtOnce> {
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}

const SERVER_NOTES = './rekindle.instance';

/** Where it is noted who last sent; nowhere for a database that nobody can copy. */
function notesOf(store: Store, { database, instanceFile }: Config): Notes | null {
  if (isPostgresAddress(database)) return notesOnServer(store, instanceFile ?? SERVER_NOTES);
  return database === ':memory:' ? null : notesBeside(database, instanceFile);
}

/** Where erasures, refusals and what leaves are noted: beside the file; for a server beside the note of who last sent. */
function notedBeside({
  database,
  instanceFile = SERVER_NOTES,
}: Config): Pick<EngineParts, 'tombstones' | 'refusalNotes' | 'departureNotes'> {
  if (database === ':memory:') return {};
  const path = isPostgresAddress(database) ? join(dirname(instanceFile), 'rekindle') : database;
  return {
    tombstones: tombstonesIn(`${path}.erased`),
    refusalNotes: refusalsIn(`${path}.refused`),
    departureNotes: departuresIn(`${path}.left`),
  };
}

/** The addresses that providers call, as the configuration says; how they are proven and read is loaded only where there are any. */
async function hookConnections({ hooks, workspace }: Config): Promise<HookConnection[]> {
  if (hooks.length === 0) return [];
  const { HOOKS } = await import('../hooks/hooks.ts');
  return hooks.map(({ provider, name, secrets, confirms }) => ({
    ...{ adapter: HOOKS[provider], name, secrets, workspaceId: workspace },
    // The way that the configuration sends texts by bears the provider’s name.
    ...(confirms === 'rekindle' ? { answersBy: provider } : {}),
  }));
}

/** Where plans are told and approved, as the configuration says. */
async function planRoom({ slack }: Config): Promise<PlanRoom | null> {
  if (!slack) return null;
  const { slackPlans } = await import('../channels/slack-plans/adapter.ts');
  const { readInteraction } = await import('../hooks/slack/interaction.ts');
  return { ...slackPlans(slack), read: (call, now) => readInteraction(call, [slack.signingSecret], now) };
}

/** The mailboxes that are read, as the configuration says; what speaks to servers is loaded only where there are any. */
async function mailboxesOf({ mailboxes, workspace }: Config): Promise<Mailbox[]> {
  if (mailboxes.length === 0) return [];
  const { imapMailbox } = await import('../sources/imap/adapter.ts');
  const { parseMail } = await import('../sources/mail/parse.ts');
  return mailboxes.map(({ settings, password }) =>
    imapMailbox(settings, workspace, { user: settings.user, password }, parseMail),
  );
}

/** Who is told of changes, as the configuration says; what speaks to them is loaded only where somebody is. */
async function alertTargets({ alerts, smtp }: Config, live: MailChannel | null): Promise<AlertTarget[]> {
  const { webhook, slack, email } = alerts;
  const targets: AlertTarget[] = [];
  if (webhook) targets.push(alertWebhook(webhook, systemClock));
  if (slack) targets.push((await import('../channels/alert-slack/adapter.ts')).alertSlack(slack));
  if (email && smtp && live) {
    targets.push((await import('../channels/alert-email/adapter.ts')).alertEmail(email, live, smtp.from));
  }
  return targets;
}
