/**
 * Senders: on how many days they sent lately, when the last of their messages left, and which moments ahead they have given
 * to messages that wait. A moment is given once, so that each waiting message is looked at once.
 */
import { DAY_MS, dayOf } from '../../domain/calendar/day.ts';
import { counterKeysOf } from '../../domain/consent/pace/counters.ts';
import { familyOf, type SenderFacts, TOUCH_DAYS } from '../../domain/consent/pace/facts.ts';
import type { Message } from '../../domain/message.ts';
import type { ClaimedMessage } from '../../engine/store-port.ts';
import { allEach, type Program, runEachLater, together } from '../program.ts';
import { insert, statement } from '../statement.ts';

const SLOT = statement<{ last_sent_at: number; last_slot_at: number; given: number }>(`
  SELECT last_sent_at, last_slot_at, given FROM sender_slot
  WHERE workspace_id = :workspaceId AND channel = :channel AND sender = :sender`);
const PUT = insert(
  'sender_slot',
  ['workspaceId', 'channel', 'sender', 'lastSentAt', 'lastSlotAt', 'given'],
  `ON CONFLICT (workspace_id, channel, sender) DO UPDATE SET last_sent_at = excluded.last_sent_at,
   last_slot_at = excluded.last_slot_at, given = excluded.given`,
);
const WARM_DAYS = statement<{ n: number }>(`
  SELECT COUNT(*) AS n FROM send_counter WHERE workspace_id = :workspaceId AND scope = 'sender' AND key = :sender
  AND channel = :channel AND day >= :from AND day < :today AND used > 0`);

interface Sender {
  readonly workspaceId: string;
  readonly channel: string;
  readonly sender: string;
  warmDays: number;
  lastSentAt: number | null;
  lastSlotAt: number | null;
  /** Moments given on the day (UTC) of the last one. */
  given: number;
  changed: boolean;
}

/** The senders of one turn. */
export class Senders {
  readonly #all: readonly Sender[];
  readonly #byMessage: ReadonlyMap<Message, Sender>;
  readonly #now: number;

  constructor(all: readonly Sender[], byMessage: ReadonlyMap<Message, Sender>, now: number) {
    this.#all = all;
    this.#byMessage = byMessage;
    this.#now = now;
  }

  of(message: Message): SenderFacts {
    const { warmDays, lastSentAt, lastSlotAt } = this.#senderOf(message);
    return { warmDays, lastSentAt, lastSlotAt };
  }

  /** Moments of today that are taken already, for a message that has none yet: whoever waits for one will use up a limit. */
  takenToday({ message, slotAt }: ClaimedMessage): number {
    const { lastSlotAt, given } = this.#senderOf(message);
    return slotAt === null && lastSlotAt !== null && dayOf(lastSlotAt) === dayOf(this.#now) ? given : 0;
  }

  /** The message leaves now: at the moment that it was given, or at one that nobody has. */
  depart({ message, slotAt }: ClaimedMessage): void {
    const sender = this.#senderOf(message);
    if (slotAt === null || dayOf(slotAt) !== dayOf(this.#now)) give(sender, this.#now);
    sender.lastSentAt = this.#now;
    sender.lastSlotAt = Math.max(sender.lastSlotAt ?? this.#now, this.#now);
    sender.changed = true;
  }

  /** The message is given a moment ahead. */
  give({ message, slotAt: before }: ClaimedMessage, slotAt: number): void {
    const sender = this.#senderOf(message);
    if (before === null || dayOf(before) !== dayOf(slotAt)) give(sender, slotAt);
    sender.lastSlotAt = Math.max(sender.lastSlotAt ?? slotAt, slotAt);
    sender.changed = true;
  }

  /** Something else holds the message now: its moment is nobody's any more, and a limit may be used by another. */
  giveBack({ message, slotAt }: ClaimedMessage): void {
    const sender = this.#senderOf(message);
    const isLast = slotAt !== null && sender.lastSlotAt !== null && dayOf(slotAt) === dayOf(sender.lastSlotAt);
    if (!isLast || sender.given === 0) return;
    sender.given -= 1;
    sender.changed = true;
  }

  *write(): Program<void> {
    yield* runEachLater(
      PUT,
      this.#all
        .filter(({ changed }) => changed)
        .map(({ workspaceId, channel, sender, lastSentAt, lastSlotAt, given }) => ({
          workspaceId,
          channel,
          sender,
          lastSentAt,
          lastSlotAt,
          given,
        })),
    );
  }

  #senderOf(message: Message): Sender {
    const sender = this.#byMessage.get(message);
    if (!sender) throw new Error(`message ${message.id} is no candidate of this turn`);
    return sender;
  }
}

/** One more moment of its day; one of an earlier day than the last counts for nothing any more. */
function give(sender: Sender, at: number): void {
  const last = sender.lastSlotAt === null ? Number.NEGATIVE_INFINITY : dayOf(sender.lastSlotAt);
  if (dayOf(at) > last) sender.given = 1;
  else if (dayOf(at) === last) sender.given += 1;
}

/** Reads the senders of these messages, each once. */
export function* readSenders(messages: readonly Message[], now: number): Program<Senders> {
  const all = new Map<string, Sender>();
  const byMessage = new Map<Message, Sender>();
  for (const message of messages) {
    const { workspaceId } = message;
    const channel = familyOf(message.channel);
    const key = counterKeysOf(message).find(({ scope }) => scope === 'sender')?.key ?? message.sender;
    const name = `${workspaceId} ${channel} ${key}`;
    const nothing = { warmDays: 0, lastSentAt: null, lastSlotAt: null, given: 0, changed: false };
    const sender = all.get(name) ?? { workspaceId, channel, sender: key, ...nothing };
    all.set(name, sender);
    byMessage.set(message, sender);
  }
  const senders = [...all.values()];
  const keys = senders.map(({ workspaceId, channel, sender }) => ({ workspaceId, channel, sender }));
  const span = { from: dayOf(now - TOUCH_DAYS * DAY_MS), today: dayOf(now) };
  const ofSpan = keys.map((key) => ({ ...key, ...span }));
  const [slots, days] = yield* together(allEach(SLOT, keys), allEach(WARM_DAYS, ofSpan));
  for (const [i, sender] of senders.entries()) {
    const slot = slots[i]?.[0];
    sender.warmDays = days[i]?.[0]?.n ?? 0;
    if (!slot) continue;
    sender.lastSentAt = slot.last_sent_at;
    sender.lastSlotAt = slot.last_slot_at;
    sender.given = slot.given;
  }
  return new Senders(senders, byMessage, now);
}
