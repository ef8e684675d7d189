/**
 * The score of a lead: the mean of two halves, each a weighted mean of the parts that are known. Owns the arithmetic, in whole
 * millionths, so that the shares of the parts and the boost add up to the score exactly, and the same facts give the same bytes.
 * Judges no fact itself (`parts.ts`, and the playbook's expressions) and decides nothing about the lead.
 */
import type { Tier } from '../campaign/campaign.ts';
import { conditionCompiler, isUnknown } from '../facts/condition.ts';
import type { Facts } from '../facts/facts.ts';
import type { Vocabulary } from '../facts/vocabulary.ts';
import { type Intent, intentOf } from '../qualify/intent.ts';
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

const WHOLE = 1_000_000;
const HALVES: readonly Half[] = ['icp', 'opportunity'];

/**
 * Makes a rubric ready: its expressions compiled, its targets prepared. About 5 µs a lead with the eleven standard parts.
 * Throws `ConditionError` for an expression that cannot be compiled; a checked playbook has none.
 */
export function compileRubric(rubric: Rubric, vocabulary: Vocabulary): Scorer {
  const judges = judgesOf(rubric, vocabulary);
  return (facts) => {
    const intent = intentOf(facts, rubric.intent);
    const judged = judges.map((judge) => judge(facts, intent));
    const halves = { icp: sumOf(judged, 'icp'), opportunity: sumOf(judged, 'opportunity') };
    const known = HALVES.filter((half) => isKnown(halves[half]));
    const means = known.reduce((sum, half) => sum + halves[half].points / halves[half].known, 0);
    const base = Math.round(means / Math.max(1, known.length));
    const boost = known.length === 0 ? 0 : boostOf(rubric, intent.intent, base);
    const score = (base + boost) / WHOLE;
    return {
      score,
      tier: tierOf(score, rubric.tiers),
      coverage: coverageOf(halves),
      known: judged.filter(({ millionths }) => millionths !== null).length,
      total: judged.length,
      halves: { icp: meanOf(halves.icp), opportunity: meanOf(halves.opportunity) },
      boost: boost / WHOLE,
      intent: intent.intent,
      parts: scoredParts(judged, halves, known.length, base),
      reasons: [...unknownReasons(judged, halves, known), ...boostReasons(boost, intent.intent), ...intent.reasons],
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
type PartJudge = (facts: Facts, intent: Intent) => JudgedPart;

function judgesOf(rubric: Rubric, vocabulary: Vocabulary): PartJudge[] {
  const compiler = conditionCompiler(vocabulary);
  return rubric.parts.map((part) => {
    const weight = Math.round(part.weight * WHOLE);
    if (part.kind === 'standard') {
      const judge = judgeOf(part);
      return (facts, intent) => ({ part, weight, millionths: millionthsOf(judge(facts, intent)), why: null });
    }
    const expression = compiler.points(part.points);
    return (facts) => {
      const points = expression.evaluate(facts);
      return isUnknown(points)
        ? { part, weight, millionths: null, why: points.unknown }
        : { part, weight, millionths: millionthsOf(points), why: null };
    };
  });
}

function millionthsOf(points: number | null): number | null {
  return points === null ? null : Math.round(points * WHOLE);
}

/** What the parts of a half weigh, in millionths. */
interface HalfSum {
  /** Weight of all its parts, and of those that are known. */
  readonly weight: number;
  readonly known: number;
  /** Points of the known parts times their weight. */
  readonly points: number;
}
type Halves = Readonly<Record<Half, HalfSum>>;

function sumOf(parts: readonly JudgedPart[], half: Half): HalfSum {
  let [weight, known, points] = [0, 0, 0];
  for (const each of parts) {
    if (each.part.half !== half) continue;
    weight += each.weight;
    if (each.millionths === null) continue;
    known += each.weight;
    points += each.weight * each.millionths;
  }
  return { weight, known, points };
}

const isAsked = ({ weight }: HalfSum) => weight > 0;
const isKnown = ({ known }: HalfSum) => known > 0;

function meanOf(half: HalfSum): number | null {
  return isKnown(half) ? Math.round(half.points / half.known) / WHOLE : null;
}

function coverageOf(halves: Halves): number {
  const asked = Object.values(halves).filter(isAsked);
  const covered = asked.reduce((sum, { known, weight }) => sum + known / weight, 0);
  return Math.round((covered / Math.max(1, asked.length)) * WHOLE) / WHOLE;
}

/** Never above a whole score. */
function boostOf({ intentBoost }: Rubric, intent: number, base: number): number {
  if (!intentBoost.enabled || intent < intentBoost.from) return 0;
  return Math.min(Math.round(intentBoost.add * WHOLE), WHOLE - base);
}

/**
 * Shares in whole millionths that add up to `base`: each is rounded down, and the millionths left over go to the parts that
 * lost most by it, the earlier first.
 */
function scoredParts(parts: readonly JudgedPart[], halves: Halves, known: number, base: number): ScoredPart[] {
  const exact = parts.map(({ part, weight, millionths }) =>
    millionths === null ? 0 : (weight * millionths) / halves[part.half].known / known,
  );
  const whole = exact.map(Math.floor);
  const lost = exact.map((share, at) => share - whole[at]!);
  for (let missing = whole.reduce((left, share) => left - share, base); missing > 0; missing -= 1) {
    const most = lost.indexOf(Math.max(...lost));
    whole[most]! += 1;
    lost[most] = Number.NEGATIVE_INFINITY;
  }
  return parts.map(({ part: { name, half, weight }, millionths }, at) => ({
    name,
    half,
    weight,
    points: millionths === null ? null : millionths / WHOLE,
    share: whole[at]! / WHOLE,
  }));
}

function unknownReasons(parts: readonly JudgedPart[], halves: Halves, known: readonly Half[]): Reason[] {
  const reasons: Reason[] = [];
  const asked = HALVES.filter((half) => isAsked(halves[half]));
  const [only] = known;
  if (only === undefined) reasons.push({ code: 'score-no-facts' });
  else if (known.length < asked.length) reasons.push({ code: 'score-one-half', facts: { half: only } });
  for (const { part, why } of parts)
    if (why !== null) reasons.push({ code: 'score-part-unknown', facts: { part: part.name, why } });
  return reasons;
}

function boostReasons(boost: number, intent: number): Reason[] {
  return boost > 0 ? [{ code: 'intent-boost', facts: { intent, adds: boost / WHOLE } }] : [];
}
