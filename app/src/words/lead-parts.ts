/** The words of what more there is to see of a lead, for whoever reads them. */
import { LEAD_PARTS } from './en/lead-parts.ts';
import { wordGroup } from './group.tsx';

/** They are asked for by this. */
export const useLeadPartWords = wordGroup(LEAD_PARTS, () =>
  import('./es/lead-parts.ts').then((found) => found.LEAD_PARTS),
);
/** The name of one of them. */
export type LeadPartWord = keyof typeof LEAD_PARTS;
