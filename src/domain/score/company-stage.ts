/** Companies by the money they have raised: a ladder of stages. Owns the ladder and the words that sources use for it. */
import { plainText } from '../facts/phrases.ts';

/** Earliest first; neighbours on the ladder are "the next stage". */
export const COMPANY_STAGES = ['pre-seed', 'seed', 'series-a', 'series-b', 'series-c', 'late', 'public'] as const;
/** A stage of the ladder. */
export type CompanyStage = (typeof COMPANY_STAGES)[number];

/** What sources write, in order; the first that fits names the stage. */
const WORDS: readonly (readonly [RegExp, CompanyStage])[] = [
  [/\b(?:pre[- ]?seed|angel|idea|concept)\b/, 'pre-seed'],
  [/\bseed\b/, 'seed'],
  [/\b(?:series|serie|round) a\b/, 'series-a'],
  [/\b(?:series|serie|round) b\b/, 'series-b'],
  [/\b(?:series|serie|round) c\b/, 'series-c'],
  [/\b(?:(?:series|serie|round) [d-k]|late stage|late|growth|pre[- ]?ipo)\b/, 'late'],
  [/\b(?:public|ipo|post[- ]?ipo|listed)\b/, 'public'],
];

/** The stage that a source's text names (`Series A`, `series-b`, `Post-IPO Equity`); null where it names none on the ladder. */
export function companyStageNamed(text: string): CompanyStage | null {
  const plain = plainText(text).replaceAll(/[-_]+/g, ' ');
  return WORDS.find(([words]) => words.test(plain))?.[1] ?? null;
}
