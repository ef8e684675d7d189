/** The words of the app in the language of whoever reads it: English or Spanish, as the browser asks for, or as it was chosen. */
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { EN, type Word } from './en.ts';

/** Languages there are. */
export const LANGUAGES = { en: 'English', es: 'Español' } as const;
/** One of them. */
export type Language = keyof typeof LANGUAGES;

/** What stands in a sentence for its names in braces. */
export type Blanks = Readonly<Record<string, string | number>>;

/** How words are asked for. */
export interface Words {
  readonly language: Language;
  choose(language: Language): void;
  t(word: Word, blanks?: Blanks): string;
  number(n: number): string;
  percent(share: number): string;
}

const KEPT = 'rekindle-language';
const Spoken = createContext<Words | null>(null);

/** The words for this reader. */
export function useWords(): Words {
  const words = useContext(Spoken);
  if (words === null) throw new Error('no words here');
  return words;
}

/** The language that is asked for: the one that was chosen, or else the browser's. */
export function wished(): Language {
  const kept = localStorage.getItem(KEPT);
  if (kept === 'en' || kept === 'es') return kept;
  return navigator.language.toLowerCase().startsWith('es') ? 'es' : 'en';
}

type Dictionary = Readonly<Record<Word, string>>;

/** Gives everything below it the words. Another language than English is fetched first. */
export function WithWords({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState(wished);
  const [loaded, setLoaded] = useState<{ readonly of: Language; readonly words: Dictionary }>({ of: 'en', words: EN });
  useEffect(() => {
    document.documentElement.lang = language;
    if (language === 'en') setLoaded({ of: 'en', words: EN });
    else void import('./es.ts').then(({ ES }) => setLoaded({ of: 'es', words: ES }));
  }, [language]);
  const choose = useCallback((to: Language) => {
    localStorage.setItem(KEPT, to);
    setLanguage(to);
  }, []);
  const words = useMemo(() => wordsOf(loaded.of, loaded.words, choose), [loaded, choose]);
  if (loaded.of !== language) return null;
  return <Spoken value={words}>{children}</Spoken>;
}

function wordsOf(language: Language, words: Dictionary, choose: Words['choose']): Words {
  const numbers = new Intl.NumberFormat(language, { useGrouping: 'always' });
  const percents = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
  const number = (n: number) => numbers.format(n);
  return {
    ...{ language, choose, number },
    // A name that is put together may be of nothing we have a word for.
    t: (word, blanks = {}) => fillBlanks(words[word] ?? '', blanks, number),
    percent: (share) => percents.format(share),
  };
}

/** A sentence with what stands for its names in braces. */
export function fillBlanks(text: string, blanks: Blanks, number: Words['number']): string {
  const filled = (blank: string | number | undefined) => (typeof blank === 'number' ? number(blank) : (blank ?? ''));
  return text.replace(/\{(\w+)\}/g, (_, name: string) => filled(blanks[name]));
}
