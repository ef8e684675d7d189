/** Wall-clock texts of directive tables, by Temporal itself, so that a table never checks a rule with that rule. */

/** Epoch milliseconds of `2026-03-14T10:00` in a zone; a text with an offset or `Z` stands for itself. */
export function instantOf(text: string, zone: string): number {
  return /(?:Z|[+-]\d\d:\d\d)$/.test(text)
    ? Temporal.Instant.from(text).epochMilliseconds
    : Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds;
}

/** `Mon 2026-03-16T09:00` as a wall in the zone shows it; seconds only where there are some. */
export function wallText(at: number, zone: string): string {
  const shown = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  const weekday = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][shown.dayOfWeek - 1];
  const exact = shown.second === 0 && shown.millisecond === 0;
  return `${weekday} ${shown.toPlainDateTime().toString(exact ? { smallestUnit: 'minute' } : {})}`;
}

/** `09:30` as minutes since midnight. */
export function minuteOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
}
