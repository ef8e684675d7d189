/** The words of taking in files, for whoever reads them. */
import type { IMPORTS } from './en/imports.ts';
import { wordGroup } from './group.tsx';

/** The name of one of them. */
export type ImportWord = keyof typeof IMPORTS;
/** They are asked for by this. */
export const useImportWords = wordGroup<ImportWord>({
  en: () => import('./en/imports.ts').then((found) => found.IMPORTS),
  es: () => import('./es/imports.ts').then((found) => found.IMPORTS),
});
