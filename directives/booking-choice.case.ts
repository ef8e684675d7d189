/** Runs a row of booking-choice.md. */
import { readChoice } from '../src/domain/booking/choice.ts';
// Both are of one rule: the hunt changes each.
import '../src/domain/booking/choice-words.ts';

interface Row {
  readonly text?: string;
  readonly offered?: readonly string[];
}

const ZONE = 'America/Los_Angeles';

function at(local: string): number {
  return Temporal.PlainDateTime.from(`2026-11-${local}`).toZonedDateTime(ZONE).epochMilliseconds;
}

export function run({ text = '', offered = ['10T10:00', '12T10:30', '13T14:00'] }: Row) {
  const times = offered.map(at);
  const { kind, left, reasons } = readChoice(text, times, { zone: ZONE, now: at('09T09:00') });
  return { kind, left: left.map((time) => times.indexOf(time) + 1), code: reasons[0]?.code };
}
