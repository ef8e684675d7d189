/**
 * The engine: what every verb works with, put together once. Owns the wiring of ports; rules live in the domain, order in
 * the verbs (`capture`, `assess`, `advance`, `deliver`, `react`).
 */
import type { SenderIdentity } from '../domain/campaign/campaign.ts';
import { LIMITS } from '../domain/limits.ts';
import type { MessageChannel } from '../domain/message.ts';
import type { Playbook } from '../domain/playbook/playbook.ts';
import type { PlaybookRenderer } from '../domain/playbook/rendering.ts';
import type { IdentityProvider } from './access/identity-port.ts';
import type { Connector } from './connections/connector.ts';
import { makeSeal } from './connections/seal.ts';
import { type ConnectionShelf, makeConnectionShelf } from './connections/shelf.ts';
import type { Speech } from './crm-port.ts';
import { byMail, byText, byVoice, type WayOut } from './deliver/way-out.ts';
import type { HookConnection } from './hook-port.ts';
import { makeIds } from './ids.ts';
import { type Fence, makeFence } from './instance/fence.ts';
import { type Keyring, makeKeyring, suppressionKeysOf } from './keyring.ts';
import type { Operation } from './operations/operation.ts';
import type { PlanRoom } from './plans/room-port.ts';
import { makePlaybookShelf, type PlaybookShelf } from './playbooks.ts';
import type {
  AlertTarget,
  Clock,
  HeldFile,
  Host,
  Ids,
  Log,
  Mailbox,
  MailChannel,
  Notes,
  Papers,
  Peers,
  Resolver,
  Sources,
  TextChannel,
  VoiceChannel,
} from './ports.ts';
import type { Meter } from './serve/meter.ts';
import type { Onlooker } from './simulate/onlooker.ts';
import type { LeadSource } from './source-port.ts';
import type {
  Backups,
  DepartureNotes,
  RefusalNotes,
  Store,
  SuppressionKeysOf,
  Tombstones,
  Workspace,
} from './store-port.ts';

/** How much of a kind of work may be under way at once. */
export interface AtOnce {
  /** Messages of one connection on their way out; never more than the connection itself allows. */
  readonly messages: number;
  /** Routines that one worker has in hand: a slow source must not keep upkeep waiting. */
  readonly routines: number;
  /** Files being imported into one database, by all processes together. */
  readonly imports: number;
}

/** How much unless it is said otherwise: connections have their own limit, and two imports leave room for the loop. */
const STANDARD_AT_ONCE: AtOnce = { messages: LIMITS.smtpConnections, routines: 4, imports: 2 };

/** Where messages leave: of a dry workspace into the outbox, of a live one by what is connected; null or absent = nothing is. */
export interface Channels {
  readonly outbox: MailChannel;
  readonly live: MailChannel | null;
  readonly text?: TextChannel | null;
  readonly voice?: VoiceChannel | null;
  readonly outboxTexts?: TextChannel;
  readonly outboxCalls?: VoiceChannel;
}

/** What an instance is made of. Everything of the outside comes in here and nowhere else. */
export interface EngineParts {
  readonly store: Store;
  /** An empty store in memory on the clock given, for scenarios. */
  readonly emptyStore: (now: () => number) => Promise<Store>;
  readonly clock: Clock;
  readonly log: Log;
  /** At least 32 bytes, from outside the database. */
  readonly secret: Buffer;
  /** Null = DNS is never asked; addresses are then judged by their form alone. */
  readonly resolver: Resolver | null;
  readonly rendererFor: (playbook: Playbook) => PlaybookRenderer;
  /** Puts what the engine knows on paper; absent = nothing is, and no mail brings any of it. */
  readonly papers?: Papers;
  /** Reads files of leads and folders of playbooks. */
  readonly sources: Sources;
  /** Where leads come from by themselves, in the order in which they are asked; absent = nowhere. */
  readonly leadSources?: readonly LeadSource[];
  /** The workspace that these sources belong to; absent = `main`. No routine fetches from them into another one. */
  readonly homeWorkspace?: string;
  /** Operations that routines may run by name; absent = none but the built-in routines. */
  readonly operations?: () => readonly Operation[];
  /** IANA zone in which routines are scheduled that name none; absent = UTC. */
  readonly zone?: string;
  /** Absent, or absent of a kind = as `STANDARD_AT_ONCE` says. */
  readonly atOnce?: Partial<AtOnce>;
  /** Who is told when something changes to the worse or the better; absent = nobody, it is only written down. */
  readonly alerts?: readonly AlertTarget[];
  /** Where people are told of plans of agents and decide on them by a click; null or absent = nowhere. */
  readonly planRoom?: PlanRoom | null;
  /** Addresses that providers call; absent = none is open. */
  readonly hooks?: readonly HookConnection[];
  /** Mailboxes that are read; absent = none. */
  readonly mailboxes?: readonly Mailbox[];
  /** Where messages leave. */
  readonly channels: Channels;
  /** What people may log in by beside passwords; null or absent = nothing. */
  readonly identity?: IdentityProvider | null;
  /** What speaks to the providers of connections on record; absent = there are none, messages leave by `channels` alone. */
  readonly connector?: Connector;
  /** What webhooks are told by, loaded where there are some; absent = they are not told by this process. */
  readonly speech?: () => Promise<Speech>;
  /** A value of the environment by its name, for secrets that are given so; absent = there is none. */
  readonly environment?: (name: string) => string | undefined;
  /** Holds what was sent from elsewhere as a file of this name while an operation reads it; absent = nothing is taken. */
  readonly holdFile?: (name: string, content: string | Uint8Array) => Promise<HeldFile>;
  /** Address under which recipients reach this instance, without a trailing slash; null = none is configured. */
  readonly publicUrl: string | null;
  /** Whether an address leads to us: null = it does, else what came instead. Absent = nobody is asked. */
  readonly reach?: (url: string) => Promise<string | null>;
  /** Versions of the data that rules read beside the playbook: time zones, phone plans, holidays. */
  readonly dataVersion: string;
  /** Who writes, for campaigns that name nobody else; absent = each names its own. */
  readonly sender?: Pick<SenderIdentity, 'name' | 'address' | 'company' | 'postalAddress'>;
  /** Where erasures are noted outside of the database; absent = nowhere. */
  readonly tombstones?: Tombstones | null;
  /** Where refusals are; absent = nowhere. */
  readonly refusalNotes?: RefusalNotes | null;
  /** Where it is noted what leaves; absent = nowhere. */
  readonly departureNotes?: DepartureNotes | null;
  /** Saves the database file and brings one back; null or absent = the database is on a server, or in memory. */
  readonly backups?: Backups | null;
  /** What this process can do around the engine, for `serve`; null or left out where the engine is embedded. */
  readonly host?: Host | null;
  /** Ends the ids of this process; fixed in simulations, by chance otherwise. */
  readonly instance?: string;
  /** Absent = leases of other processes are good until they run out. */
  readonly peers?: Peers;
  /** Absent = the database is taken for the one that sends: in memory, in simulations. */
  readonly notes?: Notes | null;
  /** Counts what the loop does; absent = nobody asks. */
  readonly meter?: Meter;
  /** Sees what the loop decides; absent = nobody looks. */
  readonly onlooker?: Onlooker;
  /** Faults of the store that pass by themselves are waited out; absent = they come through at once, as on a clock that stands still. */
  readonly patient?: boolean;
}

/** An engine, put together: what every verb is handed. */
export interface Engine {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly keyring: Keyring;
  readonly resolver: Resolver | null;
  readonly rendererFor: (playbook: Playbook) => PlaybookRenderer;
  readonly sources: Sources;
  readonly playbooks: PlaybookShelf;
  readonly connections: ConnectionShelf;
  readonly publicUrl: string | null;
  readonly peers: Peers;
  readonly fence: Fence;
  readonly parts: EngineParts;
  readonly suppressionKeys: SuppressionKeysOf;
  readonly atOnce: AtOnce;
  /** Counts batches of messages: whose turn it is to be first. */
  nextTurn(): number;
  /** The way out of mails for a workspace: by its connection, else as it is configured; null = it is live, and none is connected. */
  channelFor(workspace: Workspace, sender?: string): MailChannel | null;
  /** The same for calls; null = none is connected. */
  voiceFor(workspace: Workspace): VoiceChannel | null;
  /** The same for a message of any kind. `sender`: the mailbox that writes it, which may have a connection of its own. */
  wayOut(workspace: Workspace, channel: MessageChannel, sender?: string): WayOut | null;
  close(): Promise<void>;
}

/**
 * Puts an engine together, in process. The caller owns the parts; `close` closes store and channels.
 * Same operations as every face: see `engine/operations`.
 */
export function openEngine(parts: EngineParts): Engine {
  const keyring = makeKeyring(parts.secret);
  const ids = makeIds(parts.clock, parts.instance);
  const { store, channels } = parts;
  let turn = 0;
  const engine: Engine = {
    store,
    clock: parts.clock,
    ids,
    log: parts.log,
    keyring,
    resolver: parts.resolver,
    rendererFor: parts.rendererFor,
    sources: parts.sources,
    playbooks: makePlaybookShelf(store, parts.rendererFor),
    connections: makeConnectionShelf({
      engine: () => engine,
      seal: makeSeal([parts.secret]),
      connector: parts.connector ?? null,
    }),
    publicUrl: parts.publicUrl,
    peers: parts.peers ?? { self: ids.next('wrk'), isGone: () => false },
    fence: makeFence(store, parts.notes ?? null, parts.clock, ids),
    parts,
    suppressionKeys: suppressionKeysOf(keyring),
    atOnce: { ...STANDARD_AT_ONCE, ...parts.atOnce },
    nextTurn: () => turn++,
    channelFor: (workspace, sender) =>
      engine.connections.mail(workspace, sender) ?? (workspace.mode === 'live' ? channels.live : channels.outbox),
    voiceFor: (workspace) =>
      engine.connections.voice(workspace) ??
      (workspace.mode === 'live' ? channels.voice : channels.outboxCalls) ??
      null,
    wayOut(workspace, channel, sender) {
      if (workspace.mode === 'live' && engine.connections.has(workspace, channel))
        return engine.connections.wayOut(workspace, channel, sender);
      const mail = channel === 'email' ? engine.channelFor(workspace, sender) : null;
      if (channel === 'email') return mail && byMail(mail);
      const text = workspace.mode === 'live' ? channels.text : channels.outboxTexts;
      if (channel === 'sms') return text ? byText(text) : null;
      const voice = engine.voiceFor(workspace);
      return voice && byVoice(voice);
    },
    async close() {
      const { outbox, live, text, voice, outboxTexts, outboxCalls } = channels;
      const ways = new Set([outbox, live, text, voice, outboxTexts, outboxCalls, ...(parts.alerts ?? [])]);
      // At once: each may wait a while for what is under way.
      await Promise.all([engine.connections.close(), ...[...ways].map((way) => way?.close())]);
      await store.close();
    },
  };
  return engine;
}
