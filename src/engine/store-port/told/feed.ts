/** The feed and the webhooks that are told of it, as the engine asks a store to keep them. */

import type { Campaign } from '../../../domain/campaign/campaign.ts';
import type { LeadEvent } from '../../../domain/event.ts';
import type { HandOff } from '../../../domain/handoff/handoff.ts';
import type { Message } from '../../../domain/message.ts';
import type { Webhook, WebhookSend } from '../../../domain/webhook/webhook.ts';
import type { TaskRecord } from '../work.ts';

/** One thing that happened, at its place. */
export interface FeedEntry {
  readonly workspaceId: string;
  /** From 1 on, over all workspaces; what comes later has a higher one. */
  readonly position: number;
  readonly kind: string;
  readonly id: string;
  readonly leadId: string;
  readonly version: number;
  /** When it was given its place, epoch ms. */
  readonly at: number;
}

/** What an entry is about, as it is now; null = it is gone. */
export type FeedSubject =
  | { readonly of: 'message'; readonly message: Message }
  | { readonly of: 'event'; readonly event: LeadEvent }
  | { readonly of: 'task'; readonly task: TaskRecord }
  | { readonly of: 'hand-off'; readonly handOff: HandOff }
  | { readonly of: 'campaign'; readonly campaign: Campaign }
  | null;

/** What a page of the feed has for a webhook, whose place it moves on. */
export interface WebhookQueue {
  readonly webhook: Webhook;
  readonly position: number;
  readonly sends: readonly WebhookSend[];
}

/** What is taken up of one webhook. */
export interface WebhookClaim {
  readonly workspaceId: string;
  readonly webhookId: string;
  readonly now: number;
  readonly until: number;
  readonly limit: number;
}

/** What became of a try. */
export interface WebhookSettled {
  readonly send: WebhookSend;
  readonly webhook: Pick<Webhook, 'state' | 'offReason' | 'restUntil' | 'fails'>;
}

/** Which sends are meant. */
export interface SendQuery {
  readonly workspaceId: string;
  readonly webhookId: string;
  readonly state: WebhookSend['state'];
  readonly limit: number;
}

/** The feed of what happened, in an order that stays. */
export interface FeedVerbs {
  /** Whether anything waits for its place. */
  hasNews(): Promise<boolean>;
  /** Gives a page of what was told its places; the count. */
  place(now: number, limit: number): Promise<number>;
  /** The last place that was given. */
  head(): Promise<number>;
  after(workspaceId: string, position: number, limit: number): Promise<readonly FeedEntry[]>;
  /** The last place before a time; 0 = nothing is known from before it. */
  before(workspaceId: string, at: number): Promise<number>;
  subjects(entries: readonly FeedEntry[]): Promise<readonly FeedSubject[]>;
}

/** Webhooks of all workspaces. */
export interface WebhookVerbs {
  /** Errors: `webhook-exists`. */
  add(webhook: Webhook): Promise<void>;
  get(workspaceId: string, ref: string): Promise<Webhook | null>;
  list(workspaceId: string, limit: number): Promise<readonly Webhook[]>;
  /** Those of all workspaces that are to be told. */
  on(limit: number): Promise<readonly Webhook[]>;
  change(workspaceId: string, id: string, decide: (webhook: Webhook) => Webhook): Promise<Webhook | null>;
  remove(workspaceId: string, id: string): Promise<void>;
  /** False = somebody else moved it on. */
  queue(wish: WebhookQueue): Promise<boolean>;
  queued(workspaceId: string, webhookId: string, limit: number): Promise<number>;
  claim(claim: WebhookClaim): Promise<readonly WebhookSend[]>;
  settle(settled: WebhookSettled): Promise<void>;
  counts(workspaceId: string, webhookId: string): Promise<Readonly<Record<WebhookSend['state'], number>>>;
  sends(query: SendQuery): Promise<readonly WebhookSend[]>;
  send(workspaceId: string, webhookId: string, id: string): Promise<WebhookSend | null>;
  /** Forgets what is over of what was queued since, so that it may be queued anew. */
  forgetSince(workspaceId: string, webhookId: string, since: number): Promise<void>;
  retry(of: Omit<SendQuery, 'limit'>, ids: readonly string[], now: number): Promise<number>;
}
