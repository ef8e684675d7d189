/**
 * Where somebody stands with us, worked out anew whenever a step asks: how ready by what they said, before or in the conversation,
 * how committed, which words fit, and whether they still answer. Owns the frames and the names that conditions know them by.
 */
import { type Boost, commitmentBoost, type Known, readinessBoost } from './boosts.ts';
import { type FlowRules, flowOf } from './flow.ts';
import { commitmentOf, labelOf, readinessOf, type Score } from './scores.ts';

/** Something that was written, and when, epoch ms. */
export interface Line {
  readonly text: string;
  readonly at: number;
}

/** How words are put: with urgency, with news of the market, or without any pressure. */
export type Frame = 'demand' | 'market' | 'gentle';

/** new: has not said a word yet · ghosted: silent for a month · re-engaged: wrote after a month of silence. */
export type Engagement = 'new' | 'responsive' | 're-engaged' | 'ghosted' | 'qualified';

/** Where somebody stands. */
export interface Standing {
  readonly readiness: Score;
  readonly commitment: Score;
  readonly frame: Frame;
  readonly engagement: Engagement;
}

const DEMAND_ABOVE = 60;
const MARKET_FROM = 40;
const DAY_MS = 86_400_000;
const GHOSTED_DAYS = 30;

/** The frame that a readiness asks for; of whom nothing is known there is none, and they get the middle one. */
export function frameOf(readiness: number | null): Frame {
  if (readiness === null) return 'market';
  if (readiness > DEMAND_ABOVE) return 'demand';
  return readiness >= MARKET_FROM ? 'market' : 'gentle';
}

/** Whether somebody answers. `over`: how the conversation ended; null = it goes on. */
export function engagementOf(ats: readonly number[], startedAt: number, now: number, over: string | null): Engagement {
  if (over === 'qualified') return 'qualified';
  const last = ats.at(-1) ?? startedAt;
  if (now - last >= GHOSTED_DAYS * DAY_MS) return 'ghosted';
  if (ats.length === 0) return 'new';
  return last - (ats.at(-2) ?? startedAt) >= GHOSTED_DAYS * DAY_MS ? 're-engaged' : 'responsive';
}

/** Where somebody stands at `now`. `startedAt`: when they were taken on; `lines`: what they wrote since, oldest first. */
export function standingOf(
  rules: FlowRules,
  known: Known,
  { startedAt, lines, now }: { readonly startedAt: number; readonly lines: readonly Line[]; readonly now: number },
): Standing {
  const told = (rules.told ?? []).map((name) => String(known.attributes[name] ?? ''));
  const readiness = boosted(
    readinessOf([...told, ...lines.map(({ text }) => text)]),
    readinessBoost(known, now - startedAt),
  );
  const last = lines.at(-1)?.at;
  const committed = commitmentOf(lines.map(({ text }) => text));
  const over = flowOf(rules, lines)?.state.over ?? null;
  return {
    readiness,
    commitment: last === undefined ? committed : boosted(committed, commitmentBoost(now - last)),
    frame: frameOf(readiness.score),
    engagement: engagementOf(
      lines.map(({ at }) => at),
      startedAt,
      now,
      over,
    ),
  };
}

const MOST = 100;

/** No score stays none: what is on record of somebody who has said nothing is no conversation. */
function boosted({ score, reasons, ...rest }: Score, { points, reason }: Boost): Score {
  if (score === null || reason === null) return { score, reasons, ...rest };
  const raised = Math.max(0, Math.min(score + points, MOST));
  return { score: raised, label: labelOf(raised), reasons: [...reasons, reason] };
}

/** The facts of a standing, as conditions name them: `conversation.frame`. */
export const CONVERSATION_FACTS = {
  lines: 'number',
  readiness: 'number',
  commitment: 'number',
  frame: 'text',
  engagement: 'text',
} as const;

/** A standing as conditions see it. */
export function conversationFacts(
  { readiness, commitment, frame, engagement }: Standing,
  lines: number,
): Readonly<Record<keyof typeof CONVERSATION_FACTS, string | number | null>> {
  return { lines, readiness: readiness.score, commitment: commitment.score, frame, engagement };
}
