/**
 * Which mailbox of a campaign writes to a lead (directives/sender-choice.md): by turns after their caps, and whoever began goes on. Pure;
 * counting turns is the store's.
 */
import type { SenderMailbox } from './senders.ts';

/** What a choice stands on. */
export interface SenderFacts {
  readonly mailboxes: readonly SenderMailbox[];
  /** Address that this lead was written to from before in this campaign; null = it was not. */
  readonly kept: string | null;
  /** Threads that each address was given so far. */
  readonly given: ReadonlyMap<string, number>;
  /** Addresses that are stopped, since too much of what they sent came back. */
  readonly stopped: ReadonlySet<string>;
}

/** Who writes. */
export interface SenderChoice {
  readonly address: string;
  /** Whether it is a new thread, which counts; false = it began the thread, and goes on. */
  readonly isTurn: boolean;
  /** Mailboxes that had no count yet, and at how many threads each begins. */
  readonly joins: ReadonlyMap<string, number>;
}

/** Chooses. Errors: throws where there is no mailbox. */
export function chooseSender({ mailboxes, kept, given, stopped }: SenderFacts): SenderChoice {
  const before = mailboxes.find(({ address }) => address === kept);
  if (before !== undefined) return { address: before.address, isTurn: false, joins: new Map() };
  const joins = new Map(
    mailboxes.filter(({ address }) => !given.has(address)).map((one) => [one.address, startOf(one, mailboxes, given)]),
  );
  const countOf = (mailbox: SenderMailbox): number => given.get(mailbox.address) ?? startOf(mailbox, mailboxes, given);
  const open = mailboxes.filter(({ address }) => !stopped.has(address));
  const [next] = (open.length > 0 ? open : mailboxes).toSorted(
    (a, b) => countOf(a) * b.dailyCap - countOf(b) * a.dailyCap,
  );
  if (next === undefined) throw new Error('a campaign without a mailbox has nobody to choose');
  return { address: next.address, isTurn: true, joins };
}

/** One that joins begins where the least used stands: it need not catch up with what the others did in a year. */
function startOf(
  { dailyCap }: SenderMailbox,
  mailboxes: readonly SenderMailbox[],
  given: ReadonlyMap<string, number>,
): number {
  const others = mailboxes.flatMap(({ address, dailyCap: cap }) => {
    const count = given.get(address);
    return count === undefined ? [] : [Math.floor((count * dailyCap) / cap)];
  });
  return others.length === 0 ? 0 : Math.min(...others);
}
