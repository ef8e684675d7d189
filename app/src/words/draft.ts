/** The words of drafting a campaign for whoever reads them. */
import type { DRAFT } from './en/draft.ts';
import { wordGroup } from './group.tsx';

/** The name of one of them. */
export type DraftWord = keyof typeof DRAFT;
/** They are asked for by this. */
export const useDraftWords = wordGroup<DraftWord>({
  en: () => import('./en/draft.ts').then((found) => found.DRAFT),
  es: () => import('./es/draft.ts').then((found) => found.DRAFT),
});
