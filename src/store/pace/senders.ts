/**
 * Senders: on how many days they sent lately, when the last of their messages left, and which moments ahead they have given
 * to messages that wait. A moment is given once, so that each waiting message is looked at once. It stands with its message and nowhere
 * else, so that it is free again whatever becomes of that one.
 */
import { localDay } from '../../domain/calendar/local-time.ts';
import { counterKeysOf } from '../../domain/consent/pace/counters.ts';
import { familyOf, type SenderFacts, TOUCH_DAYS } from '../../domain/consent/pace/facts.ts';
import type { Message } from '../../domain/message.ts';
import type { ClaimedMessage } from '../../engine/store-port.ts';
import { allEach, type Program, runEachLater, together } from '../program.ts';
import { insert, statement } from '../statement.ts';
import { todayIn } from './days-of-zones.ts';

const SENT = statement<{ last_sent_at: number }>(`
  SELECT last_sent_at FROM sender_slot
  WHERE workspace_id = :workspaceId AND channel = :channel AND sender = :sender`);
const PUT = insert(
  'sender_slot',
  ['workspaceId', 'channel', 'sender', 'lastSentAt'],
  'ON CONFLICT (workspace_id, channel, sender) DO UPDATE SET last_sent_at = excluded.last_sent_at',
);
const OF_SENDER = 'workspace_id = :workspaceId AND channel = :channel AND sender = :address';
const WAITS = "(state = 'queued' OR state = 'claimed' OR state = 'held')";
const MOMENTS = statement<{ n: number }>(`
  SELECT COUNT(*) AS n FROM message WHERE ${OF_SENDER} AND slot_at >= :from AND slot_at < :until AND ${WAITS}`);
const LAST_MOMENT = statement<{ slot_at: number }>(`
  SELECT slot_at FROM message WHERE ${OF_SENDER} AND slot_at >= 0 AND ${WAITS} ORDER BY slot_at DESC LIMIT 1`);
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
  /** Today, epoch ms: from, until. */
  readonly today: readonly [number, number];
  /** Moments of today that messages wait for. */
  given: number;
  hasSent: boolean;
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

  /** Moments of today that others wait for, for a message that has none yet: whoever waits for one will use up a limit. */
  givenToday({ message, slotAt }: ClaimedMessage): number {
    return slotAt === null ? this.#senderOf(message).given : 0;
  }

  /** The message leaves now: at the moment that it was given, or at one that nobody has. */
  depart({ message, slotAt }: ClaimedMessage): void {
    const sender = this.#senderOf(message);
    if (isToday(sender, slotAt)) sender.given -= 1;
    sender.lastSentAt = this.#now;
    sender.lastSlotAt = Math.max(sender.lastSlotAt ?? this.#now, this.#now);
    sender.hasSent = true;
  }

  /** The message is given a moment ahead. */
  give({ message, slotAt: before }: ClaimedMessage, slotAt: number): void {
    const sender = this.#senderOf(message);
    sender.given += Number(isToday(sender, slotAt)) - Number(isToday(sender, before));
    sender.lastSlotAt = Math.max(sender.lastSlotAt ?? slotAt, slotAt);
  }

  /** Something else holds the message now: its moment is nobody's any more, and a limit may be used by another. */
  giveBack({ message, slotAt }: ClaimedMessage): void {
    const sender = this.#senderOf(message);
    if (isToday(sender, slotAt)) sender.given -= 1;
  }

  *write(): Program<void> {
    yield* runEachLater(
      PUT,
      this.#all
        .filter(({ hasSent }) => hasSent)
        .map(({ workspaceId, channel, sender, lastSentAt }) => ({ workspaceId, channel, sender, lastSentAt })),
    );
  }

  #senderOf(message: Message): Sender {
    const sender = this.#byMessage.get(message);
    if (!sender) throw new Error(`message ${message.id} is no candidate of this turn`);
    return sender;
  }
}

function isToday({ today: [from, until] }: Sender, slotAt: number | null): boolean {
  return slotAt !== null && slotAt >= from && slotAt < until;
}

/** Reads the senders of these messages, each once. `zones`: by workspace, where days begin. */
export function* readSenders(
  messages: readonly Message[],
  now: number,
  zones: ReadonlyMap<string, string>,
): Program<Senders> {
  const all = new Map<string, Sender>();
  const byMessage = new Map<Message, Sender>();
  const zoneOf = (workspaceId: string) => zones.get(workspaceId) as string;
  for (const message of messages) {
    const { workspaceId } = message;
    const channel = familyOf(message.channel);
    const key = counterKeysOf(message).find(({ scope }) => scope === 'sender')?.key ?? message.sender;
    const name = `${workspaceId} ${channel} ${key}`;
    const nothing = { warmDays: 0, lastSentAt: null, lastSlotAt: null, given: 0, hasSent: false };
    const sender = all.get(name) ?? {
      workspaceId,
      channel,
      sender: key,
      today: todayIn(zoneOf(workspaceId), now),
      ...nothing,
    };
    all.set(name, sender);
    byMessage.set(message, sender);
  }
  // A mailbox may be written in several ways; moments are looked for by those of these messages.
  const written = new Map(messages.map((one) => [`${one.workspaceId} ${one.channel} ${one.sender}`, one]));
  const addresses = [...written.values()];
  const ofAddresses = addresses.map(({ workspaceId, channel, sender: address }) => ({ workspaceId, channel, address }));
  const senders = [...all.values()];
  const keys = senders.map(({ workspaceId, channel, sender }) => ({ workspaceId, channel, sender }));
  const ofSpan = keys.map((key) => {
    const today = localDay(now, zoneOf(key.workspaceId));
    return { ...key, today, from: today - TOUCH_DAYS };
  });
  const [sent, days, moments, lasts] = yield* together(
    allEach(SENT, keys),
    allEach(WARM_DAYS, ofSpan),
    allEach(
      MOMENTS,
      ofAddresses.map((one, i) => {
        const [from, until] = (byMessage.get(addresses[i] as Message) as Sender).today;
        return { ...one, from, until };
      }),
    ),
    allEach(LAST_MOMENT, ofAddresses),
  );
  for (const [i, sender] of senders.entries()) {
    sender.warmDays = days[i]?.[0]?.n ?? 0;
    sender.lastSentAt = sent[i]?.[0]?.last_sent_at ?? null;
    sender.lastSlotAt = sender.lastSentAt;
  }
  for (const [i, message] of addresses.entries()) {
    const sender = byMessage.get(message) as Sender;
    sender.given += moments[i]?.[0]?.n ?? 0;
    const last = lasts[i]?.[0]?.slot_at;
    if (last !== undefined) sender.lastSlotAt = Math.max(sender.lastSlotAt ?? last, last);
  }
  return new Senders(senders, byMessage, now);
}
