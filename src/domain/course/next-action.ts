/**
 * What is to be done about a lead of a class next, and in which part of its life it is. Pure; the rule is
 * directives/class-next-action.md. One vocabulary for who proposes and who acts: `ClassAction`.
 */
import type { Reason } from '../reason.ts';
import { isThrough } from './completion.ts';
import { wholeDaysSince, wholeHoursSince } from './days.ts';
import { type HotVerdict, hotVerdict } from './hot.ts';
import type { ClassReason } from './reasons.ts';
import type { ClassRules } from './rules.ts';

/** What may be proposed, in the order of weight. */
export const CLASS_ACTIONS = [
  'send-invite',
  'ready-for-booking',
  'reengage-completed',
  'warm-review',
  'reengage-stalled-lead',
  'nudge-progress',
] as const;
/** One of `CLASS_ACTIONS`. */
export type ClassAction = (typeof CLASS_ACTIONS)[number];

/** Where a lead stands. */
export type ClassStage =
  | 'not-invited'
  | 'invited-not-started'
  | 'started-active'
  | 'started-stale'
  | 'completed-warm'
  | 'completed-reengage'
  | 'booking-ready';

/** What is asked. Times in epoch milliseconds; null = not known. */
export interface ActionFacts {
  readonly isInvited: boolean;
  /** When the first invitation left. */
  readonly invitedAt: number | null;
  readonly completion: number | null;
  readonly lastActivityAt: number | null;
  /** A person said that the lead is to be offered a call. */
  readonly isChosen: boolean;
}

/** A proposal. */
export interface Recommendation {
  readonly action: ClassAction;
  readonly priority: 'high' | 'medium' | 'low';
  /** Null = nobody is turned to. */
  readonly channel: 'email' | 'call' | null;
  readonly reason: Reason;
  /** Whether the final word is to be said. */
  readonly finalises: boolean;
  readonly hot: HotVerdict;
}

/** The proposal at `now`; the first that fits. */
export function nextAction(facts: ActionFacts, rules: ClassRules, now: number): Recommendation {
  const hot = hotVerdict(facts, rules, now);
  const through = isThrough(facts.completion);
  const propose = proposer(hot);
  if (!facts.isInvited) return propose('send-invite', 'low', 'email', { code: 'class-not-invited' }, false);
  if (hot.isHot) return propose('ready-for-booking', 'high', 'call', hot.reason, through);
  if (through) {
    return isStale(facts, rules, now)
      ? propose('reengage-completed', 'medium', 'email', { code: 'class-completed-stale' }, true)
      : propose('warm-review', 'low', null, { code: 'class-completed' }, true);
  }
  if (hasStarted(facts) && isStale(facts, rules, now)) {
    return propose('reengage-stalled-lead', 'high', 'call', { code: 'class-stalled' }, false);
  }
  return propose('nudge-progress', 'medium', 'email', nudgeReason(facts, now), false);
}

function proposer(hot: HotVerdict) {
  return (
    action: ClassAction,
    priority: Recommendation['priority'],
    channel: Recommendation['channel'],
    reason: Reason,
    finalises: boolean,
  ): Recommendation => ({ action, priority, channel, reason, finalises, hot });
}

/** The part of its life that a lead is in. A call is for whoever is hot, or whom a person chose. */
export function stageOf(facts: ActionFacts, rules: ClassRules, now: number): ClassStage {
  if (!facts.isInvited) return 'not-invited';
  const through = isThrough(facts.completion);
  const stale = isStale(facts, rules, now);
  if (facts.isChosen || (through && hotVerdict(facts, rules, now).isHot)) return 'booking-ready';
  if (through) return stale ? 'completed-reengage' : 'completed-warm';
  if (!hasStarted(facts)) return 'invited-not-started';
  return stale ? 'started-stale' : 'started-active';
}

function hasStarted({ completion }: ActionFacts): boolean {
  return completion !== null && completion > 0;
}

/** No activity is known, or none for more than the days of a stall. */
function isStale({ lastActivityAt }: ActionFacts, { stallDays }: ClassRules, now: number): boolean {
  const days = wholeDaysSince(lastActivityAt, now);
  return days === null || days > stallDays;
}

function nudgeReason(facts: ActionFacts, now: number): Reason {
  if (hasStarted(facts)) return { code: idleCode(facts.lastActivityAt, now) ?? 'class-active' };
  return { code: noStartCode(facts.invitedAt, now) ?? 'class-not-started' };
}

/** Whole hours since somebody who has begun was there; null = less than two days, or never. */
export function idleCode(lastActivityAt: number | null, now: number): ClassReason | null {
  const hours = wholeHoursSince(lastActivityAt, now);
  if (hours === null || hours < 48) return null;
  if (hours >= 168) return 'class-idle-7d';
  return hours >= 96 ? 'class-idle-4d' : 'class-idle-48h';
}

/** Whole hours since the invitation of somebody who has not begun; null = less than a day, or not known. */
export function noStartCode(invitedAt: number | null, now: number): ClassReason | null {
  const hours = wholeHoursSince(invitedAt, now);
  if (hours === null || hours < 24) return null;
  if (hours >= 168) return 'class-no-start-7d';
  return hours >= 72 ? 'class-no-start-72h' : 'class-no-start-24h';
}
