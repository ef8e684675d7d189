/** What the address of the list says, as one filter, for acts on all that fit it; and what of a lead are fields. */
import type { LeadPage } from '../../api/shapes.ts';
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

/** Parts of the page that are no fields of a person. */
const NOT_FIELDS: ReadonlySet<string> = new Set([
  'id',
  'fullName',
  'attributes',
  'source',
  'basis',
  'paused',
  'aliases',
  'origins',
  'permission',
  'suppressions',
  'campaigns',
  'signals',
  'timeline',
  'parts',
]);

/** The fields of a page that somebody knows; attributes are none of them. */
export function namesOf(page: LeadPage): string[] {
  return Object.keys(page).filter((name) => !NOT_FIELDS.has(name));
}

/** All of them, as `lead change --set` names them. */
export function fieldsOf(page: LeadPage): string[] {
  return [...namesOf(page), ...Object.keys(page.attributes).map((name) => `attribute.${name}`)];
}
