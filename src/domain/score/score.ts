/**
 * The score of a lead: the mean of two halves, each a weighted mean of the parts that are known. Owns the arithmetic, in whole
 * millionths, so that the shares of the parts and the boost add up to the score exactly, and the same facts give the same bytes.
 * Judges no fact itself (`parts.ts`, and the playbook's expressions) and decides nothing about the lead.
 */
import type { Tier } from '../campaign/campaign.ts';
import { conditionCompiler, isUnknown } from '../facts/condition.ts';
import type { Facts } from '../facts/facts.ts';
import type { Vocabulary } from '../facts/vocabulary.ts';
import { intentOf } from '../qualify/intent.ts';
import type { Reason } from '../reason.ts';
import { judgeOf } from './parts.ts';
import type { Half, Rubric, RubricPart } from './rubric.ts';
import { tierOf } from './tier.ts';

/** One part of a score as shown. Numbers in steps of a millionth. */
export interface ScoredPart {
  readonly name: string;
  readonly half: Half;
  readonly weight: number;
  /** 0–1; null = not known, left out. */
  readonly points: number | null;
  /** What the part brings to the score; all shares and the boost add up to it. */
  readonly share: number;
}

/** A score with everything it is made of. Numbers in steps of a millionth. */
export interface Score {
  /** 0–1, boost included. */
  readonly score: number;
  readonly tier: Tier;
  /** Known weight, 0–1: the mean over the halves that the rubric has. */
  readonly coverage: number;
  /** Parts with a known fact, and all parts: "6 of 11 facts". */
  readonly known: number;
  readonly total: number;
  /** Mean of each half; null where none of its facts is known. */
  readonly halves: Readonly<Record<Half, number | null>>;
  /** What intent added to the mean of the halves. */
  readonly boost: number;
  /** 0–1. */
  readonly intent: number;
  readonly parts: readonly ScoredPart[];
  readonly reasons: readonly Reason[];
}

/** A rubric, ready to score with. */
export type Scorer = (facts: Facts) => Score;

/** Scores one lead; for many compile the rubric once. Throws as `compileRubric` does. */
export function scoreLead(facts: Facts, rubric: Rubric, vocabulary: Vocabulary): Score {
  return compileRubric(rubric, vocabulary)(facts);
}

const WHOLE = 1_000_000;
const HALVES: readonly Half[] = ['icp', 'opportunity'];

/**
 * Makes a rubric ready: its expressions compiled, its targets prepared. About 5 µs a lead with the eleven standard parts.
 * Throws `ConditionError` for an expression that cannot be compiled; a checked playbook has none.
 */
export function compileRubric(rubric: Rubric, vocabulary: Vocabulary): Scorer {
  const judges = judgesOf(rubric, vocabulary);
  return (facts) => {
    const judged = judges.map(({ part, judge }) => judgedPart(part, judge(facts)));
    const means = halfMeans(judged);
    const present = HALVES.filter((half) => means[half] !== null);
    const base = Math.round(present.reduce((sum, half) => sum + (means[half] ?? 0), 0) / Math.max(1, present.length));
    const intent = intentOf(facts, rubric.intent);
    const boost = boostOf(rubric, intent.intent, base, present.length > 0);
    const score = (base + boost) / WHOLE;
    return {
      score,
      tier: tierOf(score, rubric.tiers),
      coverage: coverageOf(judged),
      known: judged.filter(({ millionths }) => millionths !== null).length,
      total: judged.length,
      halves: { icp: inWhole(means.icp), opportunity: inWhole(means.opportunity) },
      boost: boost / WHOLE,
      intent: intent.intent,
      parts: scoredParts(judged, base, present.length),
      reasons: [
        ...unknownReasons(judged, present),
        ...(boost > 0 ? [boostReason(boost, intent.intent)] : []),
        ...intent.reasons,
      ],
    };
  };
}

/** A part with its points in millionths; `why` they are not known, where an expression said so. */
interface JudgedPart {
  readonly part: RubricPart;
  readonly weight: number;
  readonly millionths: number | null;
  readonly why: string | null;
}
type Verdict = { readonly points: number | null; readonly why: string | null };

function judgesOf(rubric: Rubric, vocabulary: Vocabulary): { part: RubricPart; judge: (facts: Facts) => Verdict }[] {
  const compiler = conditionCompiler(vocabulary);
  return rubric.parts.map((part) => {
    if (part.kind === 'standard') {
      const judge = judgeOf(part, rubric.intent);
      return { part, judge: (facts) => ({ points: judge(facts), why: null }) };
    }
    const expression = compiler.points(part.points);
    const judge = (facts: Facts): Verdict => {
      const points = expression.evaluate(facts);
      return isUnknown(points) ? { points: null, why: points.unknown } : { points, why: null };
    };
    return { part, judge };
  });
}

function judgedPart(part: RubricPart, { points, why }: Verdict): JudgedPart {
  return {
    part,
    weight: Math.round(part.weight * WHOLE),
    millionths: points === null ? null : Math.round(points * WHOLE),
    why,
  };
}

const weightOf = (parts: readonly JudgedPart[]) => parts.reduce((sum, { weight }) => sum + weight, 0);
const inHalf = (parts: readonly JudgedPart[], half: Half) => parts.filter(({ part }) => part.half === half);
const isKnown = ({ millionths }: JudgedPart) => millionths !== null;
const inWhole = (millionths: number | null) => (millionths === null ? null : Math.round(millionths) / WHOLE);

/** Weighted mean of each half in millionths, not rounded; null where nothing of it is known. */
function halfMeans(parts: readonly JudgedPart[]): Record<Half, number | null> {
  const mean = (half: Half) => {
    const known = inHalf(parts, half).filter(isKnown);
    const sum = known.reduce((total, { weight, millionths }) => total + weight * (millionths ?? 0), 0);
    return known.length === 0 ? null : sum / weightOf(known);
  };
  return { icp: mean('icp'), opportunity: mean('opportunity') };
}

function coverageOf(parts: readonly JudgedPart[]): number {
  const halves = HALVES.map((half) => inHalf(parts, half)).filter((half) => half.length > 0);
  const covered = halves.reduce((sum, half) => sum + weightOf(half.filter(isKnown)) / weightOf(half), 0);
  return halves.length === 0 ? 0 : Math.round((covered / halves.length) * WHOLE) / WHOLE;
}

/** Not above a whole score, and not where nothing is known to raise. */
function boostOf({ intentBoost }: Rubric, intent: number, base: number, hasFacts: boolean): number {
  if (!intentBoost.enabled || !hasFacts || intent < intentBoost.from) return 0;
  return Math.min(Math.round(intentBoost.add * WHOLE), WHOLE - base);
}

/**
 * Shares in whole millionths that add up to `base`: each is rounded down, and the millionths left over go to the parts that
 * lost most by it, the earlier first.
 */
function scoredParts(parts: readonly JudgedPart[], base: number, halves: number): ScoredPart[] {
  const known = Object.fromEntries(HALVES.map((half) => [half, weightOf(inHalf(parts, half).filter(isKnown))]));
  const exact = parts.map(({ part, weight, millionths }) =>
    millionths === null ? 0 : (weight * millionths) / (known[part.half] ?? 1) / halves,
  );
  const shares = exact.map(Math.floor);
  const lost = exact
    .map((share, i) => [share - (shares[i] ?? 0), i] as const)
    .sort((a, b) => b[0] - a[0] || a[1] - b[1]);
  const missing = base - shares.reduce((sum, share) => sum + share, 0);
  for (const [, i] of lost.slice(0, missing)) shares[i] = (shares[i] ?? 0) + 1;
  return parts.map(({ part, millionths }, i) => ({
    name: part.name,
    half: part.half,
    weight: part.weight,
    points: inWhole(millionths),
    share: (shares[i] ?? 0) / WHOLE,
  }));
}

function unknownReasons(parts: readonly JudgedPart[], present: readonly Half[]): Reason[] {
  const named = parts.filter(({ why }) => why !== null);
  const reasons: Reason[] = named.map(({ part, why }) => ({
    code: 'score-part-unknown',
    facts: { part: part.name, why },
  }));
  if (present.length === 0) return [{ code: 'score-no-facts' }, ...reasons];
  const asked = new Set(parts.map(({ part }) => part.half));
  return asked.size > present.length
    ? [{ code: 'score-one-half', facts: { half: present[0] ?? null } }, ...reasons]
    : reasons;
}

function boostReason(boost: number, intent: number): Reason {
  return { code: 'intent-boost', facts: { intent, adds: boost / WHOLE } };
}
