/**
 * How ready a seller is (FRS) and how committed a person is to the conversation (PCS), from what they said themselves. Owns the
 * weights. Of nobody who has said nothing there is a score: no conversation is no evidence.
 */
import { clausesOf } from '../facts/clauses.ts';
import type { Reason } from '../reason.ts';
import { stallIn } from './stalls.ts';
import { topicsIn } from './words.ts';

/** 0–100; null = there is no conversation. */
export interface Score {
  readonly score: number | null;
  readonly label: Label | null;
  readonly reasons: readonly Reason[];
}
/** One word, the same wherever it is asked for. */
export type Label = 'hot' | 'warm' | 'lukewarm' | 'cold';

/** A pillar of which nothing was said in a conversation. */
const UNSAID = 50;
/** Percent of the whole, and what a pillar counts where its words are heard. */
const READINESS = [
  { pillar: 'motivation', percent: 35, high: 85, low: 20 },
  { pillar: 'timeline', percent: 30, high: 90, low: 20 },
  { pillar: 'condition', percent: 20, high: 85, low: 20 },
  { pillar: 'price', percent: 15, high: 85, low: UNSAID },
] as const;
const PERCENT = 100;
const LABELS = [
  ['hot', 75],
  ['warm', 50],
  ['lukewarm', 25],
] as const;

const NO_SCORE: Score = { score: null, label: null, reasons: [{ code: 'bot-no-conversation' }] };

/** The label of a score. */
export function labelOf(score: number): Label {
  return LABELS.find(([, from]) => score >= from)?.[0] ?? 'cold';
}

/** Readiness to sell. `said`: what the person wrote, oldest first. */
export function readinessOf(said: readonly string[]): Score {
  if (isSilent(said)) return NO_SCORE;
  const topics = topicsIn('readiness', said.join('\n'));
  const parts = READINESS.map(({ pillar, percent, high, low }) => {
    const value = topics.includes(`${pillar}-high`) ? high : topics.includes(`${pillar}-low`) ? low : UNSAID;
    return { pillar, percent, value };
  });
  const score = Math.round(sum(parts.map(({ percent, value }) => percent * value)) / PERCENT);
  const facts = Object.fromEntries(parts.map(({ pillar, value }) => [pillar, value]));
  return { score, label: labelOf(score), reasons: [{ code: 'bot-readiness', facts }] };
}

/** Weights of commitment, percent, and how its parts are counted. */
const COMMITMENT = { velocity: 20, length: 15, questions: 20, objections: 25, call: 20 } as const;
const POINTS_A_WORD = 4;
const POINTS_A_QUESTION = 25;
/** Without an objection nothing is overcome: more than the middle, not all. */
const NO_OBJECTION = 60;
const LESS_AN_OBJECTION = 30;
/** An answer within so many hours counts so many points; a slower one the last. */
const VELOCITY = [
  { withinHours: 2, points: 100 },
  { withinHours: 12, points: 80 },
  { withinHours: 48, points: 50 },
] as const;
const SLOW = 20;
const HOUR_MS = 3_600_000;

/**
 * Commitment to the conversation. `waitsMs`: how long each answer took; none known = it is left out of the weighing, and the others
 * count for the whole.
 */
export function commitmentOf(said: readonly string[], waitsMs: readonly number[] = []): Score {
  if (isSilent(said)) return NO_SCORE;
  const values: Readonly<Record<keyof typeof COMMITMENT, number | null>> = {
    velocity: velocityOf(waitsMs),
    length: atMost(Math.round((wordsIn(said) / said.length) * POINTS_A_WORD)),
    questions: atMost(said.filter((text) => text.includes('?')).length * POINTS_A_QUESTION),
    objections: Math.max(NO_OBJECTION - LESS_AN_OBJECTION * said.filter((text) => stallIn(text) !== null).length, 0),
    call: topicsIn('commitment', said.join('\n')).length > 0 ? PERCENT : 0,
  };
  const known = (Object.keys(COMMITMENT) as (keyof typeof COMMITMENT)[]).flatMap((part) => {
    const value = values[part];
    return value === null ? [] : [{ percent: COMMITMENT[part], value }];
  });
  const total = sum(known.map(({ percent }) => percent));
  const score = Math.round(sum(known.map(({ percent, value }) => percent * value)) / total);
  return { score, label: labelOf(score), reasons: [{ code: 'bot-commitment', facts: values }] };
}

function velocityOf(waitsMs: readonly number[]): number | null {
  if (waitsMs.length === 0) return null;
  const mean = sum(waitsMs) / waitsMs.length;
  return VELOCITY.find(({ withinHours }) => mean < withinHours * HOUR_MS)?.points ?? SLOW;
}

function isSilent(said: readonly string[]): boolean {
  return said.every((text) => text.trim() === '');
}

function wordsIn(said: readonly string[]): number {
  return said.flatMap((text) => clausesOf(text).flat()).length;
}

function atMost(points: number): number {
  return Math.min(points, PERCENT);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
