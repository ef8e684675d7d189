/**
 * Counters of messages by campaign, sender and domain: read for all candidates of a turn, raised with those that become `sending`, lowered
 * where it is certain that one did not leave. A message counts once, on the day of its last try, from `sending` on and while it may have
 * left. Under which keys it is counted is `domain/consent/pace/counters`; days are those of the workspace's zone.
 */
import { counterKeysOf } from '../../domain/consent/pace/counters.ts';
import { type CounterScope, familyOf } from '../../domain/consent/pace/facts.ts';
import type { Message } from '../../domain/message.ts';
import { allEach, type Program, runEachLater } from '../program.ts';
import { insert, statement } from '../statement.ts';
import { type DayIn, daysBy, zonesOf } from './days-of-zones.ts';

const USED = statement<{ used: number }>(`
  SELECT used FROM send_counter WHERE workspace_id = :workspaceId AND scope = :scope AND key = :key
  AND channel = :channel AND day = :day`);
const RAISE = insert(
  'send_counter',
  ['workspaceId', 'scope', 'key', 'channel', 'day', 'used'],
  `ON CONFLICT (workspace_id, scope, key, channel, day) DO UPDATE SET used = send_counter.used + excluded.used`,
);
/** Counters are forgotten in time, and one that is gone has nothing to give back. */
const LOWER = statement(`
  UPDATE send_counter SET used = used - :n WHERE workspace_id = :workspaceId AND scope = :scope AND key = :key
  AND channel = :channel AND day = :day AND used >= :n`);

const NOTHING_USED: Readonly<Record<CounterScope, number>> = {
  campaign: 0,
  sender: 0,
  'sending-domain': 0,
  'recipient-domain': 0,
};

/** One counter of one day. */
type CounterKey = Readonly<{
  workspaceId: string;
  scope: CounterScope;
  key: string;
  channel: string;
  day: number;
}>;

/** How often it was raised before this turn, and in it. */
interface Counter extends CounterKey {
  before: number;
  raised: number;
}

/** What tells under which counters the last try of a message stands. */
export type Tried = Pick<Message, 'workspaceId' | 'campaignId' | 'channel' | 'sender' | 'recipient' | 'attemptedAt'>;

function keysOf(message: Tried, day: number): CounterKey[] {
  const of = { workspaceId: message.workspaceId, channel: familyOf(message.channel), day };
  return counterKeysOf(message).map(({ scope, key }) => ({ ...of, scope, key }));
}

const nameOf = ({ workspaceId, scope, channel, key, day }: CounterKey) =>
  `${workspaceId} ${scope} ${channel} ${key} ${day}`;

/** The counters of one turn. */
export class Counters {
  readonly #all: readonly Counter[];
  readonly #byMessage: ReadonlyMap<Message, readonly Counter[]>;
  readonly #now: number;
  readonly #dayIn: DayIn;
  /** Messages that leave again, and may have left before. */
  readonly #again: Message[] = [];

  constructor(
    all: readonly Counter[],
    byMessage: ReadonlyMap<Message, readonly Counter[]>,
    { now, dayIn }: { readonly now: number; readonly dayIn: DayIn },
  ) {
    this.#all = all;
    this.#byMessage = byMessage;
    this.#now = now;
    this.#dayIn = dayIn;
  }

  /** Counts that concern the message, those that this turn has raised among them; a try of its own before this one is left out. */
  of(message: Message): Readonly<Record<CounterScope, number>> {
    const mine = this.#byMessage.get(message) ?? [];
    const own = isCounted(message) && this.#isToday(message) ? 1 : 0;
    return {
      ...NOTHING_USED,
      ...Object.fromEntries(mine.map(({ scope, before, raised }) => [scope, before + raised - own])),
    };
  }

  raise(message: Message): void {
    for (const counter of this.#byMessage.get(message) ?? []) counter.raised += 1;
    if (isCounted(message)) this.#again.push(message);
  }

  #isToday({ workspaceId, attemptedAt }: Message & { readonly attemptedAt: number }): boolean {
    return this.#dayIn(workspaceId, attemptedAt) === this.#dayIn(workspaceId, this.#now);
  }

  *write(): Program<void> {
    yield* runEachLater(
      RAISE,
      this.#all.filter(({ raised }) => raised > 0).map(({ before: _, raised, ...key }) => ({ ...key, used: raised })),
    );
    yield* giveBack(this.#again);
  }
}

/** Reads the counters of these messages on the day of `now`, each once. */
export function* readCounters(messages: readonly Message[], now: number, dayIn: DayIn): Program<Counters> {
  const all = new Map<string, Counter>();
  const byMessage = new Map<Message, readonly Counter[]>();
  for (const message of messages) {
    const mine = keysOf(message, dayIn(message.workspaceId, now)).map((key) => {
      const counter = all.get(nameOf(key)) ?? { ...key, before: 0, raised: 0 };
      all.set(nameOf(key), counter);
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
  return new Counters(counters, byMessage, { now, dayIn });
}

/** One that waits is counted only where it may have left before. */
function isCounted(message: Message): message is Message & { readonly attemptedAt: number } {
  return message.mayHaveLeft && message.attemptedAt !== null;
}

/** Counts messages on the day of their last try, where their turn was not this database's own. Whoever calls has passed the gate of pace. */
export function* countAgain(tried: readonly Tried[]): Program<void> {
  yield* runEachLater(
    RAISE,
    (yield* summed(tried)).map(({ n: used, ...key }) => ({ ...key, used })),
  );
}

/** Gives back what the last try of each message had counted, on the day on which it was. Whoever calls has passed the gate of pace. */
export function* giveBack(tried: readonly Tried[]): Program<void> {
  yield* runEachLater(LOWER, yield* summed(tried));
}

/** How many of these stand under each counter of their days. */
function* summed(tried: readonly Tried[]): Program<(CounterKey & { n: number })[]> {
  const dayIn = daysBy(yield* zonesOf(tried.map(({ workspaceId }) => workspaceId)));
  const sums = new Map<string, CounterKey & { n: number }>();
  for (const message of tried) {
    if (message.attemptedAt === null) continue;
    for (const key of keysOf(message, dayIn(message.workspaceId, message.attemptedAt))) {
      sums.set(nameOf(key), { ...key, n: (sums.get(nameOf(key))?.n ?? 0) + 1 });
    }
  }
  return [...sums.values()].map((sum) => ({ ...sum }));
}
