/**
 * A person's answer in full: what it means, when to come back, and to whom they send us. Owns how these hang together: a date is
 * read where somebody is absent or asks for later, a colleague where we wrote to the wrong person.
 */
import { readDates, type SpokenDate } from './dates.ts';
import { type ReplyReading, readReply, saysAbsent } from './intent.ts';
import { type Referral, referralIn } from './referral.ts';

/** What is known where words are read. */
export interface AnswerContext {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Zone of the person who wrote: their Monday is not always ours. */
  readonly zone: string;
  /** Two letters where it is known. */
  readonly language?: string;
}

/** An answer, read. */
export interface Answer extends ReplyReading {
  /** Whether the words speak of an absence, whatever else they mean. */
  readonly absent: boolean;
  /** The day they named, `2026-03-15`: of return, or from which to ask again; null = none. */
  readonly until: string | null;
  /** From which day on to go on: after an absence a working day later; null = no day is named. */
  readonly holdUntil: string | null;
  readonly referral: Referral | null;
}

/** Days that an absence note is believed for: one that names the end of time, or a wrong year, must not hold a lead for ever. */
const LONGEST_ABSENCE_DAYS = 180;

/** Reads an answer. */
export function readAnswer(text: string, context: AnswerContext): Answer {
  const reading = readReply(text, context.language);
  const absent = saysAbsent(text);
  const waits = absent || reading.intent === 'not-now';
  const day = waits ? dayFor(readDates(text, context), absent, todayOf(context).toString()) : null;
  const referral = reading.intent === 'wrong-person' || absent ? referralIn(text) : null;
  const named = day === null ? null : absent ? nextWorkingDay(day.on) : day.on;
  const latest = todayOf(context).add({ days: LONGEST_ABSENCE_DAYS }).toString();
  // Whoever asks for later is not written to before: only an absence is bounded.
  const isFar = absent && named !== null && Temporal.PlainDate.compare(named, latest) > 0;
  const hold = isFar ? latest : named;
  const reasons = day === null ? [] : [{ code: 'reply-date', facts: { on: day.on, words: day.words } }];
  const far = isFar ? [{ code: 'reply-date-far', facts: { on: latest, days: LONGEST_ABSENCE_DAYS } }] : [];
  const sent = referral === null ? [] : [{ code: 'reply-referral', facts: { ...referral } }];
  const all = [...reading.reasons, ...reasons, ...far, ...sent];
  return { ...reading, absent, until: day?.on ?? null, holdUntil: hold, referral, reasons: all };
}

/** A day of return counts more than the day on which somebody leaves; of several the last. A past one counts where there is no other. */
function dayFor(named: readonly SpokenDate[], absent: boolean, today: string): SpokenDate | null {
  const coming = named.filter(({ on }) => on >= today);
  const dates = coming.length > 0 ? coming : named;
  const returns = dates.filter(({ returns }) => returns);
  return (absent ? (returns.at(-1) ?? dates.at(-1)) : (returns[0] ?? dates[0])) ?? null;
}

function todayOf({ now, zone }: AnswerContext): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate();
}

/** When a day begins in a zone, epoch ms. */
export function startOf(day: string, zone: string): number {
  return Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds;
}

/** The day after, or Monday. */
function nextWorkingDay(on: string): string {
  const day = Temporal.PlainDate.from(on).add({ days: 1 });
  return day.add({ days: day.dayOfWeek > 5 ? 8 - day.dayOfWeek : 0 }).toString();
}
