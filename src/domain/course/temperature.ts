/**
 * How warm a lead of a class is, 0 to 100, by six components that each say why. Pure; the rule is directives/class-temperature.md.
 * Owns the points; what is asked is counted elsewhere.
 */
import type { Reason } from '../reason.ts';
import { wholeDaysSince } from './days.ts';
import type { ClassReason } from './reasons.ts';
import type { Confidence } from './reflection.ts';

/** What a temperature is made of. Null = not known. */
export interface TemperatureFacts {
  readonly isInvited: boolean;
  /** Per cent. */
  readonly completion: number | null;
  readonly startedAt: number | null;
  readonly lastActivityAt: number | null;
  /** Mean of the quizzes, per cent. */
  readonly quizAverage: number | null;
  /** Mean count of attempts per question. */
  readonly attemptsAverage: number | null;
  readonly confidence: Confidence | null;
}

/** One component of a temperature. */
export interface Component {
  readonly name: 'completion' | 'recency' | 'quiz' | 'reflection' | 'velocity' | 'retries' | 'invitation';
  /** Whole; of retries and of a cap below 0. */
  readonly points: number;
  readonly reason: Reason;
}

/** hot from 70, warm from 35. */
export type Signal = 'hot' | 'warm' | 'cold';

/** The temperature and what it is made of, in one order. */
export interface Temperature {
  readonly score: number;
  readonly signal: Signal;
  readonly components: readonly Component[];
}

/** Points at most of someone who was never invited. */
const UNINVITED_CAP = 15;
const HOT_FROM = 70;
const WARM_FROM = 35;

/** The temperature at `now`. */
export function temperatureOf(facts: TemperatureFacts, now: number): Temperature {
  const parts = [
    completionPart(facts.completion),
    recencyPart(wholeDaysSince(facts.lastActivityAt, now)),
    quizPart(facts.quizAverage),
    reflectionPart(facts.confidence),
    velocityPart(facts.completion, wholeDaysSince(facts.startedAt, now)),
    ...retryPart(facts.attemptsAverage),
  ];
  const sum = Math.min(100, Math.max(0, total(parts)));
  const components = facts.isInvited ? parts : [...parts, capOf(sum)];
  const score = facts.isInvited ? sum : Math.min(sum, UNINVITED_CAP);
  return { score, signal: signalOf(score), components };
}

/** The name of a score. */
export function signalOf(score: number): Signal {
  if (score >= HOT_FROM) return 'hot';
  return score >= WARM_FROM ? 'warm' : 'cold';
}

function total(parts: readonly Component[]): number {
  return parts.reduce((sum, { points }) => sum + points, 0);
}

function capOf(sum: number): Component {
  return part('invitation', Math.min(0, UNINVITED_CAP - sum), 'class-not-invited');
}

function completionPart(completion: number | null): Component {
  if (completion === null || completion <= 0) return part('completion', 0, 'class-completion-none');
  const points = Math.min(40, Math.floor((completion * 40) / 100));
  if (completion < 25) return part('completion', points, 'class-completion-low');
  return part('completion', points, completion < 75 ? 'class-completion-moderate' : 'class-completion-strong');
}

function recencyPart(days: number | null): Component {
  if (days === null) return part('recency', 0, 'class-no-activity');
  if (days <= 7) return part('recency', 25, 'class-recently-active');
  if (days <= 14) return part('recency', 18, 'class-activity-moderate');
  if (days <= 21) return part('recency', 10, 'class-activity-stale');
  return days <= 30 ? part('recency', 4, 'class-activity-very-stale') : part('recency', 0, 'class-activity-dormant');
}

function quizPart(average: number | null): Component {
  if (average === null) return part('quiz', 10, 'class-quiz-unknown');
  const points = Math.max(0, Math.min(20, Math.floor((average * 20) / 100)));
  if (average >= 80) return part('quiz', points, 'class-quiz-strong');
  return part('quiz', points, average >= 50 ? 'class-quiz-moderate' : 'class-quiz-weak');
}

const BY_CONFIDENCE = {
  high: { points: 15, code: 'class-reflection-high' },
  medium: { points: 9, code: 'class-reflection-medium' },
  low: { points: 3, code: 'class-reflection-low' },
  unknown: { points: 7, code: 'class-reflection-unknown' },
} as const;

function reflectionPart(confidence: Confidence | null): Component {
  const { points, code } = BY_CONFIDENCE[confidence ?? 'unknown'];
  return part('reflection', points, code);
}

/** Per cent a day since the start, the first day counting as one. */
function velocityPart(completion: number | null, days: number | null): Component {
  if (completion === null || days === null) return part('velocity', 5, 'class-velocity-unknown');
  const speed = completion / Math.max(1, days);
  if (speed > 5) return part('velocity', 10, 'class-velocity-fast');
  if (speed > 1.5) return part('velocity', 6, 'class-velocity-moderate');
  return speed > 0 ? part('velocity', 3, 'class-velocity-slow') : part('velocity', 0, 'class-velocity-none');
}

function retryPart(average: number | null): readonly Component[] {
  if (average === null || average <= 1.5) return [];
  if (average <= 2.5) return [part('retries', -5, 'class-retry-mild')];
  return [average <= 3.5 ? part('retries', -10, 'class-retry-moderate') : part('retries', -15, 'class-retry-high')];
}

function part(name: Component['name'], points: number, code: ClassReason): Component {
  return { name, points, reason: { code } };
}
