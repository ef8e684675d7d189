/**
 * Which of the times that were offered an answer chooses (directives/booking-choice.md). Pure. Whatever is said of a time leaves some of them:
 * where one is left and nothing else was said, it is chosen; nothing is ever guessed.
 */
import { DAY_MS, dayOf, isoDay, MINUTE_MS, weekdayOf } from '../calendar/day.ts';
import { wallAt } from '../calendar/local-time.ts';
import type { Reason } from '../reason.ts';
import { type DayPart, type Heard, heardIn } from './choice-words.ts';
import type { BookingReason } from './reasons.ts';

/** What an answer comes to. `none`: other times are wanted · `unclear`: it may be several · `other`: it speaks of something else. */
export type ChoiceKind = 'chosen' | 'none' | 'unclear' | 'other';

/** An answer, read. */
export interface Choice {
  readonly kind: ChoiceKind;
  /** What may be meant, epoch ms: the one that is chosen, or those to ask about again; empty = none of them. */
  readonly left: readonly number[];
  readonly reasons: readonly Reason[];
}

/** Where and when an answer is read. */
export interface ChoiceContext {
  /** IANA zone in which the times were told. */
  readonly zone: string;
  /** Epoch ms. */
  readonly now: number;
}

interface Slot {
  readonly at: number;
  readonly day: number;
  readonly minute: number;
  readonly weekday: number;
  readonly month: number;
  readonly date: number;
}

/** Something that was said of a time, by the times that it fits. */
interface Named {
  readonly fits: readonly Slot[];
  /** An hour with its minutes says more than a number. */
  readonly isClock: boolean;
}

const HALF_DAY = 720;
const HOUR = 60;
const EVENING = 1_020;
const NIGHT = 1_080;
/** So many words that nobody knows do not keep an answer from being a choice, where it says enough. */
const STRANGE_MOST = 2;

/** Reads an answer. `offered`: beginnings, epoch ms, in the order in which they were told. */
export function readChoice(text: string, offered: readonly number[], { zone, now }: ChoiceContext): Choice {
  const slots = offered.map((at) => slotOf(at, zone));
  const heard = heardIn(text);
  const said = (kind: Heard['kind']) => heard.some((one) => one.kind === kind);
  const strange = heard.filter(({ kind }) => kind === 'strange').length;
  if (said('none')) return choice('none', [], 'booking-declined');
  const named = namedIn(heard, slots, dayOf(wallAt(now, zone)));
  if (named.length === 0) return unnamed(said, strange, offered);
  if (said('not')) return choice('unclear', offered, 'booking-unclear');
  const common = slots.filter((slot) => named.every(({ fits }) => fits.includes(slot)));
  const isOpen = said('hedge') || strange > (isPlain(named) ? STRANGE_MOST : 0);
  if (!isOpen && common.length === 1) return choice('chosen', timesOf(common), 'booking-chosen');
  const isUnknown = named.some(({ fits }) => fits.length === 0);
  if (isUnknown && !said('hedge') && strange <= STRANGE_MOST) return choice('none', [], 'booking-not-offered');
  const any = slots.filter((slot) => named.some(({ fits }) => fits.includes(slot)));
  const left = common.length > 0 ? common : any.length > 0 ? any : slots;
  return choice('unclear', timesOf(left), 'booking-unclear');
}

/** Whether enough is said that a word more or less changes nothing. */
function isPlain(named: readonly Named[]): boolean {
  return named.length > 1 || named.some(({ isClock }) => isClock);
}

function choice(kind: ChoiceKind, left: readonly number[], code: BookingReason): Choice {
  return { kind, left, reasons: [{ code, facts: { left: left.length } }] };
}

function timesOf(slots: readonly Slot[]): readonly number[] {
  return slots.map(({ at }) => at);
}

/** Nothing was said of a time. */
function unnamed(said: (kind: Heard['kind']) => boolean, strange: number, offered: readonly number[]): Choice {
  const isAnswer = strange === 0 && (said('any') || said('yes') || said('not') || said('hedge'));
  if (!isAnswer) return choice('other', [], 'booking-other');
  const isYes = !said('not') && !said('hedge');
  if (isYes && (said('any') || offered.length === 1)) return choice('chosen', offered.slice(0, 1), 'booking-chosen');
  return choice('unclear', offered, 'booking-unclear');
}

function slotOf(at: number, zone: string): Slot {
  const wall = wallAt(at, zone);
  const day = dayOf(wall);
  const [, month, date] = isoDay(day).split('-').map(Number) as [number, number, number];
  return { at, day, month, date, weekday: weekdayOf(day), minute: (wall - day * DAY_MS) / MINUTE_MS };
}

function namedIn(heard: readonly Heard[], slots: readonly Slot[], today: number): readonly Named[] {
  const isAlone = heard.length === 1;
  const numbers = heard.filter(({ kind }) => kind === 'number' || kind === 'clock').length;
  const others = heard.filter(({ kind }) => NAMING.has(kind)).length;
  return heard.flatMap((one, i) => {
    const fits = fitsOf(one, { heard, i, slots, today, isAlone, isOnly: numbers + others === 1 });
    return fits === null ? [] : [{ fits, isClock: one.kind === 'clock' || one.kind === 'noon' }];
  });
}

const NAMING: ReadonlySet<Heard['kind']> = new Set(['weekdays', 'ordinals', 'days', 'parts', 'noon']);

interface Around {
  readonly heard: readonly Heard[];
  readonly i: number;
  readonly slots: readonly Slot[];
  readonly today: number;
  readonly isAlone: boolean;
  /** Nothing else is said of a time. */
  readonly isOnly: boolean;
}

/** The times that one thing fits; null = it says nothing of a time by itself. */
function fitsOf(one: Heard, around: Around): readonly Slot[] | null {
  const { slots, today } = around;
  switch (one.kind) {
    case 'weekdays':
      return slots.filter(({ weekday }) => weekday === one.value);
    case 'days':
      return slots.filter(({ day }) => day === today + one.value);
    case 'ordinals':
      return counted(slots, one.value);
    case 'parts':
      return slots.filter(({ minute }) => isIn(minute, one.part));
    case 'noon':
      return slots.filter(({ minute }) => minute === HALF_DAY);
    case 'clock':
      return atTime(slots, one.minute, around.heard[around.i + 1]);
    case 'number':
      return byNumber(one.value, around);
    default:
      return null;
  }
}

function counted(slots: readonly Slot[], place: number): readonly Slot[] {
  const slot = slots.at(place);
  return slot === undefined ? [] : [slot];
}

function isIn(minute: number, part: DayPart): boolean {
  if (part === 'morning') return minute < HALF_DAY;
  return part === 'evening' ? minute >= EVENING : minute >= HALF_DAY && minute < NIGHT;
}

/** A time of which nobody said which half of the day is either of both. */
function atTime(slots: readonly Slot[], minute: number, after: Heard | undefined): readonly Slot[] {
  const half = minute % HALF_DAY;
  const isTold = isHalf(after);
  const late = after?.kind === 'pm' ? half + HALF_DAY : minute >= HALF_DAY + HOUR ? minute : half;
  return slots.filter((slot) => slot.minute === late || (!isTold && slot.minute === half + HALF_DAY));
}

/** A number is an hour, a day or a place in the list, as what stands around it says; where nothing does, it is all that it may be. */
function byNumber(value: number, { heard, i, slots, isAlone, isOnly }: Around): readonly Slot[] {
  const [before, after] = [heard[i - 1], heard[i + 1]];
  const ofDate = slots.filter(({ date }) => date === value);
  const place = value > 0 ? counted(slots, value - 1) : [];
  if (before?.kind === 'option' || (isAlone && place.length > 0)) return place;
  const month = monthOf(heard, i);
  if (month !== null) return ofDate.filter((slot) => slot.month === month);
  if (after?.kind === 'ends') return isOnly ? union(slots, ofDate, place) : ofDate;
  const hour = atHour(slots, value, before, after);
  const isHour = before?.kind === 'at' || before?.kind === 'past' || after?.kind === 'minutes' || isHalf(after);
  return isHour ? hour : union(slots, ofDate, hour, isOnly ? place : []);
}

function isHalf(after: Heard | undefined): boolean {
  return after?.kind === 'am' || after?.kind === 'pm';
}

function atHour(slots: readonly Slot[], value: number, before: Heard | undefined, after: Heard | undefined) {
  const past = before?.kind === 'past' ? before.value : after?.kind === 'minutes' ? after.value : 0;
  return atTime(slots, value * HOUR + past, after);
}

/** The month beside a number, right before it or after it, words that say nothing between them left out. */
function monthOf(heard: readonly Heard[], i: number): number | null {
  const passes = ({ kind }: Heard) => kind !== 'fill' && kind !== 'ends';
  const near = [heard.slice(i + 1).find(passes), heard.slice(0, i).findLast(passes)];
  const month = near.find((one) => one?.kind === 'months');
  return month?.kind === 'months' ? month.value : null;
}

function union(slots: readonly Slot[], ...sets: readonly (readonly Slot[])[]): readonly Slot[] {
  return slots.filter((slot) => sets.some((set) => set.includes(slot)));
}
