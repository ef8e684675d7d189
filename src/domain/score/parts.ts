/**
 * The built-in rules of a rubric: facts of a lead against the target of the playbook, as points from 0 to 1.
 * Owns the points. A fact that is not known gives null, never 0; weighing the points is `score.ts`.
 */
import type { Facts } from '../facts/facts.ts';
import { plainText } from '../facts/phrases.ts';
import { remembering } from '../facts/remembering.ts';
import { LIMITS } from '../limits.ts';
import type { Intent } from '../qualify/intent.ts';
import { SIZE_BANDS } from './company-size.ts';
import { COMPANY_STAGES } from './company-stage.ts';
import { type Nearness, nearnessOf } from './location.ts';
import { type RoleFit, roleMatcher } from './role.ts';
import type { StandardRule } from './rubric.ts';
import type { TitleLevel } from './title-lexicon.ts';

/** Judges one part: points from 0 to 1, or null where what it asks is not known. `intent`: what `intentOf` reads from the facts. */
export type Judge = (facts: Facts, intent: Pick<Intent, 'intent' | 'known'>) => number | null;

const SIZE_POINTS = [1, 0.6, 0.2];
const STAGE_POINTS = [1, 0.5];
const INDUSTRY_RELATED = 0.6;
const LOCATION_POINTS: Readonly<Record<Nearness, number>> = { wanted: 1, neighbour: 0.5, elsewhere: 0 };
const ROLE_POINTS: Readonly<Record<RoleFit, number>> = { role: 1, department: 0.6, other: 0.1 };
const SENIORITY_POINTS: Readonly<Record<TitleLevel, number>> = {
  founder: 1,
  'c-level': 1,
  owner: 1,
  president: 0.95,
  vp: 0.95,
  board: 0.9,
  head: 0.9,
  director: 0.9,
  partner: 0.9,
  manager: 0.7,
  lead: 0.65,
  senior: 0.6,
  other: 0.3,
};
/** Revenue scores nothing at a quarter of the least wanted, and at four times the most. */
const REVENUE_REACH = 4;
const BUDGET_SMALL = 0.3;
/** Months at most, with the points; later than all of them scores `TIMELINE_LATER`. */
const TIMELINE_POINTS: readonly (readonly [months: number, points: number])[] = [
  [3, 1],
  [6, 0.7],
  [12, 0.4],
];
const TIMELINE_LATER = 0.1;

/** The judge of a built-in rule with its target, made once for a rubric. */
export function judgeOf(rule: StandardRule): Judge {
  switch (rule.rule) {
    case 'companySize':
      return ({ profile }) => ladderPoints(SIZE_BANDS, profile.sizeBand, rule.target, SIZE_POINTS);
    case 'industry':
      return industryJudge(rule.target);
    case 'revenue':
      return ({ lead }) => (lead.revenue === null ? null : revenuePoints(lead.revenue, rule.target));
    case 'location':
      return ({ lead }) => pointsFor(LOCATION_POINTS, nearnessOf(lead.country, lead.region, rule.target));
    case 'technology':
      return technologyJudge(rule.target);
    case 'companyStage':
      return ({ profile }) => ladderPoints(COMPANY_STAGES, profile.stage, rule.target, STAGE_POINTS);
    case 'role':
      return roleJudge(rule.target);
    case 'seniority':
      return ({ profile }) => (isLevel(profile.titleLevel) ? SENIORITY_POINTS[profile.titleLevel] : null);
    case 'intent':
      return (_, { intent, known }) => (known ? intent : null);
    case 'budget':
      return ({ profile }) => budgetPoints(profile.budget, rule.target.enough);
    case 'timeline':
      return ({ profile }) => timelinePoints(profile.timelineMonths);
  }
}

function pointsFor<Key extends string>(table: Readonly<Record<Key, number>>, key: Key | null): number | null {
  return key === null ? null : table[key];
}

/** `points`: by distance on the ladder from the nearest place wanted; farther than the last is 0. */
function ladderPoints<Place extends string>(
  ladder: readonly Place[],
  place: string | null,
  wanted: readonly Place[],
  points: readonly number[],
): number | null {
  const places: readonly (string | null)[] = ladder;
  const at = places.indexOf(place);
  if (at === -1) return null;
  const distance = Math.min(...wanted.map((step) => Math.abs(ladder.indexOf(step) - at)));
  return points[distance] ?? 0;
}

function industryJudge(target: { readonly wanted: readonly string[]; readonly related: readonly string[] }): Judge {
  const wanted = target.wanted.map(asPhrase);
  const related = target.related.map(asPhrase);
  const pointsOf = remembering(LIMITS.industryReadings, (industry) => {
    const own = asPhrase(industry);
    if (wanted.some((phrase) => own.includes(phrase))) return 1;
    return related.some((phrase) => own.includes(phrase)) ? INDUSTRY_RELATED : 0;
  });
  return ({ lead }) => (lead.industry === null ? null : pointsOf(lead.industry));
}

/** Words between blanks, so that "it" is found in "it services" and not in "hospitality". */
function asPhrase(text: string): string {
  return ` ${plainText(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;
}

/** 1 within the bounds, falling in a straight line to 0 at a quarter of the least and at four times the most. */
function revenuePoints(
  revenue: number,
  { min, max }: { readonly min: number | null; readonly max: number | null },
): number {
  if (min !== null && revenue < min) return Math.max(0, (revenue * REVENUE_REACH - min) / (min * (REVENUE_REACH - 1)));
  if (max !== null && revenue > max) return Math.max(0, (max * REVENUE_REACH - revenue) / (max * (REVENUE_REACH - 1)));
  return 1;
}

function technologyJudge(target: readonly string[]): Judge {
  const wanted = [...new Set(target.map(asPhrase))];
  return ({ lead }) => {
    if (lead.technologies.length === 0) return null;
    const used = new Set(lead.technologies.map(asPhrase));
    return wanted.filter((technology) => used.has(technology)).length / wanted.length;
  };
}

function roleJudge(target: { readonly titles: readonly string[]; readonly departments: readonly string[] }): Judge {
  const fitOf = roleMatcher(target);
  return ({ lead, profile }) => (lead.title === null ? null : ROLE_POINTS[fitOf(lead.title, profile.department)]);
}

function isLevel(level: string | null): level is TitleLevel {
  return Object.hasOwn(SENIORITY_POINTS, level ?? '');
}

/** A stated budget of nothing is no budget stated: forms send 0. */
function budgetPoints(budget: number | null, enough: number): number | null {
  if (budget === null || budget <= 0) return null;
  return budget >= enough ? 1 : BUDGET_SMALL;
}

function timelinePoints(months: number | null): number | null {
  if (months === null) return null;
  return TIMELINE_POINTS.find(([most]) => months <= most)?.[1] ?? TIMELINE_LATER;
}
