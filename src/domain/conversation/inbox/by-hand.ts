/**
 * A mail that a person writes to a lead by hand (directives/write-by-hand.md): from which mailbox, for which campaign, to whom, in whose
 * hours, and when the same words are the same message. Pure. Whether it may leave is asked of the gate, in full.
 */
import type { Campaign } from '../../campaign/campaign.ts';
import { mailboxesOf, mailboxNamed } from '../../campaign/senders.ts';
import { LIMITS } from '../../limits.ts';
import type { Message } from '../../message.ts';
import { NOTHING_CAME } from './inbox.ts';

/** What is known when somebody wants to write. */
export interface Writable {
  /** Address of the lead; null = it has none. */
  readonly email: string | null;
  /** Address of the mailbox that is to write; null = none is named. */
  readonly from: string | null;
  /** The last mail that left for the lead; null = none has. */
  readonly last: Pick<Message, 'sender' | 'campaignId'> | null;
  /** All of the workspace, oldest first. */
  readonly campaigns: readonly Pick<Campaign, 'id' | 'sender'>[];
}

/** A mail by hand, addressed. */
export interface Addressee {
  /** As the campaign writes it. */
  readonly sender: string;
  readonly recipient: string;
  readonly campaignId: string;
}

/** Why nobody can write: no mailbox at all · no address · not one of ours · nobody wrote before, and none is named. */
export type Unwritable = 'nobody-writes' | 'no-address' | 'no-such-sender' | 'no-sender-chosen';

/** Addresses a mail by hand. */
export function writeTo({ email, from, last, campaigns }: Writable): Addressee | { readonly refused: Unwritable } {
  if (campaigns.every(({ sender }) => mailboxesOf(sender).length === 0)) return { refused: 'nobody-writes' };
  if (email === null) return { refused: 'no-address' };
  const wanted = from ?? last?.sender;
  if (wanted === undefined) return { refused: 'no-sender-chosen' };
  const having = campaigns.filter(({ sender }) => mailboxNamed(sender, wanted));
  const campaign = having.find(({ id }) => id === last?.campaignId) ?? having.at(-1);
  const mailbox = campaign && mailboxNamed(campaign.sender, wanted);
  if (!mailbox) return { refused: from === null ? 'no-sender-chosen' : 'no-such-sender' };
  return { sender: mailbox.address, recipient: email, campaignId: campaign.id };
}

/** The passage in whose hours it leaves, of those given in the order of campaign and beginning; null = at any hour. */
export function passageInHours<Passage extends { readonly campaignId: string }>(
  campaignId: string,
  passages: readonly Passage[],
): Passage | null {
  return passages.findLast((passage) => passage.campaignId === campaignId) ?? null;
}

/** How long the same words are the same message, ms. */
const SAME_MS = 10 * 60_000;
/** One that was written before by the same person to the same lead in the same words. */
export interface Alike {
  /** From 1. */
  readonly turn: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly state: Message['state'];
}

/** Which turn of these words it is; false = that message is there already. */
export type Turn = { readonly turn: number; readonly isNew: boolean } | { readonly refused: 'too-many-alike' };

/** Tells a message that is meant from one that is asked for twice. `again`: it is meant, whatever was written before. */
export function turnOf(earlier: readonly Alike[], now: number, again: boolean): Turn {
  const same = earlier.filter(({ state, at }) => !NOTHING_CAME.has(state) && now - at < SAME_MS);
  if (same.length > 0 && !again) return { turn: Math.max(...same.map(({ turn }) => turn)), isNew: false };
  if (earlier.length >= LIMITS.alikeByHand) return { refused: 'too-many-alike' };
  return { turn: Math.max(0, ...earlier.map(({ turn }) => turn)) + 1, isNew: true };
}

const HAND = 'hand:';

/** What the intent keys of the same words begin with. `digest` is of who, lead, subject and words. */
export function handIntents(digest: string): string {
  return `${HAND}${digest}:`;
}

/** The intent key of a mail by hand: one message by its words and their turn, for ever. */
export function handIntentKey(digest: string, turn: number): string {
  return `${handIntents(digest)}${turn}`;
}

/** Whether a person wrote it by hand, to nobody's answer. */
export function isByHand({ intentKey }: Pick<Message, 'intentKey'>): boolean {
  return intentKey.startsWith(HAND);
}
