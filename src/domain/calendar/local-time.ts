/**
 * Wall clock ↔ instant, for every zone and year, by one rule: a wall time means the first instant that shows it or
 * anything later. So a time that a spring night skips becomes the end of the gap (03:00, not 03:30), and a time that
 * an autumn night shows twice is its first pass.
 * Owns the memory of each zone's offsets; must never read the time that is now.
 * Source: ECMA-402 Temporal with Node's IANA time-zone data; held against Python's zoneinfo in local-time.test.ts.
 * Why: a Temporal conversion costs 4–11 µs. Between two transitions an offset never changes, so each such span is asked
 * for once: later conversions are an addition (0.1 µs), exact at any instant and in any zone.
 */
import { LIMITS } from '../limits.ts';

/** A stretch of time in which a zone keeps one offset. `start` ≤ instant < `end`, epoch milliseconds. */
export interface Span {
  readonly start: number;
  readonly end: number;
  /** Milliseconds that the wall clock is ahead of UTC. */
  readonly offset: number;
}

/** No zone's clock has run further ahead of UTC, so no wall time is shown earlier than this before its own reading. */
const FURTHEST_AHEAD_MS = 16 * 3_600_000;

interface ZoneMemory {
  last: Span;
  spans: Span[];
}
const memory = new Map<string, ZoneMemory>();

/**
 * Whether a text names an IANA zone that this Node knows (`Europe/Berlin`; not `+02:00`, not `CET-1CEST`).
 * Costs 1 µs.
 */
export function isZone(name: string): boolean {
  if (!/^[A-Za-z][\w+-]*(?:\/[\w+-]+)*$/.test(name)) return false;
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/**
 * The stretch of unchanging offset around an instant.
 * Throws RangeError for an unknown zone (ask `isZone` first) and for instants outside Temporal's range.
 */
export function spanAt(at: number, zone: string): Span {
  const known = memory.get(zone);
  if (known === undefined) return remember(at, zone);
  const { last } = known;
  if (at >= last.start && at < last.end) return last;
  for (const span of known.spans) {
    if (at >= span.start && at < span.end) {
      known.last = span;
      return span;
    }
  }
  return remember(at, zone, known);
}

/** Wall clock shown in a zone at an instant: milliseconds since 1970-01-01T00:00 on that wall. */
export function wallAt(at: number, zone: string): number {
  return at + spanAt(at, zone).offset;
}

/**
 * The first instant, not before `from`, at which a zone's clock shows a wall time or anything later.
 * `wall` in milliseconds since 1970-01-01T00:00 on the wall; result in epoch milliseconds.
 */
export function firstShowing(wall: number, zone: string, from = Number.NEGATIVE_INFINITY): number {
  let at = Math.max(wall - FURTHEST_AHEAD_MS, from);
  for (;;) {
    const { end, offset } = spanAt(at, zone);
    const shown = Math.max(at, wall - offset);
    if (shown < end) return shown;
    at = end;
  }
}

function remember(at: number, zone: string, known?: ZoneMemory): Span {
  const span = askTemporal(at, zone);
  if (known !== undefined && known.spans.length < LIMITS.zoneSpans) {
    known.spans.push(span);
    known.last = span;
    return span;
  }
  if (memory.size >= LIMITS.zonesRemembered) memory.clear();
  memory.set(zone, { last: span, spans: [span] });
  return span;
}

function askTemporal(at: number, zone: string): Span {
  const here = Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toZonedDateTimeISO(zone);
  const start = here.add({ nanoseconds: 1 }).getTimeZoneTransition('previous')?.epochMilliseconds;
  const end = here.getTimeZoneTransition('next')?.epochMilliseconds;
  return {
    start: start ?? Number.NEGATIVE_INFINITY,
    end: end ?? Number.POSITIVE_INFINITY,
    offset: here.offsetNanoseconds / 1_000_000,
  };
}
