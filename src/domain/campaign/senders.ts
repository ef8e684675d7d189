/** Mailboxes that a campaign writes from: the first one, and further ones. Which of them writes to whom is `sender-choice.ts`. */
import type { SenderIdentity } from './campaign.ts';

/** One mailbox that a campaign writes from. */
export interface SenderMailbox {
  /** Shown beside the address. */
  readonly name: string;
  readonly address: string;
  /** Messages a day. */
  readonly dailyCap: number;
}

/** All mailboxes of a campaign, the first one first; none where nobody said who writes. */
export function mailboxesOf({ name, address, dailyCap, more = [] }: SenderIdentity): readonly SenderMailbox[] {
  return address === '' ? [] : [{ name, address, dailyCap }, ...more];
}

/** The mailbox of this address, in whatever case; undefined = it is none of the campaign's. */
export function mailboxNamed(sender: SenderIdentity, address: string): SenderMailbox | undefined {
  const wanted = address.toLowerCase();
  return mailboxesOf(sender).find((one) => one.address.toLowerCase() === wanted);
}
