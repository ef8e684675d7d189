/**
 * Where somebody stands with us, worked out anew whenever a step asks: how ready by what they said, before or in the conversation,
 * how committed, which words fit, and whether they still answer. Owns the frames and the names that conditions know them by.
 */

import type { Reason } from '../reason.ts';
import { type Boost, commitmentBoost, type Known, readinessBoost } from './boosts.ts';
import { type BuyerLabel, buyerIntentOf, buyerLabelOf } from './buyer/intent.ts';
import { type Persona, personaOf } from './buyer/persona.ts';
import { type BuyerStep, stepIn } from './buyer/steps.ts';
import { type FlowRules, flowOf } from './flow.ts';
import type { FlowName } from './questions.ts';
import { commitmentOf, type Label, labelOf, readinessOf, type Score } from './scores.ts';

/** Something that was written, and when, epoch ms. */
export interface Line {
  readonly text: string;
  readonly at: number;
}

/** How words are put: with urgency, with news of the market, or without any pressure. */
export type Frame = 'demand' | 'market' | 'gentle';

/** new: has not said a word yet · ghosted: silent for a month · re-engaged: wrote after a month of silence. */
export type Engagement = 'new' | 'responsive' | 're-engaged' | 'ghosted' | 'qualified';

/** A readiness, on the scale of its side. */
export interface Readiness extends Omit<Score, 'label'> {
  readonly label: Label | BuyerLabel | null;
}

/** Where somebody stands. */
export interface Standing {
  /** Of a seller FRS, of a buyer the intent to buy. */
  readonly readiness: Readiness;
  readonly commitment: Score;
  /** Whether they sell or buy, as it stands now. */
  readonly side: FlowName;
  /** Of a buyer, the furthest step that they spoke of; null = of none. */
  readonly step: BuyerStep | null;
  /** Which kind of buyer they say they are; null = nothing says it for sure. */
  readonly persona: Persona | null;
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
  const flow = flowOf(rules, lines)?.state;
  const side = flow?.flow ?? rules.flow;
  const said = [...told, ...lines.map(({ text }) => text)];
  const boost = readinessBoost(known, now - startedAt);
  const readiness =
    side === 'buyer' ? boosted(buyerIntentOf(said), boost, buyerLabelOf) : boosted(readinessOf(said), boost, labelOf);
  const last = lines.at(-1)?.at;
  const committed = commitmentOf(lines.map(({ text }) => text));
  return {
    readiness,
    commitment: last === undefined ? committed : boosted(committed, commitmentBoost(now - last), labelOf),
    ...buyerStanding(side, said),
    frame: frameOf(readiness.score),
    engagement: engagementOf(
      lines.map(({ at }) => at),
      startedAt,
      now,
      flow?.over ?? null,
    ),
  };
}

const MOST = 100;

function buyerStanding(side: FlowName, said: readonly string[]): Pick<Standing, 'side' | 'step' | 'persona'> {
  if (side !== 'buyer') return { side, step: null, persona: null };
  return { side, step: stepIn(said.join('\n'), true), persona: personaOf(said)?.persona ?? null };
}

/** No score stays none: what is on record of somebody who has said nothing is no conversation. */
function boosted<L>(
  {
    score,
    label,
    reasons,
  }: { readonly score: number | null; readonly label: L | null; readonly reasons: readonly Reason[] },
  { points, reason }: Boost,
  labelled: (score: number) => L,
): { readonly score: number | null; readonly label: L | null; readonly reasons: readonly Reason[] } {
  if (score === null || reason === null) return { score, label, reasons };
  const raised = Math.max(0, Math.min(score + points, MOST));
  return { score: raised, label: labelled(raised), reasons: [...reasons, reason] };
}

/** The facts of a standing, as conditions name them: `conversation.frame`. */
export const CONVERSATION_FACTS = {
  lines: 'number',
  readiness: 'number',
  commitment: 'number',
  side: 'text',
  step: 'text',
  persona: 'text',
  frame: 'text',
  engagement: 'text',
} as const;

/** A standing as conditions see it. */
export function conversationFacts(
  { readiness, commitment, side, step, persona, frame, engagement }: Standing,
  lines: number,
): Readonly<Record<keyof typeof CONVERSATION_FACTS, string | number | null>> {
  return { lines, readiness: readiness.score, commitment: commitment.score, side, step, persona, frame, engagement };
}
