/** What parts of playbooks are called, for whoever reads it. */
import type { NAMES } from './en/names.ts';
import { wordGroup } from './group.tsx';

/** The name of one of them. */
export type NameWord = keyof typeof NAMES;
/** They are asked for by this. */
export const useNameWords = wordGroup<NameWord>({
  en: () => import('./en/names.ts').then((found) => found.NAMES),
  es: () => import('./es/names.ts').then((found) => found.NAMES),
});
