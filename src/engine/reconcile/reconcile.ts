/**
 * The daily comparison with CRMs, in both directions: leads that were handed over, those that came from there, and those that were erased
 * here. Page after page; each is made alike as the rules say and noted with where the reading stands, so that it goes on there after a break.
 * Owns the order and the counts.
 */
import type { Connection } from '../../domain/connection/connection.ts';
import { wayName } from '../../domain/connection/connection.ts';
import { providerNamed } from '../../domain/connection/providers.ts';
import { LIMITS } from '../../domain/limits.ts';
import { type ReconcileSettings, reconcileSettingsOf } from '../../domain/reconcile/settings.ts';
import { ApiStop, type CrmBook, type CrmContact, type HandOffReply } from '../crm-port.ts';
import type { Engine } from '../engine.ts';
import { HandOffWays } from '../handoff/ways.ts';
import type { CrmLink, CrmReading, Difference, LeadStory, LinkPage, ReadingPhase } from '../store-port.ts';
import { BEING, compareContact, type Finding } from './compare-contact.ts';
import { makeAlike } from './make.ts';

/** What came of one CRM. */
export interface ReconcileReport {
  readonly connection: string;
  /** done: all were compared; stopped: it goes on there the next time; skipped: it was not asked. */
  readonly state: 'done' | 'stopped' | 'skipped';
  readonly compared: number;
  readonly alike: number;
  /** Made alike here, and there. */
  readonly taken: number;
  readonly written: number;
  /** For a person to decide. */
  readonly proposed: number;
  /** Could not be made; tried again. */
  readonly later: number;
  readonly gone: number;
  readonly says: string;
}

/** What is asked for. */
export interface ReconcileWish {
  readonly workspaceId: string;
  /** Names of connections; empty = all that are compared. */
  readonly connections: readonly string[];
  readonly signal: AbortSignal;
  progress?(connection: string, compared: number): void;
}

const BY = 'reconcile';
const NEXT: Readonly<Record<Exclude<ReadingPhase, 'done'>, ReadingPhase>> = {
  handed: 'harvested',
  harvested: 'erased',
  erased: 'done',
};
const ZERO = { compared: 0, alike: 0, taken: 0, written: 0, proposed: 0, later: 0, gone: 0 };
type Counts = { -readonly [Name in keyof typeof ZERO]: number };

/** Compares CRMs with what we know, one after the other. */
export async function reconcile(engine: Engine, wish: ReconcileWish): Promise<ReconcileReport[]> {
  const ways = new HandOffWays(engine);
  const reports: ReconcileReport[] = [];
  try {
    for (const connection of await comparedConnections(engine, wish.workspaceId)) {
      const wanted = wish.connections.length === 0 || wish.connections.includes(connection.name);
      if (wanted && !wish.signal.aborted) reports.push(await reconcileOne(engine, ways, connection, wish));
    }
  } finally {
    await ways.close();
  }
  return reports;
}

/** Connections that keep people and are to be compared. */
export async function comparedConnections(engine: Engine, workspaceId: string): Promise<readonly Connection[]> {
  const all = await engine.store.connections.list(workspaceId, LIMITS.connectionsOnRecord);
  return all.filter(
    ({ provider, settings }) => providerNamed(provider)?.keepsPeople === true && reconcileSettingsOf(settings).on,
  );
}

async function reconcileOne(
  engine: Engine,
  ways: HandOffWays,
  connection: Connection,
  wish: ReconcileWish,
): Promise<ReconcileReport> {
  const skipped = (says: string) => ({ connection: connection.name, state: 'skipped', ...ZERO, says }) as const;
  const workspace = await engine.store.workspaces.get(wish.workspaceId);
  if (!workspace) return skipped('there is no such workspace');
  const found = await ways.find(workspace, connection.name);
  if (!found.way) return skipped(found.detail);
  if (!found.way.book) return skipped('it cannot be asked for contacts: give it a token');
  return new Reading(engine, connection, found.way.book, wish).run();
}

/** One CRM, read from where it was left. */
class Reading {
  readonly #engine: Engine;
  readonly #connection: Connection;
  readonly #book: CrmBook;
  readonly #wish: ReconcileWish;
  readonly #settings: ReconcileSettings;
  #counts: Counts = { ...ZERO };
  /** The other side said that it cannot go on now. */
  #fault: HandOffReply | null = null;

  constructor(engine: Engine, connection: Connection, book: CrmBook, wish: ReconcileWish) {
    this.#engine = engine;
    this.#connection = connection;
    this.#book = book;
    this.#wish = wish;
    this.#settings = reconcileSettingsOf(connection.settings);
  }

  async run(): Promise<ReconcileReport> {
    let reading = await this.#begin();
    this.#counts = { ...ZERO, ...reading.counts };
    try {
      while (reading.phase !== 'done' && this.#fault === null && !this.#wish.signal.aborted)
        reading = await this.#page(reading, reading.phase);
    } catch (error) {
      if (!(error instanceof ApiStop)) throw error;
      this.#fault = error.reply;
    }
    this.#hear();
    const state = reading.phase === 'done' ? 'done' : 'stopped';
    return { connection: this.#connection.name, state, ...this.#counts, says: this.#fault?.detail ?? '' };
  }

  /** Where it was left, or from the beginning. */
  async #begin(): Promise<CrmReading> {
    const { workspaceId, name: connection } = this.#connection;
    const left = await this.#engine.store.reconcile.reading(workspaceId, connection);
    if (left && left.phase !== 'done') return left;
    const startedAt = this.#engine.clock.now();
    return { workspaceId, connection, phase: 'handed', after: '', startedAt, endedAt: null, counts: {} };
  }

  async #page(reading: CrmReading, phase: Exclude<ReadingPhase, 'done'>): Promise<CrmReading> {
    const { workspaceId, connection, after } = reading;
    const { provider } = this.#connection;
    const { store, clock } = this.#engine;
    const limit = this.#book.page;
    const page = await store.reconcile.links({ workspaceId, connection, provider, phase, after, limit });
    const { found, over, forgotten } = await this.#compare(page, phase);
    const next = page.next === null ? NEXT[phase] : phase;
    const endedAt = next === 'done' ? clock.now() : null;
    const moved = { ...reading, phase: next, after: page.next ?? '', endedAt, counts: { ...this.#counts } };
    // Of a page that was broken off what was done is noted, and it is read again.
    const now = this.#fault === null ? moved : reading;
    await store.reconcile.note({ reading: now, found, over, forgotten, provider });
    this.#wish.progress?.(connection, this.#counts.compared);
    return now;
  }

  async #compare({ links }: LinkPage, phase: Exclude<ReadingPhase, 'done'>) {
    const ids = links.map(({ contactId }) => contactId);
    const { workspaceId, name } = this.#connection;
    const contacts = ids.length === 0 ? [] : await this.#contacts(ids);
    const before = Map.groupBy(await this.#engine.store.reconcile.of(workspaceId, name, ids), (one) => one.contactId);
    const tooMany = this.#areTooMany(links, contacts);
    const found: Difference[] = [];
    const over: Difference[] = [];
    const forgotten: string[] = [];
    for (const [i, link] of links.entries()) {
      const contact = contacts[i];
      if (this.#fault !== null || contact === undefined) continue;
      const story = link.leadId === null ? null : await this.#story(link.leadId);
      // One that was taken away since the page was read is looked at when its erasure is.
      if (link.leadId !== null && story === null) continue;
      this.#counts.compared++;
      if (contact === null && link.leadId !== null) this.#counts.gone++;
      if (contact === null && link.leadId === null) forgotten.push(link.contactId);
      // One of another account of the same provider is not told from one that is gone.
      if (contact === null && phase === 'harvested' && !(await this.#isAlone())) continue;
      const known = before.get(link.contactId) ?? [];
      const sides = { book: this.#book, settings: this.#settings, story, contact, tooMany, before: known };
      const after = await this.#settle(link, story, compareContact(sides), known);
      found.push(...after.found);
      over.push(...after.over);
    }
    return { found, over, forgotten };
  }

  /** Of the whole page before the first of it is acted upon: from the wrong account all are gone. */
  #areTooMany(links: LinkPage['links'], contacts: readonly (CrmContact | null | undefined)[]): boolean {
    const ours = links.filter(({ leadId }) => leadId !== null);
    const gone = this.#counts.gone + links.filter(({ leadId }, i) => leadId !== null && contacts[i] === null).length;
    return gone > LIMITS.goneAtOnce && gone * 10 > this.#counts.compared + ours.length;
  }

  /** One that the other side cannot tell of holds up no other: it is left out, undefined. Where none can be told of it is the other side’s fault. */
  async #contacts(ids: readonly string[]): Promise<readonly (CrmContact | null | undefined)[]> {
    try {
      return await this.#book.contacts(ids);
    } catch (error) {
      if (!isOfOne(error)) throw error;
      const each: (CrmContact | null | undefined)[] = [];
      for (const id of ids) each.push(await this.#contact(id));
      if (each.every((one) => one === undefined)) throw error;
      this.#counts.later += each.filter((one) => one === undefined).length;
      return each;
    }
  }

  async #contact(id: string): Promise<CrmContact | null | undefined> {
    try {
      return (await this.#book.contacts([id]))[0];
    } catch (error) {
      if (isOfOne(error)) return undefined;
      throw error;
    }
  }

  async #story(leadId: string): Promise<LeadStory | null> {
    const { store, suppressionKeys } = this.#engine;
    const { workspaceId } = this.#connection;
    const [id = leadId] = await store.leads.find(workspaceId, leadId, []);
    return store.leads.story(workspaceId, id, suppressionKeys);
  }

  async #isAlone(): Promise<boolean> {
    const all = await comparedConnections(this.#engine, this.#connection.workspaceId);
    return all.filter(({ provider }) => provider === this.#connection.provider).length === 1;
  }

  /** Makes what is made by rule, and gives the rows to be written of one lead. */
  async #settle(link: CrmLink, story: LeadStory | null, compared: readonly Finding[], before: readonly Difference[]) {
    const { workspaceId, name: connection } = this.#connection;
    const { contactId } = link;
    const findings = compared.filter((one) => {
      const known = before.find(({ field }) => field === one.field);
      return !(one.field === BEING && known?.state === 'settled' && isAsTold(known, one));
    });
    const made = findings.flatMap((one) =>
      one.verdict === 'take' || one.verdict === 'write' ? [{ ...one, verdict: one.verdict }] : [],
    );
    const { provider } = this.#connection;
    const making = { workspaceId, connection, provider, contactId, story, book: this.#book, by: BY };
    const replies = await makeAlike(this.#engine, making, made);
    this.#fault ??= [...replies.values()].find(endsAll) ?? null;
    if (made.length === 0 && findings.every(({ verdict }) => verdict === 'same')) this.#counts.alike++;
    const rows = findings.map((one) => {
      const known = before.find(({ field }) => field === one.field);
      return { known, row: this.#row(link, one, known, replies.get(one.field)) };
    });
    const over = findings.flatMap((one) => {
      const known = before.find(({ field }) => field === one.field);
      return one.verdict === 'same' && known && known.settledAt === null ? [known] : [];
    });
    return { found: rows.flatMap(({ row }) => (row === null ? [] : [row])), over };
  }

  /** The row of a finding; null = what is on record holds. */
  #row(link: CrmLink, finding: Finding, known: Difference | undefined, reply?: HandOffReply): Difference | null {
    const now = this.#engine.clock.now();
    const base = {
      ...{ workspaceId: this.#connection.workspaceId, connection: this.#connection.name, contactId: link.contactId },
      ...{ field: finding.field, leadId: link.leadId, ours: finding.ours, theirs: finding.theirs, detail: null },
    };
    const settled = { state: 'settled', settledAt: now, settledBy: BY } as const;
    const open = { settledAt: null, settledBy: null };
    const fresh = () => ({ ...base, id: this.#engine.ids.next('diff'), seenAt: now });
    if (finding.verdict === 'same') {
      if (finding.baseline !== true) return null;
      return { ...fresh(), verdict: 'take', because: 'reconcile-refused-there', ...settled };
    }
    const { verdict, because } = finding;
    if (verdict === 'propose') {
      if (known && isAsTold(known, finding)) return null;
      this.#counts.proposed++;
      return { ...fresh(), verdict, because, state: 'open', ...open };
    }
    if (reply?.kind === 'sent') {
      this.#counts[verdict === 'take' ? 'taken' : 'written']++;
      return { ...fresh(), verdict, because, ...settled };
    }
    this.#counts.later++;
    const detail = (reply?.detail ?? '').slice(0, LIMITS.handOffDetail);
    return { ...fresh(), verdict, because, state: 'later', ...open, detail };
  }

  #hear(): void {
    const fault = this.#fault?.fault;
    const says = this.#fault?.detail ?? '';
    const contact = fault === undefined ? 'works' : 'fails';
    const heard = { connection: wayName(this.#connection), contact, code: fault ?? null, says } as const;
    this.#engine.connections.hear([heard]);
  }
}

/** Whose fault holds up everybody: a login that is refused, a rate that is used up. Others may be of one contact. */
function endsAll({ fault }: HandOffReply): boolean {
  return fault === 'login-refused' || fault === 'sender-throttled';
}

function isOfOne(error: unknown): boolean {
  return error instanceof ApiStop && !endsAll(error.reply) && error.reply.fault !== 'no-connection';
}

/** Told already, and still so: a person decides on it, or has left it; who is gone is gone once. */
function isAsTold(known: Difference, { field, ours, theirs, verdict }: Finding): boolean {
  if (known.ours !== ours || known.theirs !== theirs) return false;
  if (field === BEING && theirs === 'gone' && known.state === 'settled') return true;
  return known.verdict === verdict && known.state !== 'settled';
}
