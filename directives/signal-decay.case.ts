/** Runs a row of signal-decay.md. */
import type { EventKind } from '../src/domain/event.ts';
import { fallsAt, pointsLeft, thousandthsAt } from '../src/domain/signal/decay.ts';
import type { Evidence } from '../src/domain/signal/evidence.ts';

interface Row {
  readonly points?: number;
  readonly days?: number;
  readonly minutes?: number;
  readonly half?: number;
  /** `clicked 10 @3`: kind, points, day. */
  readonly events?: readonly string[];
  readonly on?: number;
  readonly from?: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
const RULE = { name: 'hot', points: {}, halfLifeDays: 10, rise: 60, fall: 30 };

export function run({
  points = 0,
  days = 0,
  minutes = 0,
  half = 0,
  events,
  on,
  from,
}: Row): Readonly<Record<string, unknown>> {
  if (events === undefined) return { left: pointsLeft(points, days * DAY_MS + minutes * MINUTE_MS, half) };
  const evidence = events.map(pieceOf);
  if (on !== undefined) return { sum: thousandthsAt(evidence, RULE, on * DAY_MS) };
  return { falls: told(fallsAt(evidence, RULE, (from ?? 0) * DAY_MS)) };
}

/** A number where it is the very first instant. */
function told(at: number): string | number {
  if (at === 0) return 0;
  const wholeDays = Math.floor(at / DAY_MS);
  const rest = at - wholeDays * DAY_MS;
  return [wholeDays > 0 ? `${wholeDays} days` : '', rest > 0 ? `+${rest / MINUTE_MS} minutes` : '']
    .filter(Boolean)
    .join(' ');
}

function pieceOf(text: string, i: number): Evidence {
  const [kind, points, day = ''] = text.split(' ');
  return { event: `evt${i}`, kind: kind as EventKind, at: Number(day.slice(1)) * DAY_MS, points: Number(points) };
}
