/**
 * What the engine asks of the world. Adapters implement these; nothing here knows an adapter.
 * An adapter returns faults of the outside as values; an exception means a bug in the adapter.
 */
import type { ReceivedMail } from '../domain/conversation/mail/received.ts';
import type { DnsAnswer, DnsQuestion } from '../domain/deliverability/ask.ts';
import type { MailServerFacts } from '../domain/deliverability/sender-dns.ts';
import type { SendResult } from '../domain/delivery/answer.ts';
import type { TextEnd } from '../domain/delivery/providers/text-end.ts';
import type { Note } from '../domain/instance/fence.ts';
import type { Mapping } from '../domain/lead/columns.ts';
import type { Basis, LeadDraft } from '../domain/lead/lead.ts';
import type { Mail, PhoneCall, TextMessage } from '../domain/message.ts';
import type { AttachmentContent } from '../domain/playbook/attachment.ts';
import type { Scenario } from '../domain/playbook/format/scenario.ts';
import type { Playbook, SettingValue } from '../domain/playbook/playbook.ts';
import type { Finding } from '../domain/playbook/problem.ts';
import type { ValuationSheet } from '../domain/valuation/sheet.ts';
import type { MailRoute } from '../domain/verify/route.ts';
import type { ApiDesk, Caller } from './serve/api-port.ts';
import type { PublicHouse } from './serve/house-port.ts';
import type { RemoteHow, RemoteJob } from './serve/remote-job.ts';

export type { SendResult } from '../domain/delivery/answer.ts';
export type { IdentityProvider, LoginEnd, LoginFlow, LoginStart } from './access/identity-port.ts';
export type { Mailbox, MailboxCredentials, MailboxSession, MailFolder, OpenFolder } from './mailboxes/mailbox-port.ts';
export { MailboxFault } from './mailboxes/mailbox-port.ts';
export type { PlanRoom, PlanTold, RoomCall, RoomReading } from './plans/room-port.ts';
export type { PublicHouse } from './serve/house-port.ts';

/** Time as the engine sees it: real, or virtual in a simulation. */
export interface Clock {
  /** Epoch milliseconds, UTC. */
  now(): number;
}

/** Globally unique, time-ordered ids: `lead_01jd…`. */
export interface Ids {
  next(prefix: string): string;
}

/** Asking a provider what became of a message that it may have been handed. */
export interface Lookup {
  /** How long after the attempt an answer is trusted, ms: what it has not seen by then it never got. */
  readonly settleMs: number;
  /** `accepted`: it has it · `absent`: it never got it, so it may be sent again · `unknown`: it cannot tell now. Never rejects. */
  ask(about: Doubt): Promise<'accepted' | 'absent' | 'unknown'>;
}

/** What is asked about a message that may have left. */
export interface Doubt {
  readonly id: string;
  /** Of a mail, with angle brackets. */
  readonly messageId: string;
  readonly providerRef: string | null;
  /** Address or number that it went to, and when it was tried, epoch milliseconds. */
  readonly to: string;
  readonly attemptedAt: number;
}

/** What every way out of the house has. One per connection; safe to call concurrently up to `concurrency`. */
interface Channel {
  readonly name: string;
  /** Sends that may be in flight at once; a kill leaves at most this many unconfirmed. */
  readonly concurrency: number;
  /** How a send whose outcome was lost is recovered. */
  readonly recovery: 'lookup' | 'idempotent' | 'held';
  /** How it is asked what became of a message; there with recovery `lookup`. */
  readonly lookup?: Lookup;
  close(): Promise<void>;
}

/** A way out for e-mail. */
export interface MailChannel extends Channel {
  /** Whom it hands mails to, and the keys that they are signed by, for questions to DNS; absent = nobody outside. */
  readonly server?: MailServerFacts;
  /**
   * Makes what will probably be sent next: while the store still writes that it may leave, or while those before it are on their way. It may be asked twice for
   * a mail, and for one that does not leave after all. Nothing leaves by it, and it never throws. Absent = there is nothing to make.
   */
  prepare?(mail: Mail): void;
  /** Never rejects: a mail that cannot be made into bytes is `refused` for its content. */
  send(mail: Mail): Promise<SendResult>;
}

/** A way out for text messages. */
export interface TextChannel extends Channel {
  send(text: TextMessage): Promise<SendResult>;
  /** How a text ended, by the provider's id of it; null = it has not, or that cannot be told now. Absent = it cannot be asked. Never rejects. */
  outcome?(ref: string): Promise<TextEnd | null>;
}

/** A way out for telephone calls by an artificial voice. */
export interface VoiceChannel extends Channel {
  /** `sent` = the call is under way, with the provider's id of it as `providerRef`; how it ends comes later. */
  place(call: PhoneCall): Promise<SendResult>;
  /** How a call ended, by the provider's id of it; null = it is not over, or cannot be told now. Never rejects. */
  outcome(ref: string): Promise<CallOutcome | null>;
}

/** A way out of one kind, opened. */
export type OpenedWay =
  | { readonly kind: 'email'; readonly channel: MailChannel }
  | { readonly kind: 'sms'; readonly channel: TextChannel }
  | { readonly kind: 'voice'; readonly channel: VoiceChannel };

/** How a call ended, as its provider tells it. */
export interface CallOutcome {
  /** One of the outcomes of `call-completed` in `domain/event`; null = the provider's word is in none of them. */
  readonly outcome: string | null;
  /** The provider's own word, `dial_busy`: the rule of `directives/call-outcome.md` goes by it where it knows it. */
  readonly reason: string;
  /** Epoch milliseconds, UTC; null = not told. */
  readonly endedAt: number | null;
}

/** DNS behind a port: cached, bounded in concurrency and time. */
export interface Resolver {
  /** Whom it asks, for people: `192.0.2.53, 192.0.2.54`. */
  readonly name: string;
  /** `domain` in ASCII, lower case. Never rejects. */
  mailRoute(domain: string): Promise<MailRoute>;
  /** One question, asked anew each time. Never rejects. */
  ask(question: DnsQuestion): Promise<DnsAnswer>;
}

/** What the process around an engine can do. */
export interface Host {
  /** Whether others than this machine reach what listens. */
  readonly beyondMachine?: boolean;
  /** Where long work is done beside this thread; absent = in it. */
  readonly jobs?: JobThread;
  /** Opens the pages of a house; `url` is where they listen. Rejects with `PlaceTaken` where it may not. */
  listen(house: PublicHouse): Promise<{ readonly url: string; close(): Promise<void> }>;
  /** Speaks to agents on standard input and output; absent = to nobody. */
  readonly agents?: AgentHost;
  /** Runs the engine's loop beside this thread, on its own connection to the database; resolves once that is open. */
  startLoop(): Promise<RunningLoop>;
}

/** What speaks to agents where a process was started for one. Each ends when the agent leaves, or by the signal. */
export interface AgentHost {
  serve(desk: ApiDesk, caller: Caller, signal: AbortSignal): Promise<void>;
  bridge(url: string, key: string, signal: AbortSignal): Promise<void>;
}

/** A thread for long work, with its own connection to the database. */
export interface JobThread {
  run(job: RemoteJob, how: RemoteHow): Promise<unknown>;
  stop(): Promise<void>;
}

/** A file that is held while it is read. */
export interface HeldFile {
  readonly path: string;
  release(): Promise<void>;
}

/** The address to listen on is used by somebody else, or not ours to use. */
export class PlaceTaken extends Error {
  constructor(place: string) {
    super(`cannot listen on ${place}`);
    this.name = 'PlaceTaken';
  }
}

/** A loop beside this thread. `done` settles when it has ended, and rejects where it failed. */
export interface RunningLoop {
  readonly done: Promise<void>;
  stop(): Promise<void>;
}

/** Who works on the same data beside us: what a dead process had leased need not be waited for. */
export interface Peers {
  /** This process, as it signs its leases. */
  readonly self: string;
  /** True only where the owner of a lease is known to be gone; false where nobody here can tell. */
  isGone(owner: string): boolean;
}

/** Where it is noted, outside of the database and its backups, who last sent from it here. */
export interface Notes {
  /** Tells this database from every copy of it. */
  place(): Promise<string>;
  /** Null = nothing is noted, or nothing that can be read. */
  read(): Promise<Note | null>;
  /** Writes whole or not at all; a note of an earlier epoch than the one that stands is dropped. */
  write(note: Note): Promise<void>;
}

/** What somebody is told, once for each change of what is watched. */
export interface AlertNotice {
  readonly id: string;
  readonly workspaceId: string;
  /** `routine:harvest`, `due-work`, `unconfirmed`. */
  readonly subject: string;
  readonly status: string;
  readonly was: string;
  /** Epoch milliseconds, UTC. */
  readonly at: number;
  /** The whole of it in a sentence. */
  readonly sentence: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** What became of an alert on its way to one target. `unconfirmed` = it may have arrived: not sent again. */
export type AlertResult =
  | { readonly kind: 'sent' | 'refused' | 'unconfirmed'; readonly detail: string }
  | { readonly kind: 'retry'; readonly afterMs: number | null; readonly detail: string };

/** Somewhere that alerts go: a webhook, a chat, a mailbox. */
export interface AlertTarget {
  /** Unique in the instance; an alert is queued to it by this name. */
  readonly name: string;
  /** The other side knows an alert by its id, so that a second sending does no harm. */
  readonly repeatable: boolean;
  send(notice: AlertNotice): Promise<AlertResult>;
  close(): Promise<void>;
}

/** Structured log lines; never a place for decisions. */
export interface Log {
  info(message: string, facts?: Readonly<Record<string, unknown>>): void;
  error(message: string, facts?: Readonly<Record<string, unknown>>): void;
}

/** A file of rows, opened; `sample` = some of the first. */
export interface Table {
  /** How it is written: delimiter, encoding, what was found odd. For people. */
  readonly dialect: Readonly<Record<string, unknown>>;
  readonly headers: readonly string[];
  readonly sample: readonly (readonly string[])[];
  readonly rows: AsyncIterable<{ readonly rows: readonly { readonly cells: readonly string[] }[] }>;
}

/** One row of a file of leads: a draft, or the reason why it is none. */
export interface LeadRow {
  /** Line of the file it begins on, from 1; of a workbook, the row. */
  readonly line: number;
  /** Of a row with a problem, and of the first ones of which a cell was set aside; none of others. */
  readonly cells: readonly string[];
  /** Whether a person wrote over a cell of it. */
  readonly mended: boolean;
  readonly draft: LeadDraft | null;
  readonly problem: string | null;
  /** What was mended or set aside in it. */
  readonly notes: readonly { readonly code: string; readonly column: string }[];
}

/** Rows that are committed together. */
export interface LeadBatch {
  readonly rows: readonly LeadRow[];
  /** JSON-able position after this batch: `openLeads` goes on from there. */
  readonly resumeAt: unknown;
  /** Share of the file that is read, 0–1; null where it is not known. */
  readonly share: number | null;
}

/** A file of leads, opened and mapped. */
export interface LeadFile {
  readonly table: Pick<Table, 'dialect' | 'headers' | 'sample'>;
  readonly mapping: Mapping;
  readonly batches: AsyncIterable<LeadBatch>;
}

/** What a person mended in a file, which stays as it is. */
export interface RowMends {
  /** Cells by line and column, `7.Email`. */
  readonly cells: Readonly<Record<string, string>>;
  /** Lines of rows that are not taken. */
  readonly leaveOut: readonly number[];
}

/** How a file of leads is read. */
export interface LeadFileOptions {
  readonly overrides: Readonly<Record<string, string>>;
  readonly defaultCountry: string | null;
  readonly basis: Basis | null;
  readonly mends?: RowMends;
  readonly resumeAt?: unknown;
  /** Rows of a batch at most. */
  readonly batchRows?: number;
}

/** A file of rows that could not be taken, with line and reason; it can be mended and imported again. */
export interface RejectsWriter {
  add(reject: { readonly line: number; readonly reason: string; readonly cells: readonly string[] }): void;
  /** Writes what was added; the length of the file then, in bytes. */
  commit(): Promise<number>;
  close(): Promise<void>;
}

/** A text file being written; `write` waits while the disk is slower than we are. */
export interface TextWriter {
  write(text: string): Promise<void>;
  close(): Promise<void>;
}

/** A mail, and where it lay: the file's name, in an mbox with the place in it. */
export interface MailFile {
  readonly name: string;
  readonly mail: ReceivedMail;
}

/** Reads what lies in files. Faults of a file are thrown as errors with a `code` and a sentence that says what to do. */
export interface Sources {
  openTable(path: string): Promise<Table>;
  openLeads(path: string, options: LeadFileOptions): Promise<LeadFile>;
  /** SHA-256 (hex) of the bytes, and their count. */
  fingerprint(path: string): Promise<{ readonly hash: string; readonly bytes: number }>;
  /** `committed`: length to which an earlier run committed the file; anything after it is cut off. */
  openRejects(path: string, headers: readonly string[], committed: number): Promise<RejectsWriter>;
  /** Lines of a text file, without their ends; `-` = standard input. */
  readLines(path: string): AsyncIterable<string>;
  /** Mails of a file, of an mbox or of the files of a folder, in order, taken apart; `-` = one mail on standard input. */
  readMails(path: string): AsyncIterable<MailFile>;
  /** Makes (or empties) a text file. */
  openText(path: string): Promise<TextWriter>;
  /** A playbook by the path of its folder or the name of a built-in one, checked; and what a built-in one says of itself, '' for nothing. */
  readPlaybook(ref: string, settings: Readonly<Record<string, SettingValue>>): CheckedPlaybook;
  aboutPlaybook(name: string): Pick<Playbook, 'title' | 'description'>;
  /** Files of such a playbook by their path in the folder, as they are written; none where there is no such folder. */
  playbookFiles(ref: string): Readonly<Record<string, string>>;
  /** A playbook given as such files, checked; it must be called `name`. */
  checkFiles(
    files: Readonly<Record<string, string>>,
    settings: Readonly<Record<string, SettingValue>>,
    name: string,
  ): CheckedPlaybook;
  /** Names of the built-in playbooks. */
  readonly builtIn: readonly string[];
}

/** A playbook, or why there is none: `playbook` is null exactly where `findings` is not empty. */
export interface CheckedPlaybook {
  readonly playbook: Playbook | null;
  readonly scenarios: readonly { readonly file: string; readonly scenario: Scenario }[];
  readonly findings: readonly Finding[];
  /** Of the files that come with its mails, each once. */
  readonly contents: readonly AttachmentContent[];
}

/** Makes documents: of the same the same, byte for byte. */
export interface Papers {
  /** A PDF. */
  valuation(sheet: ValuationSheet): Uint8Array;
}
