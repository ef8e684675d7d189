/**
 * What a simulation counts while it runs: messages by day and channel, what became of each step, what waited and why, which cap moved how
 * many on which day. Owns the counting; decides nothing.
 */
import type { EventKind } from '../../domain/event.ts';
import type { Message, MessageChannel } from '../../domain/message.ts';
import type { Reason } from '../../domain/reason.ts';
import { intentOf } from '../../domain/sequence/enrollment.ts';
import type { AdvanceOutcome, MessageUpdate, TaskRecord } from '../store-port.ts';
import type { Onlooker } from './onlooker.ts';

/** Counts by name. */
export type Tally = Readonly<Record<string, number>>;

/** What became of one step, in messages; of a task, how often it was given. */
export interface StepCount {
  /** Null = of no sequence that began here: it was under way already, or is of an account. */
  readonly sequence: string | null;
  /** Its id; of no known sequence the template. */
  readonly step: string;
  readonly kind: string;
  /** Messages that were decided, or tasks that were given. */
  made: number;
  sent: number;
  /** By a rule, at the last gate. */
  refused: number;
  /** Assumed answers to it, by kind. */
  readonly answers: Record<string, number>;
}

/** Messages that a cap kept from leaving on a day. */
export interface CapCollision {
  /** Day in UTC, `2026-03-04`. */
  readonly day: string;
  /** `sender-day`, `lead-month`, `warm-up`, … */
  readonly cap: string;
  /** Null = of no fixed number. */
  readonly limit: number | null;
  moved: number;
}

/** Said of a step that waits for the message before it, of which the wait is counted itself. */
const SHADOW = 'previous-message-open';

/** Counts of one run. */
export class Counts implements Onlooker {
  readonly byDay: Record<string, number> = {};
  readonly byDayAndChannel: Record<string, Record<string, number>> = {};
  readonly waits: Record<string, number> = {};
  readonly #campaignId: string;
  readonly #now: () => number;
  readonly #steps = new Map<string, StepCount>();
  readonly #stepOf = new Map<string, StepCount>();
  readonly #caps = new Map<string, CapCollision>();
  /** What each of those that wait was last held by: looked at again for the same reason, it is the same wait. */
  readonly #heldBy = new Map<string, string>();

  constructor(campaignId: string, now: () => number) {
    this.#campaignId = campaignId;
    this.#now = now;
  }

  /** Whether a message is known to be of this campaign. */
  knows(id: string): boolean {
    return this.#stepOf.has(id);
  }

  /** In the order in which they were first come to. */
  get steps(): readonly StepCount[] {
    return [...this.#steps.values()];
  }

  /** By day, then by cap. */
  get caps(): readonly CapCollision[] {
    return [...this.#caps.values()].sort((a, b) => {
      const [x, y] = [`${a.day} ${a.cap}`, `${b.day} ${b.cap}`];
      return x < y ? -1 : x > y ? 1 : 0;
    });
  }

  advanced({ messages, tasks, enrollments: all }: AdvanceOutcome): void {
    const enrollments = all.filter((one) => this.#isOurs(one));
    const sequences = new Map(enrollments.map(({ id, sequence }) => [id, sequence]));
    for (const message of messages.filter((one) => this.#isOurs(one))) {
      const sequence = sequences.get(message.enrollmentId ?? '') ?? null;
      const step = sequence === null ? message.template : intentOf(message.intentKey).step;
      this.#make(message.id, sequence, step, message.channel);
    }
    for (const task of tasks.filter((one) => this.#isOurs(one)))
      this.#given(task, sequences.get(task.enrollmentId ?? '') ?? null);
    for (const { id, state, reason } of enrollments) {
      if (state === 'waiting' && reason && reason.code !== SHADOW) this.#waits(id, reason.code, reason.code);
      else this.#heldBy.delete(id);
    }
  }

  stayed(message: Message, { to, reason }: MessageUpdate): void {
    if (!this.#isOurs(message)) return;
    const { id, template, channel } = message;
    if (to === 'refused') this.#of(id, template, channel).refused += 1;
    if (to !== 'held' || reason === null) return;
    const cap = capOf(reason);
    if (cap === null) this.#waits(id, reason.code, reason.code);
    else this.#capped(id, cap, reason.code);
  }

  #capped(id: string, cap: Pick<CapCollision, 'cap' | 'limit'>, code: string): void {
    const day = dayOf(this.#now());
    const key = `${day}\t${cap.cap}\t${String(cap.limit)}`;
    if (this.#heldBy.get(id) === key) return;
    const found = this.#caps.get(key) ?? { day, ...cap, moved: 0 };
    found.moved += 1;
    this.#caps.set(key, found);
    this.#waits(id, key, code);
  }

  /** A message left. */
  left(id: string, template: string, channel: MessageChannel): void {
    const day = dayOf(this.#now());
    this.byDay[day] = (this.byDay[day] ?? 0) + 1;
    this.byDayAndChannel[day] ??= {};
    add(this.byDayAndChannel[day], channel);
    this.#of(id, template, channel).sent += 1;
    this.#heldBy.delete(id);
  }

  /** A message was answered, as it is assumed. */
  answered(messageId: string, kind: EventKind): void {
    const step = this.#stepOf.get(messageId);
    if (step) add(step.answers, kind);
  }

  #isOurs({ campaignId }: { readonly campaignId: string | null }): boolean {
    return campaignId === this.#campaignId;
  }

  #waits(id: string, key: string, code: string): void {
    if (this.#heldBy.get(id) === key) return;
    this.#heldBy.set(id, key);
    add(this.waits, code);
  }

  #given({ id, intentKey, kind }: TaskRecord, sequence: string | null): void {
    this.#make(id, sequence, intentOf(intentKey).step, kind);
  }

  #make(id: string, sequence: string | null, name: string, kind: string): void {
    const step = this.#step(sequence, name, kind);
    step.made += 1;
    this.#stepOf.set(id, step);
  }

  /** One that was under way when the run began is known by its template alone. */
  #of(id: string, template: string, channel: MessageChannel): StepCount {
    if (!this.#stepOf.has(id)) this.#make(id, null, template, channel);
    return this.#stepOf.get(id) as StepCount;
  }

  #step(sequence: string | null, step: string, kind: string): StepCount {
    const key = `${sequence ?? ''}\t${step}`;
    const found = this.#steps.get(key) ?? { sequence, step, kind, made: 0, sent: 0, refused: 0, answers: {} };
    this.#steps.set(key, found);
    return found;
  }
}

/** Day in UTC of a time. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function add(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}

/** Which limit a hold is of; null = it is none. */
function capOf({ code, facts }: Reason): Pick<CapCollision, 'cap' | 'limit'> | null {
  const limit = typeof facts?.limit === 'number' ? facts.limit : null;
  if (code === 'warming-up') return { cap: 'warm-up', limit };
  return code === 'cap-reached' || code === 'kept-for-follow-ups' ? { cap: String(facts?.cap ?? ''), limit } : null;
}
