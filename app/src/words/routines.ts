/** The words of what runs by itself, for whoever reads them. */
import type { ROUTINES } from './en/routines.ts';
import { wordGroup } from './group.tsx';

/** The name of one of them. */
export type RoutineWord = keyof typeof ROUTINES;
/** They are asked for by this. */
export const useRoutineWords = wordGroup<RoutineWord>({
  en: () => import('./en/routines.ts').then((found) => found.ROUTINES),
  es: () => import('./es/routines.ts').then((found) => found.ROUTINES),
});
