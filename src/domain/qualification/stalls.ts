/**
 * What keeps people from answering: "let me think", "Zillow says", "I have an agent". Owns which is heard, and its order.
 * Heard by whole words: "something later" is no stall, and "agent orange" no agent.
 */
import { topicsIn } from './words.ts';

/** In the order in which the first is taken. */
export const STALLS = ['thinking', 'get-back', 'zestimate', 'agent', 'just-looking', 'surface'] as const;
/** `market-shift` is what is said where nothing else fits. */
export type Stall = (typeof STALLS)[number] | 'market-shift';

/** The stall that a text is; null = none. */
export function stallIn(text: string): Stall | null {
  const topics = topicsIn('stall', text);
  return STALLS.find((stall) => topics.includes(stall)) ?? null;
}

/** What is said to a stall: its own words once, those of the market where they are spent or nobody answers. */
export function breakerFor(stall: Stall | null, used: readonly Stall[]): Stall {
  return stall === null || used.includes(stall) ? 'market-shift' : stall;
}
