/** What sequences are called, for whoever reads it: where nothing else of a playbook is named. */
import type { SEQUENCE_NAMES } from './en/sequence-names.ts';
import { wordGroup } from './group.tsx';

/** The name of one of them. */
export type SequenceName = keyof typeof SEQUENCE_NAMES;
/** They are asked for by this. */
export const useSequenceNames = wordGroup<SequenceName>({
  en: () => import('./en/sequence-names.ts').then((found) => found.SEQUENCE_NAMES),
  es: () => import('./es/sequence-names.ts').then((found) => found.SEQUENCE_NAMES),
});
