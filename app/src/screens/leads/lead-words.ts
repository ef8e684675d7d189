/** What the address of the list says, as one filter: for acts on all that fit it. */
import { holds } from '../../parts/filter/condition.ts';
import type { LeadWords } from './lead-filters.tsx';

const CALLED = ['email', 'fullName', 'company', 'domain'];

/** The filter, in the words of `--where`; '' = all. A campaign is named beside it. */
export function whereOf({ q, stage, tier, where }: LeadWords): string {
  const parts = [
    ...(where === undefined ? [] : [where]),
    ...(q === undefined ? [] : [CALLED.map((field) => holds(field, q.trim())).join(' || ')]),
    ...(stage === undefined ? [] : [`stage == ${JSON.stringify(stage)}`]),
    ...(tier === undefined ? [] : [`tier == ${JSON.stringify(tier)}`]),
  ];
  return parts.length > 1 ? parts.map((part) => `(${part})`).join(' && ') : (parts[0] ?? '');
}
