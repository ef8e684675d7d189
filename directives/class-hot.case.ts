/** Runs a row of class-hot.md; `days` before a fixed day. */
import { hotVerdict } from '../src/domain/course/hot.ts';
import { STANDARD_CLASS_RULES } from '../src/domain/course/rules.ts';

interface Row {
  readonly invited: boolean;
  readonly completion?: number | 'NaN';
  readonly days?: number;
  readonly rules?: object;
}

const NOW = Date.UTC(2026, 2, 1, 8);
const DAY_MS = 86_400_000;

export function run({ invited, completion, days, rules }: Row): Readonly<Record<string, unknown>> {
  const facts = {
    isInvited: invited,
    completion: completion === 'NaN' ? Number.NaN : (completion ?? null),
    lastActivityAt: days === undefined ? null : NOW - Math.round(days * DAY_MS),
  };
  const verdict = hotVerdict(facts, { ...STANDARD_CLASS_RULES, ...rules }, NOW);
  return {
    hot: verdict.isHot,
    why: verdict.reason.code,
    evaluatedAt: verdict.evaluatedAt,
    bounds: [STANDARD_CLASS_RULES.hotCompletion, STANDARD_CLASS_RULES.hotDays],
  };
}
