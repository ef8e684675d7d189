/** What a routine is called: a built-in one by what it does, one that somebody added by its own name. */
import type { RoutineWord } from '../../words/routines.ts';

type Say = (word: RoutineWord) => string;

/** Its title. */
export function titleOf(name: string, t: Say): string {
  return t(`routine.${name}` as RoutineWord) || name;
}

/** What it does, in a sentence; empty = only its command tells. */
export function sentenceOf(name: string, t: Say): string {
  return t(`routine.${name}Says` as RoutineWord);
}
