/** The words of what more there is to see of a lead, for whoever reads them. */
import type { LEAD_PARTS } from './en/lead-parts.ts';
import { wordGroup } from './group.tsx';

/** The name of one of them. */
export type LeadPartWord = keyof typeof LEAD_PARTS;
/** They are asked for by this. */
export const useLeadPartWords = wordGroup<LeadPartWord>({
  en: () => import('./en/lead-parts.ts').then((found) => found.LEAD_PARTS),
  es: () => import('./es/lead-parts.ts').then((found) => found.LEAD_PARTS),
});
