/** Connections on record, as the engine asks a store for them. Secrets come and go sealed. */
import type { Connection } from '../../domain/connection/connection.ts';
import type { Health } from '../../domain/connection/health.ts';
import type { MessageChannel } from '../../domain/message.ts';

/** Which connection. */
export interface ConnectionKey {
  readonly workspaceId: string;
  readonly id: string;
}

/** What a connection is given anew; it is untried then, and a renewal of its tokens that is under way comes to nothing. */
export interface ConnectionChange extends ConnectionKey {
  readonly settings: Connection['settings'];
  readonly sealed: string;
}

/** How a connection fares, as it was learnt with settings and secret of this revision. */
export interface ConnectionJudgement extends ConnectionKey {
  readonly revision: number;
  readonly health: Health;
  /** `wayName` of it: its rest is over when it changes between failing and not. */
  readonly way: string;
}

/** The right to renew the tokens of a connection whose secret stands as it was seen. */
export interface RenewalLease extends ConnectionKey {
  /** The secret as it was seen: where it is another by now, nothing need be renewed. */
  readonly seen: string;
  readonly owner: string;
  readonly now: number;
  readonly until: number;
  isGone(owner: string): boolean;
}

/** Held messages of a workspace that wait for a connection. */
export interface HealWish {
  readonly workspaceId: string;
  readonly channel: MessageChannel;
  readonly now: number;
  readonly limit: number;
}

/** The verbs of connections. */
export interface ConnectionVerbs {
  /** Grows with every change that a process must know of: of names, settings, secrets given anew, and failing or not. */
  version(): Promise<number>;
  /** Of one workspace, or of all where it is null; in the order in which they were made. */
  list(workspaceId: string | null, limit: number): Promise<Connection[]>;
  /** By name or id. */
  get(workspaceId: string, ref: string): Promise<Connection | null>;
  /** False = the workspace has one of this name. */
  add(connection: Connection): Promise<boolean>;
  /** The connection as it is then; null = there is none. */
  change(change: ConnectionChange): Promise<Connection | null>;
  /** False = there was none. */
  remove(key: ConnectionKey): Promise<boolean>;
  /** False = settings or secret are others by now. */
  judge(judgement: ConnectionJudgement): Promise<boolean>;
  /** `yours` = renew it; `changed` = somebody has; `taken` = somebody does; `gone` = there is none. */
  leaseRenewal(lease: RenewalLease): Promise<'yours' | 'changed' | 'taken' | 'gone'>;
  /** Keeps what a renewal brought, or gives the right back where that is null; false = it is not this owner's any more. */
  endRenewal(key: ConnectionKey, owner: string, sealed: string | null): Promise<boolean>;
  /** Makes held messages that wait for a failing connection due now, the earliest first; how many of a page. */
  heal(wish: HealWish): Promise<number>;
}
