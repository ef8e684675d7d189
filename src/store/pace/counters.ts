/**
 * Counters of messages by campaign, sender and domain: read for all candidates of a turn, raised with those that become
 * `sending`. Under which keys a message is counted is `domain/consent/pace/counters`; days are UTC's, wherever the sender sits.
 */
import { dayOf } from '../../domain/calendar/day.ts';
import { counterKeysOf } from '../../domain/consent/pace/counters.ts';
import { type CounterScope, familyOf } from '../../domain/consent/pace/facts.ts';
import type { Message } from '../../domain/message.ts';
import { allEach, type Program, runEachLater } from '../program.ts';
import { insert, statement } from '../statement.ts';

const USED = statement<{ used: number }>(`
  SELECT used FROM send_counter WHERE workspace_id = :workspaceId AND scope = :scope AND key = :key
  AND channel = :channel AND day = :day`);
const RAISE = insert(
  'send_counter',
  ['workspaceId', 'scope', 'key', 'channel', 'day', 'used'],
  `ON CONFLICT (workspace_id, scope, key, channel, day) DO UPDATE SET used = send_counter.used + excluded.used`,
);

const NOTHING_USED: Readonly<Record<CounterScope, number>> = {
  campaign: 0,
  sender: 0,
  'sending-domain': 0,
  'recipient-domain': 0,
};

/** The key of one counter, and how often it was raised in this turn. */
interface Counter {
  readonly workspaceId: string;
  readonly scope: CounterScope;
  readonly key: string;
  readonly channel: string;
  readonly day: number;
  before: number;
  raised: number;
}

/** The counters of one turn. */
export class Counters {
  readonly #all: readonly Counter[];
  readonly #byMessage: ReadonlyMap<Message, readonly Counter[]>;

  constructor(all: readonly Counter[], byMessage: ReadonlyMap<Message, readonly Counter[]>) {
    this.#all = all;
    this.#byMessage = byMessage;
  }

  /** Counts that concern the message, those that this turn has raised among them. */
  of(message: Message): Readonly<Record<CounterScope, number>> {
    const mine = this.#byMessage.get(message) ?? [];
    return {
      ...NOTHING_USED,
      ...Object.fromEntries(mine.map(({ scope, before, raised }) => [scope, before + raised])),
    };
  }

  raise(message: Message): void {
    for (const counter of this.#byMessage.get(message) ?? []) counter.raised += 1;
  }

  *write(): Program<void> {
    yield* runEachLater(
      RAISE,
      this.#all.filter(({ raised }) => raised > 0).map(({ before: _, raised, ...key }) => ({ ...key, used: raised })),
    );
  }
}

/** Reads the counters of these messages on the day of `now`, each once. */
export function* readCounters(messages: readonly Message[], now: number): Program<Counters> {
  const day = dayOf(now);
  const all = new Map<string, Counter>();
  const byMessage = new Map<Message, readonly Counter[]>();
  for (const message of messages) {
    const { workspaceId } = message;
    const channel = familyOf(message.channel);
    const mine = counterKeysOf(message).map(({ scope, key }) => {
      const name = `${workspaceId} ${scope} ${channel} ${key}`;
      const counter = all.get(name) ?? { workspaceId, scope, key, channel, day, before: 0, raised: 0 };
      all.set(name, counter);
      return counter;
    });
    byMessage.set(message, mine);
  }
  const counters = [...all.values()];
  const found = yield* allEach(
    USED,
    counters.map(({ before: _, raised: __, ...key }) => key),
  );
  for (const [i, counter] of counters.entries()) counter.before = found[i]?.[0]?.used ?? 0;
  return new Counters(counters, byMessage);
}
