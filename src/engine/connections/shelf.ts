/**
 * Connections ready to be used, by workspace. Decisions are synchronous and may not wait: whoever starts a batch refreshes the shelf first,
 * which costs one look while nothing has changed. Owns which connection a workspace sends by, and that an opened way is closed once its
 * record is another; whether one fails is `domain/connection/health`.
 */
import type { Asked } from '../../domain/connection/asked.ts';
import { type Connection, wayName } from '../../domain/connection/connection.ts';
import { afterHearing, type Failure, type Health } from '../../domain/connection/health.ts';
import { providerNamed } from '../../domain/connection/providers.ts';
import { afterContact, IN_USE, type Rest } from '../../domain/delivery/rest.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { MessageChannel } from '../../domain/message.ts';
import { underWay } from '../deliver/under-way.ts';
import { byMail, byText, byVoice, type WayOut } from '../deliver/way-out.ts';
import type { Engine } from '../engine.ts';
import type { HookConnection } from '../hook-port.ts';
import { passes } from '../instance/patience.ts';
import type { Mailbox, MailChannel, OpenedWay, VoiceChannel } from '../ports.ts';
import type { ConnectionKey, Contact, Workspace } from '../store-port.ts';
import type { Connector } from './connector.ts';
import { healAll } from './heal.ts';
import type { Seal, Secrets } from './seal.ts';
import { tokenSource } from './tokens.ts';

/** What one answer said of a way, in the provider's words. */
export interface ContactHeard extends Contact {
  readonly says: string;
}

/** Connections ready to be used. */
export interface ConnectionShelf {
  /** Opens and closes what has changed since. */
  refresh(): Promise<void>;
  /**
   * The way out of a workspace by its own connection; null = it has none for this channel. `sender`: the mailbox that writes; its own connection
   * comes before that of the workspace.
   */
  wayOut(workspace: Pick<Workspace, 'id' | 'mode'>, channel: MessageChannel, sender?: string): WayOut | null;
  voice(workspace: Workspace): VoiceChannel | null;
  mail(workspace: Workspace, sender?: string): MailChannel | null;
  /** Mailboxes that are read; one that was given another secret is another object. */
  mailboxes(): readonly Mailbox[];
  /** Where a provider tells what happened: `/hooks/<provider>/<id>`; null = nobody is told there. */
  hook(provider: string, id: string): HookConnection | null;
  /** Whether the workspace has a connection that is told what leads refuse. */
  tellsRefusals(workspaceId: string): boolean;
  /** Whether the workspace has a connection for this channel, whatever its state. */
  has(workspace: Pick<Workspace, 'id'>, channel: MessageChannel): boolean;
  /** Why nothing may leave by it now, and which connection that is; null = it may. */
  failing(workspace: Workspace, channel: MessageChannel, sender?: string): (Failure & { readonly name: string }) | null;
  /**
   * Takes in what answers said, so that whoever decides next knows it; gives back what is for the breaker: while a connection on record
   * fails, what would leave by it is held, and nothing is left to be counted.
   */
  hear(contacts: readonly ContactHeard[]): readonly Contact[];
  /** Writes down what was heard; where the database is away, with the next refresh. */
  writeHeard(): Promise<void>;
  /** What speaks to the provider of a record, with its secrets in clear; null = they do not open. */
  asked(connection: Connection): Asked | null;
  /** Secrets of a record, in clear; null = they do not open. */
  secretsOf(of: Connection): Secrets | null;
  /** Secrets, as they are stored. */
  sealed(of: ConnectionKey, secrets: Secrets): string;
  close(): Promise<void>;
}

/** What the shelf is made over; without a connector it stays empty. */
export interface ShelfParts {
  readonly engine: () => Engine;
  readonly seal: Seal;
  readonly connector: Connector | null;
}

/** A record as it is used here. */
interface Shelved {
  record: Connection;
  /** As far as this process has seen it fail. */
  rest: Rest;
  /** Null = it could not be opened. */
  readonly opened: readonly OpenedWay[] | null;
  readonly ways: Partial<Record<MessageChannel, WayOut>>;
  readonly mailbox: Mailbox | null;
  readonly hook: HookConnection | null;
  /** Why it could not be opened at all. */
  readonly unopened: Failure | null;
}

/** Uses that something leaves by. */
const CHANNELS: readonly MessageChannel[] = ['email', 'sms', 'voice'];

/** An empty shelf. */
export function makeConnectionShelf(parts: ShelfParts): ConnectionShelf {
  return new Shelf(parts);
}

class Shelf implements ConnectionShelf {
  readonly #parts: ShelfParts;
  readonly #byId = new Map<string, Shelved>();
  /** The one that is used, by workspace and channel. */
  #used = new Map<string, Shelved>();
  /** The one of a mailbox that mails leave by, by workspace and address. */
  #ofMailbox = new Map<string, Shelved>();
  readonly #byName = new Map<string, Shelved>();
  readonly #closing = new Set<Promise<void>>();
  /** What is to be written down, and how it stood before. */
  readonly #unwritten = new Map<Shelved, Health['state']>();
  #known = -1;
  #refreshing: Promise<void> | null = null;

  constructor(parts: ShelfParts) {
    this.#parts = parts;
  }

  refresh(): Promise<void> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  async #refresh(): Promise<void> {
    const { connector, engine } = this.#parts;
    if (connector === null) return;
    await this.writeHeard();
    const { connections } = engine().store;
    const version = await connections.version();
    if (version === this.#known) return;
    if (version > 0 || this.#byId.size > 0)
      await this.#take(await connections.list(null, LIMITS.connectionsOnRecord), connector);
    this.#known = version;
  }

  wayOut(workspace: Pick<Workspace, 'id' | 'mode'>, channel: MessageChannel, sender = ''): WayOut | null {
    return this.#of(workspace, channel, sender)?.ways[channel] ?? null;
  }

  mail(workspace: Workspace, sender = ''): MailChannel | null {
    const opened = this.#of(workspace, 'email', sender)?.opened ?? [];
    for (const way of opened) if (way.kind === 'email') return way.channel;
    return null;
  }

  voice(workspace: Workspace): VoiceChannel | null {
    const opened = this.#of(workspace, 'voice', '')?.opened ?? [];
    for (const way of opened) if (way.kind === 'voice') return way.channel;
    return null;
  }

  mailboxes(): readonly Mailbox[] {
    return [...this.#byId.values()].flatMap(({ mailbox }) => (mailbox === null ? [] : [mailbox]));
  }

  hook(provider: string, id: string): HookConnection | null {
    for (const { hook } of this.#byId.values())
      if (hook !== null && hook.adapter.provider === provider && hook.name === id) return hook;
    return null;
  }

  tellsRefusals(workspaceId: string): boolean {
    for (const { record } of this.#byId.values())
      if (record.workspaceId === workspaceId && providerNamed(record.provider)?.hearsRefusals === true) return true;
    return false;
  }

  has({ id }: Pick<Workspace, 'id'>, channel: MessageChannel): boolean {
    return this.#used.has(usedKey(id, channel));
  }

  failing(workspace: Workspace, channel: MessageChannel, sender = ''): (Failure & { readonly name: string }) | null {
    const shelved = this.#of(workspace, channel, sender);
    if (!shelved) return null;
    const { record, unopened } = shelved;
    const failure = unopened ?? (record.health.state === 'failing' ? record.health.failure : null);
    return failure && { ...failure, name: record.name };
  }

  hear(contacts: readonly ContactHeard[]): readonly Contact[] {
    const now = this.#parts.engine().clock.now();
    return contacts.filter((heard) => {
      const shelved = this.#byName.get(heard.connection);
      if (!shelved) return true;
      const { contact, code, says } = heard;
      shelved.rest = afterContact(shelved.rest, contact, code, now);
      const before = shelved.record.health;
      const health = afterHearing(
        before,
        { contact, code, says, asked: false, rests: shelved.rest.until !== null },
        now,
      );
      if (health) {
        shelved.record = { ...shelved.record, health };
        this.#unwritten.set(shelved, this.#unwritten.get(shelved) ?? before.state);
      }
      return shelved.record.health.state !== 'failing';
    });
  }

  async writeHeard(): Promise<void> {
    const { store, log } = this.#parts.engine();
    for (const [shelved, was] of this.#unwritten) {
      const { workspaceId, id, revision, health } = shelved.record;
      try {
        await store.connections.judge({ workspaceId, id, revision, health, way: wayName(shelved.record) });
        if (was === 'failing' && health.state === 'well') await healAll(this.#parts.engine(), shelved.record);
      } catch (error) {
        if (!passes(error)) throw error;
        log.error('how a connection fares is written down later', { connection: shelved.record.name });
        return;
      }
      // What was heard meanwhile is written down with the next.
      if (shelved.record.health === health) this.#unwritten.delete(shelved);
    }
  }

  asked(connection: Connection): Asked | null {
    const { seal, connector, engine } = this.#parts;
    const { workspaceId, id, name, provider, settings, sealed } = connection;
    const secrets = seal.open(connection, sealed);
    if (secrets === null || connector === null) return null;
    const asked = { workspaceId, id, name, provider, settings, secrets };
    const byToken = providerNamed(provider)?.oauth !== undefined && secrets.refreshToken !== undefined;
    return { ...asked, token: byToken ? tokenSource({ engine: engine(), seal, connector }, asked, sealed) : null };
  }

  secretsOf({ sealed, ...connection }: Connection): Secrets | null {
    return this.#parts.seal.open(connection, sealed);
  }

  sealed(of: ConnectionKey, secrets: Secrets): string {
    return this.#parts.seal.close(of, secrets);
  }

  async close(): Promise<void> {
    for (const shelved of this.#byId.values()) this.#shut(shelved);
    this.#byId.clear();
    await Promise.all(this.#closing);
  }

  #of({ id, mode }: Pick<Workspace, 'id' | 'mode'>, channel: MessageChannel, sender: string): Shelved | undefined {
    if (mode !== 'live') return undefined;
    const own = channel === 'email' ? this.#ofMailbox.get(usedKey(id, sender.toLowerCase())) : undefined;
    return own ?? this.#used.get(usedKey(id, channel));
  }

  /** The records as they are now: what is the same stays open, what is another is opened anew, what is gone is closed. */
  async #take(records: readonly Connection[], connector: Connector): Promise<void> {
    const healed: Shelved[] = [];
    const before = new Map(this.#byId);
    this.#byId.clear();
    for (const record of records) {
      const key = `${record.workspaceId}/${record.id}`;
      const old = before.get(key);
      const kept = old && old.record.revision === record.revision ? old : await this.#open(record, connector);
      if (kept === old) before.delete(key);
      // Whoever held messages because of it takes the hold back: they may have been held after a person’s own healing.
      if (old?.record.health.state === 'failing' && record.health.state !== 'failing') {
        healed.push(kept);
        kept.rest = IN_USE;
      }
      kept.record = record;
      this.#byId.set(key, kept);
    }
    for (const gone of before.values()) this.#shut(gone, this.#unused(gone));
    this.#arrange();
    for (const shelved of healed) await healAll(this.#parts.engine(), shelved.record);
  }

  /** The oldest of a workspace that serves a channel is the one that is used, and the oldest of a mailbox for what that one writes. */
  #arrange(): void {
    this.#used = new Map();
    this.#ofMailbox = new Map();
    this.#byName.clear();
    for (const shelved of this.#byId.values()) {
      const { workspaceId, provider, settings } = shelved.record;
      this.#byName.set(wayName(shelved.record), shelved);
      const uses: readonly string[] = shelved.opened?.map(({ kind }) => kind) ?? providerNamed(provider)?.uses ?? [];
      for (const channel of CHANNELS.filter((one) => uses.includes(one))) {
        const key = usedKey(workspaceId, channel);
        if (!this.#used.has(key)) this.#used.set(key, shelved);
        const mailbox = usedKey(workspaceId, (settings.from ?? settings.user ?? '').toLowerCase());
        if (channel === 'email' && !this.#ofMailbox.has(mailbox)) this.#ofMailbox.set(mailbox, shelved);
      }
    }
  }

  async #open(record: Connection, connector: Connector): Promise<Shelved> {
    const nothing = { record, rest: IN_USE, opened: null, ways: {}, mailbox: null, hook: null };
    const fails = (code: string, says: string) => ({ ...nothing, unopened: { code, says, at: record.createdAt } });
    const asked = this.asked(record);
    if (asked === null) return fails('secret-unreadable', '');
    const problems = await connector.problems(asked);
    if (problems.length > 0) return fails('settings-unfit', problems.join('; '));
    const opened = await connector.open(asked);
    return {
      ...{ record, rest: IN_USE, opened, unopened: null },
      ways: Object.fromEntries(
        opened.map((one) => [one.kind, { ...wayOf(one), name: wayName(record), onRecord: true }]),
      ),
      mailbox: await connector.mailbox(asked),
      hook: await connector.hook(asked),
    };
  }

  /** What is on its way by it may land: of a mail that is cut off nobody knows whether it left. */
  async #unused({ ways }: Shelved): Promise<void> {
    const under = underWay(this.#parts.engine());
    await Promise.all(Object.values(ways).map((way) => under.leave(way)));
  }

  #shut({ opened, record }: Shelved, unused = Promise.resolve()): void {
    const { log } = this.#parts.engine();
    const unsaid = (error: unknown) =>
      log.error('a connection did not close', { name: record.name, error: String(error) });
    const closing = unused
      .catch(unsaid)
      .then(() => Promise.all((opened ?? []).map(({ channel }) => channel.close())))
      .then(() => undefined)
      .catch(unsaid)
      .finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }
}

function wayOf(opened: OpenedWay): WayOut {
  if (opened.kind === 'email') return byMail(opened.channel);
  return opened.kind === 'sms' ? byText(opened.channel) : byVoice(opened.channel);
}

function usedKey(workspaceId: string, use: string): string {
  return `${workspaceId} ${use}`;
}
