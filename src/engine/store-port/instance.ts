/** The instance itself: which database it is, what a person stopped, how its connections fare, as the engine asks a store for it. */
import type { DnsStanding } from '../../domain/deliverability/dns-standing.ts';
import type { SenderCounts } from '../../domain/deliverability/sender-rates.ts';
import type { Halt } from '../../domain/delivery/queue.ts';
import type { ConnectionRest } from '../../domain/delivery/rest.ts';
import type { Mark } from '../../domain/instance/fence.ts';

/** What one answer said of a connection. */
export interface Contact {
  readonly connection: string;
  readonly contact: 'works' | 'fails' | 'unclear';
  /** Of the failure. */
  readonly code: string | null;
}

/** One mailbox of a workspace, or one domain with all its mailboxes, as `keysOfSender` names them. */
export interface SenderKey {
  readonly workspaceId: string;
  readonly scope: SenderCounts['scope'];
  readonly key: string;
}

/** What is counted of one. */
export interface SenderTold extends SenderCounts {
  /** Of the day of UTC. */
  readonly sentToday: number;
  /** Days before today on which it sent, of the last thirty. */
  readonly warmDays: number;
}

/** One day of a workspace, by all its senders. */
export interface DayFigures {
  /** Of UTC, since 1970-01-01. */
  readonly day: number;
  /** What left, by channel. */
  readonly sent: Readonly<Record<'email' | 'sms' | 'voice', number>>;
  /** What was given up, by channel, of the latest `LIMITS.failuresLooked` failures. */
  readonly failed: Readonly<Record<'email' | 'sms' | 'voice', number>>;
  /** Replies that came in. */
  readonly replied: number;
  /** Mails that came back for good; a sender’s are forgotten when it goes on after a stop. */
  readonly bounced: number;
  readonly complained: number;
}

/** How messages leave now: what is asked. */
export interface FlowWish {
  readonly workspaceId: string;
  readonly now: number;
  /** The time up to now that counts, ms. */
  readonly overMs: number;
  /** Entries of the feed looked at, the latest ones. */
  readonly feed: number;
  /** Messages of a state counted at most; of those under way, among the first due of all workspaces. */
  readonly limit: number;
}

/** How messages leave now. */
export interface Flow {
  /** Messages that left in the last `overMs`: less than was asked about where more happened than was looked at. */
  readonly sent: number;
  readonly overMs: number;
  readonly queue: Readonly<Record<'queued' | 'claimed' | 'sending' | 'held' | 'unconfirmed', number>>;
}

/** Whoever holds leases. */
export interface Worker {
  readonly owner: string;
  /** Messages it has taken up. */
  readonly messages: number;
  /** Routines it runs. */
  readonly routines: number;
  /** When its last lease ends, epoch ms. */
  readonly until: number;
}

/** The verbs of senders. */
export interface SenderVerbs {
  /** What each sent in the days that count, and what came back. */
  counts(senders: readonly SenderKey[], now: number): Promise<SenderTold[]>;
  /** So many days up to that of `now`, the oldest first. */
  days(workspaceId: string, days: number, now: number): Promise<DayFigures[]>;
  /** How messages of a workspace leave at this moment. */
  flow(wish: FlowWish): Promise<Flow>;
  /** What came back until now counts no more. */
  forgetFaults(sender: SenderKey): Promise<void>;
  /** What DNS was last found to say of the domains of a workspace, by name. */
  dns(workspaceId: string): Promise<DnsStanding[]>;
  /** Takes the place of what was found of this domain before. */
  noteDns(workspaceId: string, standing: DnsStanding): Promise<void>;
}

/** Connections to a database. */
export interface PoolCounts {
  readonly open: number;
  readonly idle: number;
  /** Requests that wait for one. */
  readonly waiting: number;
}

/** The verbs of the instance. */
export interface InstanceVerbs {
  /** Which database of which server this is, as the server says; null = it is a file. */
  place(): Promise<string | null>;
  /** How the connections of this process are used; null = the database is a file. */
  pool(): PoolCounts | null;
  /** Bytes of the database on its disk, its log left out. */
  bytes(): Promise<number>;
  /** Who holds leases, among at most `limit` of a kind. */
  workers(limit: number): Promise<Worker[]>;
  /** Null = nothing was ever sent from this database. */
  mark(): Promise<Mark | null>;
  /** Marks a database that has no mark yet; the mark it has then, of whoever came first. */
  begin(token: string, now: number): Promise<Mark>;
  /** Raises the epoch of this token by one; null = it bears another token by now. */
  grow(token: string): Promise<Mark | null>;
  /** Gives it a new token: a person said that it is the one. */
  claim(token: string, by: string, now: number): Promise<Mark>;
  /** By what the secret that this database was written with is known again; null = it was opened with none yet. */
  secretProof(): Promise<string | null>;
  /** Notes the proof of a secret where there is none; the one that stands then, of whoever came first. */
  noteSecretProof(proof: string): Promise<string>;
  halts(): Promise<Halt[]>;
  halt(halt: Halt): Promise<void>;
  /** False = there was none. */
  lift(workspaceId: string, channel: string): Promise<boolean>;
  /** Connections that failed lately. */
  rests(): Promise<ConnectionRest[]>;
}
