/** Accounts: what is known of them, who belongs to them, how they are worked, as the engine asks a store for it. */
import type { AccountEnrollment, AccountStatus } from '../../domain/account/enrollment.ts';
import type { Campaign, Decision, MemberStage } from '../../domain/campaign/campaign.ts';
import type { Halt } from '../../domain/delivery/queue.ts';
import type { LeadEvent } from '../../domain/event.ts';
import type { Lead } from '../../domain/lead/lead.ts';
import type { MessageChannel, MessageState, QueuedMessage } from '../../domain/message.ts';
import type { LeadPause, Suppression, SuppressionKeysOf } from './lead.ts';
import type { ByPhone, TaskRecord } from './work.ts';
import type { Workspace } from './workspace.ts';

/** What is known of an account. */
export interface AccountRecord {
  readonly workspaceId: string;
  /** Its own name in other systems, or its domain: `acme.com`. */
  readonly id: string;
  readonly name: string;
  /** Who looks after it; null = nobody was named. */
  readonly owner: string | null;
  /** Name of a deal that is open; null = none is. */
  readonly deal: string | null;
  readonly customer: boolean;
  /** Ids of accounts that it competes with. */
  readonly competitors: readonly string[];
  readonly createdAt: number;
}

/** A contact of an account, with all that a touchpoint with it depends on. */
export interface AccountContactFacts {
  readonly lead: Lead;
  /** Where it stands among the contacts, from 1. */
  readonly position: number;
  readonly pause: LeadPause | null;
  /** Where it stands in the campaign; null = it is not in it, or there is none. */
  readonly stage: MemberStage | null;
  readonly suppressions: readonly Suppression[];
  readonly byPhone: ByPhone;
  /** The newest of its events since the passage began, at most `LIMITS.accountEvents`. */
  readonly events: readonly AccountEvent[];
  /** Names of other campaigns that it is in now. */
  readonly elsewhere: readonly string[];
}

/** An event as far as accounts ask for it. */
export type AccountEvent = Pick<
  LeadEvent,
  'id' | 'kind' | 'outcome' | 'direction' | 'channel' | 'verdict' | 'at' | 'recordedAt'
>;

/** A message or a task of a passage. */
export interface AccountTouchRecord {
  readonly leadId: string;
  readonly intentKey: string;
  /** `task` = a person does it. */
  readonly channel: MessageChannel | 'task';
  readonly state: MessageState | TaskRecord['state'];
  /** Id of the message or of the task. */
  readonly id: string;
  /** When it was decided, and when it left or was done; null = it did not. */
  readonly madeAt: number;
  readonly leftAt: number | null;
}

/** An account with everything that is decided on. */
export interface AccountSubject {
  readonly account: AccountRecord;
  readonly workspace: Workspace;
  /** In the order of their positions, at most `LIMITS.accountContacts`. */
  readonly contacts: readonly AccountContactFacts[];
  /** The passage that is not over, else the last one; null = it was in no campaign yet. */
  readonly enrollment: AccountEnrollment | null;
  /** Of that passage; null = there is none. */
  readonly campaign: Campaign | null;
  /** Touchpoints of that passage and tries of them, in no order. */
  readonly touches: readonly AccountTouchRecord[];
  /** Those of its competitors that are being worked, or are customers. */
  readonly competitors: readonly string[];
  /** Passages that it had through the campaign that is asked for. */
  readonly generations: number;
}

/** Of a message that is about to leave. */
export interface OfAccount {
  /** The account that it is a touchpoint of, as it stands now; absent or null = of none. */
  readonly account?: AccountSubject | null;
}

/** What an account comes to: all of it is written, or none. */
export interface AccountOutcome {
  /** New, or moved on; in this order, so that one is over before the next begins. */
  readonly enrollments: readonly AccountEnrollment[];
  readonly messages: readonly QueuedMessage[];
  readonly decisions: readonly Decision[];
  readonly tasks: readonly TaskRecord[];
}

/** One batch of accounts that are due; `decide` runs inside its transaction. */
export interface AccountBatch {
  readonly now: number;
  readonly limit: number;
  readonly suppressionKeys: SuppressionKeysOf;
  decide(subject: AccountSubject, halts: readonly Halt[]): AccountOutcome;
}

/** One account on which somebody acts; what `decide` throws leaves everything as it was. */
export interface AccountChange {
  readonly workspaceId: string;
  readonly accountId: string;
  readonly suppressionKeys: SuppressionKeysOf;
  /** `elsewhere` and `stage` of contacts are told for this campaign; null = for the one that it is in. */
  readonly campaignId: string | null;
  decide(subject: AccountSubject, halts: readonly Halt[]): AccountOutcome;
}

/** What one batch did. */
export interface AccountsAdvanced {
  /** Accounts looked at; 0 = nothing was due. */
  readonly taken: number;
  readonly outcomes: readonly AccountOutcome[];
}

/** A page of accounts in the order of their ids; null = of any campaign. */
export interface AccountQuery {
  readonly workspaceId: string;
  readonly campaignId: string | null;
  readonly after: string;
  readonly limit: number;
}

/** An account in a list. */
export interface AccountListed {
  readonly account: AccountRecord;
  readonly enrollment: AccountEnrollment | null;
  readonly contacts: number;
}

/** Verbs of accounts. Each is one transaction. */
export interface AccountVerbs {
  /** Adds an account, or writes it as it is now. */
  put(account: AccountRecord): Promise<void>;
  get(workspaceId: string, id: string): Promise<AccountRecord | null>;
  list(query: AccountQuery): Promise<AccountListed[]>;
  /** Accounts that are in a campaign, or were, by the status of the last of their passages there. */
  count(workspaceId: string, campaignId: string): Promise<Record<AccountStatus, number>>;
  /** Makes leads contacts of an account, after those it has; the ids of those that are of another account, which stay there. */
  addContacts(workspaceId: string, accountId: string, leadIds: readonly string[]): Promise<readonly string[]>;
  /** False = it was none. */
  removeContact(workspaceId: string, accountId: string, leadId: string): Promise<boolean>;
  /** Ids of leads of a domain that are of no account, in the order in which they came. */
  leadsOfDomain(workspaceId: string, domain: string, limit: number): Promise<string[]>;
  subject(change: Omit<AccountChange, 'decide'>): Promise<AccountSubject | null>;
  /** False = there is no such account. */
  change(change: AccountChange): Promise<boolean>;
  advance(batch: AccountBatch): Promise<AccountsAdvanced>;
}
