/**
 * How points fade. Pure; the rule is directives/signal-decay.md. Whole numbers only, so that the same events give the same bytes on
 * every machine.
 */
import { DAY_MS, MINUTE_MS } from '../calendar/day.ts';
import type { Evidence } from './evidence.ts';
import { wipesOut } from './evidence.ts';
import type { SignalRule } from './rule.ts';

/** What one point is counted in. */
export const THOUSANDTHS = 1_000;
const MINUTES_PER_DAY = DAY_MS / MINUTE_MS;

/**
 * Thousandths that points still count after `ageMs`: half after each half-life, evenly in between, minute by minute.
 * Why not a power of two at every instant: powers of fractions may differ in their last digit from machine to machine; this is
 * exact, and anybody can check it on paper.
 */
export function pointsLeft(points: number, ageMs: number, halfLifeDays: number): number {
  const half = halfLifeDays * MINUTES_PER_DAY;
  const age = Math.floor(ageMs / MINUTE_MS);
  const halvings = Math.floor(age / half);
  const since = age - halvings * half;
  return Math.floor((points * THOUSANDTHS * (2 * half - since)) / (2 * half * 2 ** halvings));
}

/** Thousandths that all evidence up to `at` counts then. */
export function thousandthsAt(evidence: readonly Evidence[], { halfLifeDays }: SignalRule, at: number): number {
  let all = 0;
  for (const piece of evidence) {
    if (piece.at > at) break;
    all = wipesOut(piece) ? 0 : all + pointsLeft(piece.points, at - piece.at, halfLifeDays);
  }
  return all;
}

/** The first instant from `from` on at which the points are below `fall`, if nothing more happens. */
export function fallsAt(evidence: readonly Evidence[], rule: SignalRule, from: number): number {
  const isBelow = (at: number) => thousandthsAt(evidence, rule, at) < rule.fall * THOUSANDTHS;
  if (isBelow(from)) return from;
  let above = from;
  let below = from + rule.halfLifeDays * DAY_MS;
  while (!isBelow(below)) {
    above = below;
    below += rule.halfLifeDays * DAY_MS;
  }
  while (below - above > 1) {
    const middle = Math.floor((above + below) / 2);
    if (isBelow(middle)) below = middle;
    else above = middle;
  }
  return below;
}
