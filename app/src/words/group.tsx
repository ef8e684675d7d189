/**
 * Words of a group of screens, which come with these screens and not with the shell: in the language of the reader alone. What the group does
 * not know is said by the words of the shell.
 */
import { use, useMemo } from 'react';
import { type Blanks, fillBlanks } from './blanks.ts';
import type { Word } from './en.ts';
import { inLanguage, type Language, useWords, type Words } from './words.tsx';

type Group<Name extends string> = Readonly<Record<Name, string>>;

/** The words of a group, beside those of the shell. */
export interface GroupWords<Name extends string> extends Omit<Words, 't'> {
  t(word: Name | Word, blanks?: Blanks): string;
}

/** A hook that speaks a group. `load` fetches it in a language, once. */
export function wordGroup<Name extends string>(load: Readonly<Record<Language, () => Promise<Group<Name>>>>) {
  const words = inLanguage(load);
  return function useGroup(): GroupWords<Name> {
    const shell = useWords();
    const { language } = shell;
    // Only who chooses another language waits here. Asked for each time: a component that waited and then no longer asks is drawn wrong.
    const own: Readonly<Record<string, string | undefined>> = use(words.in(language));
    return useMemo(
      () => ({
        ...shell,
        t: (word, blanks = {}) => {
          const text = own[word];
          return text === undefined ? shell.t(word as Word, blanks) : fillBlanks(text, blanks, shell.number);
        },
      }),
      [shell, own],
    );
  };
}
