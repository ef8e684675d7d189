/**
 * Words of a group of screens, which come with these screens and not with the shell: English beside them, another language when it is
 * wanted. What the group does not know is said by the words of the shell.
 */
import { use, useMemo } from 'react';
import type { Word } from './en.ts';
import { type Blanks, fillBlanks, useWords, type Words } from './words.tsx';

type Group = Readonly<Record<string, string>>;

/** The words of a group, beside those of the shell. */
export interface GroupWords<Name extends string> extends Omit<Words, 't'> {
  t(word: Name | Word, blanks?: Blanks): string;
}

/** A hook that speaks a group. `load` fetches it in Spanish, once. */
export function wordGroup<const English extends Group>(
  english: English,
  load: () => Promise<Readonly<Record<keyof English & string, string>>>,
) {
  type Name = keyof English & string;
  let spanish: ReturnType<typeof load> | null = null;
  const fetched = () => {
    spanish ??= load();
    return spanish;
  };
  return function useGroup(): GroupWords<Name> {
    const words = useWords();
    // A promise that is kept is read at once: only the first screen of the group waits for it.
    const own: Group = words.language === 'en' ? english : use(fetched());
    return useMemo(
      () => ({
        ...words,
        t: (word, blanks = {}) => {
          const text = own[word];
          return text === undefined ? words.t(word as Word, blanks) : fillBlanks(text, blanks, words.number);
        },
      }),
      [words, own],
    );
  };
}
