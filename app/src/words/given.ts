/**
 * Texts of the playbooks that come with Rekindle, in the language of whoever reads them: by the English text itself, so that a playbook of one's own,
 * and one that was changed, shows its own words.
 */
import { use, useCallback } from 'react';
import { inLanguage, useWords } from './words.tsx';

const texts = inLanguage<Readonly<Record<string, string>>>({
  en: () => Promise.resolve({}),
  es: () => import('./es/given.ts').then((found) => found.GIVEN),
});

/** Says a text of a playbook. */
export function useGiven(): (text: string) => string {
  const { language } = useWords();
  const known = use(texts.in(language));
  return useCallback((text) => known[text.trim()] ?? text, [known]);
}
