/**
 * What the gate has to know of messages that left already: the facts that a store counts, and the limits they are held
 * against. Owns the shapes; must never know where the numbers come from.
 */
import type { CallingPlace } from '../../calendar/quiet-hours.ts';
import type { Reason } from '../../reason.ts';
import type { Channel } from '../regimes.ts';
import type { SendLimits } from './send-limits.ts';

/** What a touch is counted as; a call by an artificial voice is a call. */
export type TouchChannel = 'email' | 'sms' | 'voice' | 'other';

/** One contact with a person, ours or anybody else's. An answer of theirs is none. */
export interface Touch {
  /** Epoch milliseconds; never later than when we heard of it, or another tool's wrong clock would hold for ever. */
  readonly at: number;
  readonly channel: TouchChannel;
  /** us: Rekindle's own · person: somebody of the team · tool: another program, a CRM's own workflow say. */
  readonly by: 'us' | 'person' | 'tool';
}

/** What messages of a day are counted by, beyond the person they go to. */
export type CounterScope = 'campaign' | 'sender' | 'sending-domain' | 'recipient-domain';

/** The way out a message takes: a mailbox, a number. */
export interface SenderFacts {
  /** Days (of `SendLimits.zone`) among the 30 before today on which it sent anything. */
  readonly warmDays: number;
  /** When its last message left or was committed to leave, epoch milliseconds; null = never. */
  readonly lastSentAt: number | null;
  /** The last moment that any of its messages was given to leave at, epoch milliseconds, ahead of now perhaps; null = never. */
  readonly lastSlotAt: number | null;
}

/** How the first messages of a campaign fared. Counts are of those messages alone. */
export interface CanaryFacts {
  /** When the last of them left, epoch milliseconds; null = not all have left yet. */
  readonly filledAt: number | null;
  readonly bounced: number;
  readonly complained: number;
}

/** Everything counted. A message counts from `sending` on, also while it is `unconfirmed`. */
export interface GateFacts {
  /** Our touches of this lead in the last `TOUCH_DAYS` and those of others whenever, in any order, of each at least the newest `LIMITS.gateTouches`. */
  readonly touches: readonly Touch[];
  /** Touches of everybody of its account in the last 2 days, its own among them; without an account, its own. */
  readonly accountTouches: readonly Touch[];
  /** Of a text or call: `touches`, and every text and call to the number that it goes to, whoever of its leads they were for. */
  readonly numberTouches: readonly Touch[];
  /** Messages by the asked channel on the day of `now`, in `SendLimits.zone`, under the keys of `counters.ts`; 0 where there is no key. */
  readonly counters: Readonly<Record<CounterScope, number>>;
  /** Of those places, how many are kept for what follows, from whoever begins a thread; absent = none. */
  readonly kept?: Readonly<Partial<Record<CounterScope, number>>>;
  readonly sender: SenderFacts;
  /** Null = the campaign has none, or a person let it go on. */
  readonly canary: CanaryFacts | null;
  /** From when on a touch by others holds: the enrollment's start, or a person's word to go on. Null = none does. */
  readonly watchedFrom: number | null;
  /** The moment that its sender has given this very message, epoch milliseconds; null = none yet. */
  readonly slotAt: number | null;
  /** Hash (hex, 8 digits or more) of what the message is, its intent key say: the seed of its jitter. */
  readonly hash: string;
}

/** Days for which touches of a lead are looked at: the longest span of a limit. */
export const TOUCH_DAYS = 30;

/** Nothing on record. Safe where no limit is asked (`NO_LIMITS`): a store that counts must say what it counted. */
export const NOTHING_COUNTED: GateFacts = {
  touches: [],
  accountTouches: [],
  numberTouches: [],
  counters: { campaign: 0, sender: 0, 'sending-domain': 0, 'recipient-domain': 0 },
  sender: { warmDays: 0, lastSentAt: null, lastSlotAt: null },
  canary: null,
  watchedFrom: null,
  slotAt: null,
  hash: '00000000',
};

/** What a rule of pace is asked. */
export interface PaceAsk {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly channel: Channel;
  /** The zone messages are timed by, and the lead's days are counted in. */
  readonly zone: string;
  readonly place: Pick<CallingPlace, 'country' | 'region'>;
  readonly facts: GateFacts;
  readonly limits: SendLimits;
}

/** Why a message waits, and until when; null = until somebody changes what the reason names. */
export interface Wait {
  readonly until: number | null;
  readonly reason: Reason;
}

/** The family of a channel: what its limits are kept by. */
export function familyOf(channel: Channel): 'email' | 'sms' | 'voice' {
  return channel === 'ai-voice' ? 'voice' : channel;
}
