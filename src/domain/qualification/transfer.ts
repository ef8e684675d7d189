/**
 * Whether somebody who is spoken with as a seller turns out to buy, or the other way round. Owns the thresholds and what keeps a
 * conversation from going back and forth. The answers go along: nobody is asked twice.
 */
import type { Reason } from '../reason.ts';
import type { FlowName } from './questions.ts';
import { heard } from './words.ts';

/** A change of sides. */
export interface Transfer {
  readonly from: FlowName;
  readonly to: FlowName;
  /** Epoch ms. */
  readonly at: number;
}

/** Hundredths, from which on a conversation changes sides. */
const FROM = { seller: 80, buyer: 60 } as const;
const POINTS_A_WORD = 30;
const POINTS_A_WORD_BEFORE = 10;
const MOST = 100;
/** Within this no conversation goes back where it came from. */
const BACK_MS = 30 * 60_000;
const BOUNDS = [
  { withinMs: 3_600_000, transfers: 3 },
  { withinMs: 86_400_000, transfers: 10 },
] as const;
/** Outcomes from which on is learned, shares in hundredths, and what they add. */
const LEARNING = { outcomes: 10, good: 80, easier: -5, poor: 50, harder: 10 } as const;

/** To which side a text goes over; null = it stays. `before`: what was said before it; `done`: transfers, oldest first. */
export function transferFrom(
  flow: FlowName,
  text: string,
  before: readonly string[],
  done: readonly Transfer[],
  at: number,
  learned = 0,
): { readonly to: FlowName; readonly reasons: readonly Reason[] } | null {
  const to = flow === 'seller' ? 'buyer' : 'seller';
  const scores = { seller: scoreOf('sell', text, before), buyer: scoreOf('buy', text, before) };
  const facts = { seller: scores.seller, buyer: scores.buyer, to };
  if (scores[to] <= scores[flow] || scores[to] < FROM[flow] + learned || !isFree(to, done, at)) return null;
  return { to, reasons: [{ code: 'bot-transferred', facts }] };
}

function scoreOf(side: 'sell' | 'buy', text: string, before: readonly string[]): number {
  const hits = hitsOf(side, text);
  return Math.min(hits * POINTS_A_WORD + hitsOf(side, before.join('\n')) * POINTS_A_WORD_BEFORE, MOST);
}

function hitsOf(side: 'sell' | 'buy', text: string): number {
  return heard('side', text).filter(({ meaning, denied }) => meaning === side && !denied).length;
}

function isFree(to: FlowName, done: readonly Transfer[], at: number): boolean {
  if (done.some((one) => one.from === to && at - one.at < BACK_MS)) return false;
  return BOUNDS.every(({ withinMs, transfers }) => done.filter((one) => at - one.at < withinMs).length < transfers);
}

/** What is learned of how transfers of a kind went, hundredths to add to the threshold. */
export function learnedFrom(succeeded: number, all: number): number {
  if (all < LEARNING.outcomes) return 0;
  const share = (succeeded * MOST) / all;
  if (share > LEARNING.good) return LEARNING.easier;
  return share < LEARNING.poor ? LEARNING.harder : 0;
}
