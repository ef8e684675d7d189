/**
 * Under which keys a message is counted (directives/counted-under.md), so that what is raised when it leaves is what the
 * gate reads before the next one. Owns that rule; counting, by day of the workspace's zone and by channel, is the store's.
 */
import { getDomain } from 'tldts';
import { mailboxOf } from '../suppression.ts';
import { type CounterScope, familyOf, type PaceAsk } from './facts.ts';

/** One counter of a day. */
export interface CounterKey {
  readonly scope: CounterScope;
  readonly key: string;
}

/** A message, as far as it is counted by more than its recipient. */
export interface Outgoing extends Pick<PaceAsk, 'channel'> {
  /** Null = it is of no campaign. */
  readonly campaignId: string | null;
  /** Our mailbox or number. */
  readonly sender: string;
  /** Their address or number. */
  readonly recipient: string;
}

/**
 * The counters that a message raises, and that are read for it. Domains are the registrable ones, since Google counts all
 * hosts of a primary domain together (see `send-limits.ts`). Texts and calls have no domains. Costs about 1 µs.
 */
export function counterKeysOf({ channel, campaignId, sender, recipient }: Outgoing): readonly CounterKey[] {
  const campaign: readonly CounterKey[] = campaignId === null ? [] : [{ scope: 'campaign', key: campaignId }];
  if (familyOf(channel) !== 'email') return [...campaign, { scope: 'sender', key: sender }];
  const ours = domainOf(sender);
  return [
    ...campaign,
    { scope: 'sender', key: mailboxOf(sender) },
    { scope: 'sending-domain', key: ours },
    { scope: 'recipient-domain', key: `${ours} ${domainOf(recipient)}` },
  ];
}

/** The keys under which a mailbox and its domain are counted, and stopped. */
export function keysOfSender(address: string): readonly [mailbox: string, domain: string] {
  return [mailboxOf(address), domainOf(address)];
}

/** A name that no registry sells stands for itself: `localhost`, `mail.example`. */
function domainOf(address: string): string {
  const host = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  return getDomain(host) ?? host;
}
