/** Runs a row of booking-offer.md. */
import { offerFrom } from '../src/domain/booking/offer.ts';

interface Row {
  readonly free: readonly string[];
  readonly zone?: string;
  readonly now?: string;
  readonly notice?: number;
  readonly ahead?: number;
  readonly days?: readonly number[];
  readonly passed?: readonly string[];
}

export function run({ free, zone = 'America/Los_Angeles', now = '11-08T09:00', notice = 60, ...row }: Row) {
  const { ahead: aheadDays = 7, days = [1, 2, 3, 4, 5, 6], passed = [] } = row;
  const at = (local: string) => Temporal.PlainDateTime.from(`2026-${local}`).toZonedDateTime(zone).epochMilliseconds;
  const rules = { now: at(now), zone, noticeMinutes: notice, aheadDays, days, fromMinute: 540, toMinute: 1140 };
  const { slots, reasons } = offerFrom(free.map(at), { ...rules, passed: passed.map(at) });
  const [reason] = reasons;
  if ((reason?.code === 'booking-no-slot') !== (slots.length === 0)) throw new Error(`the reason is ${reason?.code}`);
  const local = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).toPlainDateTime();
  return { slots: slots.map((ms) => local(ms).toString({ smallestUnit: 'minute' }).slice(5)) };
}
