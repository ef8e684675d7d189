/** What a connection says of how it is compared with us: whose word counts of which field, and what follows where somebody is gone. */
import type { BriefField } from '../handoff/brief.ts';
import type { BeingSides, Owner } from './compare.ts';

/** Fields that are compared, each with whose word counts where nothing is said. */
const STANDARD: Readonly<Partial<Record<BriefField, Owner>>> = {
  firstName: 'crm',
  lastName: 'crm',
  company: 'crm',
  title: 'crm',
  website: 'crm',
  city: 'crm',
  region: 'crm',
  country: 'crm',
  // Who somebody is, and where a yes or a no holds: a person looks.
  email: 'ask',
  phone: 'ask',
};
const OWNERS: ReadonlySet<string> = new Set<Owner>(['ours', 'crm', 'ask']);

/** How a connection is compared. */
export interface ReconcileSettings {
  readonly on: boolean;
  readonly owners: Readonly<Partial<Record<BriefField, Owner>>>;
  readonly gone: BeingSides['gone'];
  readonly erased: BeingSides['erased'];
}

/** Of what a connection says; what is misspelt counts as not said, see `ownerProblems`. */
export function reconcileSettingsOf(said: Readonly<Record<string, string>>): ReconcileSettings {
  const own = pairsIn(said.owns).filter(([field, owner]) => isField(field) && OWNERS.has(owner));
  return {
    on: said.reconcile !== 'no',
    owners: { ...STANDARD, ...(Object.fromEntries(own) as ReconcileSettings['owners']) },
    gone: said.gone === 'stop' ? 'stop' : 'ask',
    erased: said.erased === 'delete' ? 'delete' : 'ask',
  };
}

/** What is wrong with `owns`, in words. */
export function ownerProblems(owns: string | undefined): string[] {
  const wrong = pairsIn(owns).filter(([field, owner]) => !(isField(field) && OWNERS.has(owner)));
  const fields = Object.keys(STANDARD).join(', ');
  return wrong.map(
    ([field, owner]) => `owns: ${field}=${owner} must be one of ${fields}, and one of ${[...OWNERS].join(', ')}`,
  );
}

function pairsIn(text: string | undefined): (readonly [string, string])[] {
  const words = (text ?? '').split(',').map((word) => word.trim());
  return words
    .filter((word) => word !== '')
    .map((word) => {
      const [field = '', owner = ''] = word.split('=');
      return [field.trim(), owner.trim()] as const;
    });
}

function isField(name: string): boolean {
  return Object.hasOwn(STANDARD, name);
}
