/**
 * Which times of a calendar a lead is offered (directives/booking-offer.md): so early as somebody can be ready, within hours that suit where
 * the lead is, spread over days. Pure. Owns the choice; what is free is the calendar's.
 */
import { DAY_MS, dayOf, MINUTE_MS, weekdayOf } from '../calendar/day.ts';
import { wallAt } from '../calendar/local-time.ts';
import { LIMITS } from '../limits.ts';
import type { Reason } from '../reason.ts';
import type { BookingReason } from './reasons.ts';

/** By what times are chosen. */
export interface OfferRules {
  /** Epoch ms. */
  readonly now: number;
  /** IANA zone of the lead. */
  readonly zone: string;
  readonly noticeMinutes: number;
  /** How many days ahead, today counted. */
  readonly aheadDays: number;
  /** Days of the week, 1 = Monday, and hours in the zone of the lead; the end is not allowed. */
  readonly days: readonly number[];
  readonly fromMinute: number;
  readonly toMinute: number;
  /** Beginnings, epoch ms, that are not offered again: the lead did not want them, or somebody else has them. */
  readonly passed: readonly number[];
}

/** Times that are offered, earliest first; none where nothing fits. */
export interface Offered {
  readonly slots: readonly number[];
  readonly reasons: readonly Reason[];
}

/** Two times of one day are so far apart. */
const APART_MS = 120 * MINUTE_MS;
const NOON_MINUTE = 720;

/** Chooses among what is free, beginnings in epoch ms in any order. */
export function offerFrom(free: readonly number[], rules: OfferRules): Offered {
  const fits = [...new Set(free)].sort((a, b) => a - b).filter((at) => isFit(at, rules));
  const slots = [...spread(fits, rules)].sort((a, b) => a - b);
  const code: BookingReason = slots.length === 0 ? 'booking-no-slot' : 'booking-offered';
  return { slots, reasons: [{ code, facts: { free: free.length, fit: fits.length, offered: slots.length } }] };
}

function isFit(at: number, { now, zone, noticeMinutes, aheadDays, days, fromMinute, toMinute, passed }: OfferRules) {
  if (at < now + noticeMinutes * MINUTE_MS || passed.includes(at)) return false;
  const wall = wallAt(at, zone);
  const day = dayOf(wall);
  const minute = minuteOf(wall);
  const isSoon = day < dayOf(wallAt(now, zone)) + aheadDays;
  return isSoon && days.includes(weekdayOf(day)) && minute >= fromMinute && minute < toMinute;
}

function minuteOf(wall: number): number {
  return (wall - dayOf(wall) * DAY_MS) / MINUTE_MS;
}

/** One of each day, morning and afternoon in turn; where there are too few days, more of them, apart from each other. */
function spread(fits: readonly number[], { zone }: OfferRules): readonly number[] {
  const chosen: number[] = [];
  const days = Map.groupBy(fits, (at) => dayOf(wallAt(at, zone)));
  for (const ofDay of days.values()) {
    const isLate = (at: number) => minuteOf(wallAt(at, zone)) >= NOON_MINUTE;
    const wantsLate = chosen.length === 1;
    if (chosen.length < LIMITS.offeredSlots) chosen.push(ofDay.find((at) => isLate(at) === wantsLate) ?? ofDay[0]!);
  }
  for (const at of fits) {
    const isApart = chosen.every((other) => Math.abs(other - at) >= APART_MS);
    if (chosen.length < LIMITS.offeredSlots && isApart) chosen.push(at);
  }
  return chosen;
}
