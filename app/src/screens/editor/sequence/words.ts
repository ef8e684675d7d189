/** The words of whole sequences, and of who moves where, for whoever reads them. */
import type { SEQUENCES } from '../../../words/en/sequences.ts';
import { wordGroup } from '../../../words/group.tsx';

/** They are asked for by this. */
export const useSequenceWords = wordGroup<keyof typeof SEQUENCES>({
  en: () => import('../../../words/en/sequences.ts').then((found) => found.SEQUENCES),
  es: () => import('../../../words/es/sequences.ts').then((found) => found.SEQUENCES),
});
