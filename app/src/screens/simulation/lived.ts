/** A run that is under way, as it tells itself: the day that it is at, and how many messages left on each before. */

/** A word of it. */
interface Told {
  readonly stage: string;
  readonly done: number;
}

/** How far it is. */
export interface LivedSoFar {
  /** From 0; null = leads are still assessed. */
  readonly day: number | null;
  /** Leads assessed, then messages. */
  readonly done: number;
  /** Messages of each day, as far as it is over. */
  readonly byDay: readonly number[];
}

/** It has not begun. */
export const NOTHING_LIVED: LivedSoFar = { day: null, done: 0, byDay: [] };

const DAY = /^day (\d+)$/;

/** With what was told next. What left since the last word left on the day of that word: the clock moves on when nothing more is due. */
export function livedOn({ day, done, byDay }: LivedSoFar, told: Told): LivedSoFar {
  const to = DAY.exec(told.stage)?.[1];
  if (to === undefined) return { day: null, done: told.done, byDay };
  if (day === null) return { day: Number(to), done: told.done, byDay: filled(byDay, Number(to), 0, told.done) };
  return { day: Number(to), done: told.done, byDay: filled(byDay, Number(to), day, told.done - done) };
}

function filled(byDay: readonly number[], length: number, at: number, more: number): number[] {
  const all = Array.from({ length: Math.max(byDay.length, length + 1, at + 1) }, (_, n) => byDay[n] ?? 0);
  all[at] = (all[at] ?? 0) + more;
  return all;
}
