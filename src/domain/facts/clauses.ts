/**
 * Running text as clauses of plain words, and phrases found in them with whether they are denied. Owns the reach of a negation:
 * from the negating word to the end of its clause, or to a word that turns ("but"). What phrases mean is the caller's.
 */
import { type Phrases, phraseAt, plainText } from './phrases.ts';

/** A phrase that was found. */
export interface Finding<Meaning> {
  readonly meaning: Meaning;
  /** The words of the text, plain, as they stood. */
  readonly words: string;
  /** Whether a negation before it reaches it: "not interested". */
  readonly denied: boolean;
}

/** Words by what they do to a clause. `denies`: what follows is denied · `turns`: a new thought begins · `plain`: heard as nothing. */
export type ClauseWord<Meaning> =
  | { readonly kind: 'denies' | 'turns' | 'plain' }
  | { readonly kind: 'means'; readonly meaning: Meaning };

/** A negation reaches at most so many words: "not that I would know, but she is interested". */
const REACH_WORDS = 4;

/** A text's clauses: plain words between full stops, commas, semicolons, colons, brackets, dashes and line ends. */
export function clausesOf(text: string): readonly (readonly string[])[] {
  return plainText(text)
    .replaceAll('’', "'")
    .split(/[.,;:!?()[\]{}"“”«»¡¿\n\r/|•]+| [-–—]+ /u)
    .map((clause) => clause.match(/[\p{L}\p{N}]+(?:['-][\p{L}\p{N}]+)*/gu) ?? []);
}

/** Every phrase of a text that means something, in order, longest first where several begin at one word. */
export function findingsIn<M>(
  clauses: readonly (readonly string[])[],
  phrases: Phrases<ClauseWord<M>>,
): readonly Finding<M>[] {
  return clauses.flatMap((words) => findingsOfClause(words, phrases));
}

function findingsOfClause<M>(words: readonly string[], phrases: Phrases<ClauseWord<M>>): Finding<M>[] {
  const found: Finding<M>[] = [];
  let deniedUntil = -1;
  for (let i = 0; i < words.length; ) {
    const phrase = phraseAt(phrases, words, i);
    const length = phrase?.words.length ?? 1;
    const word = phrase?.meaning;
    if (word?.kind === 'denies') deniedUntil = i + length + REACH_WORDS;
    else if (word?.kind === 'turns') deniedUntil = -1;
    else if (word?.kind === 'means')
      found.push({
        meaning: word.meaning,
        words: words.slice(i, i + length).join(' '),
        denied: i < deniedUntil,
      });
    i += length;
  }
  return found;
}
