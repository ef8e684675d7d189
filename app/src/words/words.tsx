/** The words of the app in the language of whoever reads it: English or Spanish, as the browser asks for, or as it was chosen. */
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { type Blanks, fillBlanks } from './blanks.ts';
import type { Word } from './en.ts';

/** Languages there are. */
export const LANGUAGES = { en: 'English', es: 'Español' } as const;
/** One of them. */
export type Language = keyof typeof LANGUAGES;

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
function wished(): Language {
  const kept = localStorage.getItem(KEPT);
  if (kept === 'en' || kept === 'es') return kept;
  return navigator.language.toLowerCase().startsWith('es') ? 'es' : 'en';
}

type Dictionary = Readonly<Record<Word, string>>;

/** Words by language. */
interface InLanguage<Found> {
  /** Fetched once. Those that are there say so by `status` and `value`, by which React reads them without a wait. */
  in(language: Language): Promise<Found>;
}

/** All that were asked for. */
const asked: Promise<unknown>[] = [];

/** Words by language; those of the reader are on their way before anything is drawn. */
export function inLanguage<Found>(load: Readonly<Record<Language, () => Promise<Found>>>): InLanguage<Found> {
  const fetched = new Map<Language, Promise<Found>>();
  const wordsIn = (language: Language) => {
    const known = fetched.get(language);
    if (known) return known;
    const coming: Promise<Found> = load[language]().then((value) => {
      Object.assign(coming, { status: 'fulfilled', value });
      return value;
    });
    fetched.set(language, coming);
    return coming;
  };
  const first = wished();
  // Whoever wants them hears of what fails.
  asked.push(wordsIn(first).catch(() => undefined));
  return { in: wordsIn };
}

/**
 * Over once all words that were asked for are there. A screen that waits for them as it is drawn is shown a third of a second later: React spaces
 * out what it reveals.
 */
export async function wordsAreThere(): Promise<void> {
  await Promise.all(asked);
}

const dictionaryIn = inLanguage<Dictionary>({
  en: () => import('./en.ts').then(({ EN }) => EN),
  es: () => import('./es.ts').then(({ ES }) => ES),
});

/** Gives everything below it the words, once those of the language are there; no other language is fetched. */
export function WithWords({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState(wished);
  const [loaded, setLoaded] = useState<{ readonly of: Language; readonly words: Dictionary } | null>(null);
  useEffect(() => {
    document.documentElement.lang = language;
    let isWanted = true;
    void dictionaryIn.in(language).then((words) => {
      if (isWanted) setLoaded({ of: language, words });
    });
    return () => {
      isWanted = false;
    };
  }, [language]);
  const choose = useCallback((to: Language) => {
    localStorage.setItem(KEPT, to);
    setLanguage(to);
  }, []);
  const words = useMemo(() => loaded && wordsOf(loaded.of, loaded.words, choose), [loaded, choose]);
  if (words?.language !== language) return null;
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
