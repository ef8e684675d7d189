/** The words of what is asked of lists for whoever reads them. */
import type { LISTS } from './en/lists.ts';
import { wordGroup } from './group.tsx';

/** The name of one of them. */
export type ListWord = keyof typeof LISTS;
/** They are asked for by this. */
export const useListWords = wordGroup<ListWord>({
  en: () => import('./en/lists.ts').then((found) => found.LISTS),
  es: () => import('./es/lists.ts').then((found) => found.LISTS),
});
