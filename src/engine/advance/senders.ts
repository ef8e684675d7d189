/**
 * Which mailbox of its campaign writes each message of a batch. Owns that turns given in a batch count at once, and what is to be written down of
 * them; the rule is `domain/campaign/sender-choice`.
 */
import { chooseSender } from '../../domain/campaign/sender-choice.ts';
import { mailboxesOf } from '../../domain/campaign/senders.ts';
import { keysOfSender } from '../../domain/consent/pace/counters.ts';
import type { Halt } from '../../domain/delivery/queue.ts';
import { haltOfSender } from '../../domain/delivery/sender-halt.ts';
import type { DueSubject, SenderTurn, SenderTurns } from '../store-port.ts';

/** The turns of one batch. */
export class BatchSenders {
  readonly #turns: SenderTurns;
  readonly #halts: readonly Halt[];
  readonly #given = new Map<string, Map<string, number>>();
  readonly #written = new Map<string, SenderTurn>();

  constructor(turns: SenderTurns, halts: readonly Halt[]) {
    this.#turns = turns;
    this.#halts = halts;
  }

  /** The address that writes to this lead; empty where nobody said who writes. */
  next({ campaign, enrollment }: DueSubject): string {
    const mailboxes = mailboxesOf(campaign.sender);
    if (mailboxes.length < 2) return campaign.sender.address;
    const { workspaceId, id: campaignId } = campaign;
    const given = this.#givenOf(workspaceId, campaignId);
    const stopped = mailboxes.filter(
      ({ address }) => haltOfSender(this.#halts, workspaceId, keysOfSender(address)) !== null,
    );
    const kept = this.#turns.kept.get(enrollment.id) ?? null;
    const { address, isTurn, joins } = chooseSender({
      ...{ mailboxes, kept, given },
      stopped: new Set(stopped.map(({ address: one }) => one)),
    });
    for (const [sender, from] of joins) {
      given.set(sender, from);
      this.#count({ workspaceId, campaignId, sender, from, threads: 0 });
    }
    if (!isTurn) return address;
    const from = given.get(address) ?? 0;
    given.set(address, from + 1);
    this.#count({ workspaceId, campaignId, sender: address, from, threads: 1 });
    return address;
  }

  /** What this batch has given. */
  get written(): readonly SenderTurn[] {
    return [...this.#written.values()];
  }

  #givenOf(workspaceId: string, campaignId: string): Map<string, number> {
    const key = `${workspaceId} ${campaignId}`;
    const given = this.#given.get(key) ?? new Map(this.#turns.given.get(key));
    this.#given.set(key, given);
    return given;
  }

  #count(turn: SenderTurn): void {
    const key = `${turn.workspaceId} ${turn.campaignId} ${turn.sender}`;
    const before = this.#written.get(key);
    this.#written.set(key, before ? { ...before, threads: before.threads + turn.threads } : turn);
  }
}
