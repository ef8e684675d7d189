/** Where each value of a lead is from that its first record did not bring, and what proves permission, as they are shown. */
import type { LeadStory } from '../store-port.ts';

/** By field, the source that last filled it in, and when. What is not here is from the lead's own source, since it is known. */
export function originsOf({ lead, origins }: Pick<LeadStory, 'lead' | 'origins'>) {
  const latest = origins.flatMap(({ fields, source, at }) =>
    fields.map((field) => [field, { source, at: isoOf(at) }] as const),
  );
  return Object.fromEntries(latest.filter(([field]) => isKnown(lead, field)));
}

/** What was taken back since is shown as nobody's. */
function isKnown({ values, attributes }: LeadStory['lead'], field: string): boolean {
  const name = field.replace(/^attributes\./, '');
  const value = name === field ? (values as unknown as Record<string, unknown>)[field] : attributes[name];
  return value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0);
}

/** What the person did, as it was told. */
export function permissionOf({ proofs }: Pick<LeadStory, 'proofs'>) {
  return proofs.map(({ at, source, basis, told }) => ({ at: isoOf(at), source, basis, told }));
}

function isoOf(at: number): string {
  return new Date(at).toISOString();
}
