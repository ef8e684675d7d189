/** The words of leads for whoever reads them. */
import type { LEADS } from './en/leads.ts';
import { wordGroup } from './group.tsx';

/** The name of one of them. */
export type LeadWord = keyof typeof LEADS;
/** They are asked for by this. */
export const useLeadWords = wordGroup<LeadWord>({
  en: () => import('./en/leads.ts').then((found) => found.LEADS),
  es: () => import('./es/leads.ts').then((found) => found.LEADS),
});
