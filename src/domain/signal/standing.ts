/**
 * Whether a signal is up, since when, and what it went through: the evidence is gone through in order of time, whatever order it
 * came in. Pure; the rule is directives/signals.md.
 */

import type { LeadEvent } from '../event.ts';
import { fallsAt, THOUSANDTHS, thousandthsAt } from './decay.ts';
import { type Evidence, evidenceOf, withEvidence } from './evidence.ts';
import type { SignalRule } from './rule.ts';

/** A signal rose or fell. */
export interface Turn {
  readonly to: 'up' | 'down';
  readonly at: number;
}

/** How a signal stands at one moment. */
export interface Standing {
  readonly name: string;
  readonly isUp: boolean;
  /** Whole points at that moment. */
  readonly points: number;
  /** When it falls if nothing more happens; null = it is down. */
  readonly fallsAt: number | null;
  /** Every rise and fall up to that moment, in order. */
  readonly turns: readonly Turn[];
}

/** How a signal stands at `now`, by its evidence in order of time. */
export function standingOf(evidence: readonly Evidence[], rule: SignalRule, now: number): Standing {
  const turns: Turn[] = [];
  let falls: number | null = null;
  for (const [i, { at }] of evidence.entries()) {
    if (falls !== null && falls < at) {
      turns.push({ to: 'down', at: falls });
      falls = null;
    }
    const known = evidence.slice(0, i + 1);
    const risesNow = falls === null && thousandthsAt(known, rule, at) >= rule.rise * THOUSANDTHS;
    if (risesNow) turns.push({ to: 'up', at });
    if (falls !== null || risesNow) falls = fallsAt(known, rule, at);
  }
  if (falls !== null && falls <= now) {
    turns.push({ to: 'down', at: falls });
    falls = null;
  }
  const points = Math.floor(thousandthsAt(evidence, rule, now) / THOUSANDTHS);
  return { name: rule.name, isUp: falls !== null, points, fallsAt: falls, turns };
}

/** How every signal stands at `now` by all that happened to a lead until then, in whatever order it is told. */
export function signalsAt(events: readonly LeadEvent[], rules: readonly SignalRule[], now: number): Standing[] {
  return rules.map((rule) => {
    const evidence = events.reduce<readonly Evidence[]>((known, event) => heard(known, event, rule), []);
    return standingOf(evidence, rule, now);
  });
}

function heard(known: readonly Evidence[], event: LeadEvent, rule: SignalRule): readonly Evidence[] {
  const more = evidenceOf(event, rule);
  return more === null ? known : withEvidence(known, more);
}

/**
 * What is to be noted of the way to `standing`, where the last thing noted is `noted` (null = nothing): each turn that came
 * later, or one at `now` where something that came late tells the story otherwise.
 */
export function turnsSince(noted: Turn | null, { turns, isUp }: Standing, now: number): readonly Turn[] {
  const told: Turn[] = [];
  let last = noted?.to ?? 'down';
  for (const turn of turns) {
    if (turn.to === last || (noted !== null && turn.at <= noted.at)) continue;
    told.push(turn);
    last = turn.to;
  }
  const to = isUp ? 'up' : 'down';
  return last === to ? told : [...told, { to, at: now }];
}
