/** The words of daily work, of campaigns and imports, for whoever reads them. */
import type { WORK } from './en/work.ts';
import { wordGroup } from './group.tsx';

/** The name of one of them. */
export type WorkWord = keyof typeof WORK;
/** They are asked for by this. */
export const useWorkWords = wordGroup<WorkWord>({
  en: () => import('./en/work.ts').then((found) => found.WORK),
  es: () => import('./es/work.ts').then((found) => found.WORK),
});
