/**
 * What offset a zone has at an instant, and how long it stays so.
 * Owns the memory of each zone's offsets; must never read the time that is now, or give a wall time a meaning (that is
 * `local-time.ts`).
 * Source: ECMA-402 Temporal with Node's IANA time-zone data; held against Python's zoneinfo in local-time.test.ts.
 * Why: a Temporal conversion costs 4–11 µs. Between two transitions an offset never changes, so each such span is asked
 * for once: later conversions are an addition (0.03 µs), exact at any instant and in any zone.
 */
import { LIMITS } from '../limits.ts';

/** A stretch of time in which a zone keeps one offset. `start` ≤ instant < `end`, epoch milliseconds. */
export interface Span {
  readonly start: number;
  readonly end: number;
  /** Milliseconds that the wall clock is ahead of UTC. */
  readonly offset: number;
}

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
