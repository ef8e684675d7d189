/** The words of facts under reasons, for whoever reads them. */
import type { FACTS } from './en/facts.ts';
import { wordGroup } from './group.tsx';

/** The name of one of them. */
export type FactWord = keyof typeof FACTS;
/** They are asked for by this. */
export const useFactWords = wordGroup<FactWord>({
  en: () => import('./en/facts.ts').then((found) => found.FACTS),
  es: () => import('./es/facts.ts').then((found) => found.FACTS),
});
