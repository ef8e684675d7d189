/** An instance of Rekindle to be measured: the parts of a real one, with a clock that is moved and channels that go nowhere. */
import { join } from 'node:path';
import type { Campaign } from '../../src/domain/campaign/campaign.ts';
import { canonicalJson } from '../../src/domain/canonical-json.ts';
import { NO_LIMITS, type SendLimits } from '../../src/domain/consent/pace/send-limits.ts';
import type { Playbook, SettingValue } from '../../src/domain/playbook/playbook.ts';
import { createCampaign, EVERYBODY } from '../../src/engine/campaigns.ts';
import { importFile } from '../../src/engine/capture/import-file.ts';
import { type VirtualClock, virtualClock } from '../../src/engine/clock.ts';
import { setSendLimits } from '../../src/engine/deliver/send-limits.ts';
import { type Engine, openEngine } from '../../src/engine/engine.ts';
import type { Clock, MailChannel, Sources } from '../../src/engine/ports.ts';
import { departuresIn } from '../../src/instance/noted/departures.ts';
import { readPlaybook } from '../../src/playbooks/folder.ts';
import { templateInspector } from '../../src/render/inspect.ts';
import { rendererFor } from '../../src/render/renderer.ts';
import { localFiles } from '../../src/sources/table/files.ts';
import { openSqliteStore, openStore } from '../../src/store/store.ts';

/** A Tuesday without a holiday in any country of the data. */
export const START = Date.UTC(2026, 1, 3);
const WORKSPACE = 'main';
const OPT_OUTS = 1_000;
export const SECRET = Buffer.alloc(32, 7);
const PLAYBOOKS = join(import.meta.dirname, '../../playbooks');

/** An engine on a database; its clock, where it has the virtual one. */
export interface Instance {
  readonly engine: Engine;
  readonly clock: VirtualClock;
}

/** Takes every mail at once: what is measured is the way there. */
const NOWHERE: MailChannel = {
  name: 'nowhere',
  concurrency: 100,
  recovery: 'idempotent',
  send: async () => ({ kind: 'sent', providerRef: null, detail: '' }),
  close: async () => undefined,
};

/** How an instance is opened: durable, at virtual time, with a channel that goes nowhere, where nothing else is said. */
export interface InstanceOptions {
  /** An import need not survive a power loss to the last batch, it goes on. */
  readonly durability?: 'full' | 'normal';
  readonly channel?: MailChannel;
  /** Moves by itself. */
  readonly clock?: Clock;
  /** Its messages leave for real by the channel, and are noted in this folder as they do. */
  readonly notedIn?: string;
}

/** Opens a database as the command line does. */
export async function openInstance(path: string, options: InstanceOptions = {}): Promise<Instance> {
  const { durability = 'full', channel = NOWHERE } = options;
  const clock = virtualClock(START);
  const store = await openStore({ database: path, durability });
  const workspace = await store.workspaces.ensure(WORKSPACE, START);
  const { notedIn } = options;
  if (notedIn !== undefined) await store.workspaces.save({ ...workspace, mode: 'live' });
  const silent = { info: () => undefined, error: (message: string) => process.stderr.write(`${message}\n`) };
  const engine = openEngine({
    store,
    emptyStore: (now) => openSqliteStore({ path: ':memory:', now }),
    clock: options.clock ?? clock,
    log: silent,
    secret: SECRET,
    resolver: null,
    rendererFor,
    sources: localFiles as Sources,
    channels: { outbox: channel, live: notedIn === undefined ? null : channel },
    departureNotes: notedIn === undefined ? null : departuresIn(notedIn),
    publicUrl: 'https://go.example.com',
    dataVersion: 'bench',
    // On real time, as a worker is.
    patient: true,
  });
  return { engine, clock };
}

/** Imports a file of `bench/data.ts`, everybody having consented; the number of rows read. */
export async function importLeads({ engine }: Instance, csv: string): Promise<number> {
  const wish = {
    workspaceId: WORKSPACE,
    path: csv,
    map: {},
    basis: 'consent',
    source: null,
    country: null,
    mode: 'fill',
    rejects: null,
  } as const;
  const quiet = { progress: () => undefined, note: () => undefined, signal: new AbortController().signal };
  const { read, rejected } = await importFile(engine, wish, quiet);
  if (rejected > 0) throw new Error(`${rejected} rows were rejected`);
  return read;
}

/** Limits of every kind, each so high that it holds nothing: all facts are read and written, and every message leaves. */
const HIGH_LIMITS: SendLimits = {
  ...NO_LIMITS,
  email: {
    leadDay: 200,
    leadMonth: 200,
    accountDay: 200,
    campaignDay: 1_000_000,
    senderDay: 1_000_000,
    sendingDomainDay: 1_000_000,
    recipientDomainDay: 1_000_000,
  },
  canary: { messages: 25, hours: 0, bounceShare: 1, complaintShare: 1 },
  humanTouch: { then: 'hold', days: null },
};

/** A live campaign for everybody, on the acquisition playbook where none is given. */
export async function liveCampaign(
  { engine }: Instance,
  playbook: Playbook = playbookNamed('acquisition'),
): Promise<Campaign> {
  await setSendLimits(engine, await engine.store.workspaces.ensure(WORKSPACE, START), HIGH_LIMITS);
  const draft = await createCampaign(engine, {
    workspaceId: WORKSPACE,
    name: 'bench',
    playbook,
    content: canonicalJson(playbook),
    audience: EVERYBODY,
    sender: {
      name: 'Ana Gómez',
      address: 'ana@example.com',
      company: 'Example',
      postalAddress: '1 Main Street, Springfield',
      dailyCap: 10_000_000,
    },
  });
  const live: Campaign = { ...draft, state: 'live', launchedAt: START, launchedBy: 'bench' };
  await engine.store.campaigns.save(live, 'draft');
  await refuse(engine);
  return live;
}

/** Opt-outs of other people: a workspace without a single one would be spared every look-up. */
async function refuse({ store, keyring }: Engine): Promise<void> {
  const refusals = Array.from({ length: OPT_OUTS }, (_, n) => {
    const value = `somebody${n}@example.org`;
    const keyHash = keyring.hash('address', value);
    const origin = 'bench';
    const suppression = {
      keyHash,
      channel: 'email',
      kind: 'address',
      value,
      reason: 'opted-out',
      origin,
      at: START,
    } as const;
    return { leadId: 'lead_other', suppression };
  });
  await store.leads.suppress(WORKSPACE, refusals);
}

/** A built-in playbook. */
export function playbookNamed(name: string, settings: Readonly<Record<string, SettingValue>> = {}): Playbook {
  const { playbook, findings } = readPlaybook(join(PLAYBOOKS, name), { inspector: templateInspector, settings });
  if (!playbook) throw new Error(JSON.stringify(findings));
  return playbook;
}
