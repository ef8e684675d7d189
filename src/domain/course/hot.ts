/**
 * Whether a lead of a class is hot: invited, far enough, and there lately. Pure; the rule is directives/class-hot.md. The only place
 * that says so: lists, scans, scores and hand-offs all ask here.
 */
import type { Reason } from '../reason.ts';
import { isPartOfHundred } from './completion.ts';
import { wholeDaysSince } from './days.ts';
import type { ClassReason } from './reasons.ts';
import type { ClassRules } from './rules.ts';

/** What is asked. Times in epoch milliseconds; null = not known. */
export interface HotFacts {
  readonly isInvited: boolean;
  /** Part of the class that is done, per cent; what is no part of a hundred counts as not known. */
  readonly completion: number | null;
  readonly lastActivityAt: number | null;
}

/** The verdict with its one reason. */
export interface HotVerdict {
  readonly isHot: boolean;
  readonly reason: Reason;
  readonly evaluatedAt: number;
}

const NOT_INVITED = reasonOf('class-not-invited');
const UNKNOWN = reasonOf('class-completion-unknown');
const LOW = reasonOf('class-completion-low');
const NEVER_SEEN = reasonOf('class-no-activity');
const STALE = reasonOf('class-activity-stale');
const HOT = reasonOf('class-hot');

function reasonOf(code: ClassReason): Reason {
  return { code };
}

/** Three gates in their order; the first that is shut is the reason. Activity that lies ahead counts as today's. */
export function hotVerdict(facts: HotFacts, rules: ClassRules, now: number): HotVerdict {
  const shut = shutGate(facts, rules, now);
  return { isHot: shut === null, reason: shut ?? HOT, evaluatedAt: now };
}

function shutGate({ isInvited, completion, lastActivityAt }: HotFacts, rules: ClassRules, now: number): Reason | null {
  if (!isInvited) return NOT_INVITED;
  if (completion === null || !isPartOfHundred(completion)) return UNKNOWN;
  if (completion < rules.hotCompletion) return LOW;
  const days = wholeDaysSince(lastActivityAt, now);
  if (days === null) return NEVER_SEEN;
  return days > rules.hotDays ? STALE : null;
}
