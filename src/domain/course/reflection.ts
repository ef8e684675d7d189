/**
 * What a learner writes after a section: what may be kept, and how sure it says they are. Pure; the rule is
 * directives/class-reflection.md.
 */
import { LIMITS } from '../limits.ts';
import type { ClassReason } from './reasons.ts';

/** How sure a learner is, by their own word. */
export type Confidence = 'high' | 'medium' | 'low';

/** One answer to a prompt. */
export interface Reflection {
  readonly section: string;
  /** Place of the prompt in its section, from 0. */
  readonly prompt: number;
  readonly text: string;
}

/** Why an answer is not kept; null = it may be. `prompts`: how many the section has. */
export function reflectionFault({ prompt, text }: Reflection, prompts: number): ClassReason | null {
  if (!Number.isInteger(prompt) || prompt < 0 || prompt >= prompts) return 'class-no-such-prompt';
  if (text.trim() === '') return 'class-answer-blank';
  return text.length > LIMITS.reflectionCharacters ? 'class-answer-long' : null;
}

const RATED = /^([1-5])(?:\s|$)/;

/** 1 or 2 low, 3 medium, 4 or 5 high; null = the text begins with no rating. */
function confidenceIn(text: string): Confidence | null {
  const [, digit] = RATED.exec(text) ?? [];
  if (digit === undefined) return null;
  const rating = Number(digit);
  if (rating <= 2) return 'low';
  return rating === 3 ? 'medium' : 'high';
}

/** By the last rated answer in the order of the class, not of time; null = none is rated. `sections`: their ids in order. */
export function confidenceOf(answers: readonly Reflection[], sections: readonly string[]): Confidence | null {
  const place = ({ section, prompt }: Reflection) => sections.indexOf(section) * LIMITS.sectionPrompts + prompt;
  const inOrder = [...answers].sort((a, b) => place(a) - place(b));
  return inOrder.map(({ text }) => confidenceIn(text)).findLast((confidence) => confidence !== null) ?? null;
}
