/**
 * What is done where a CRM and we say something else of a lead: the rule in words is directives/reconcile.md. Owns the verdicts; reads and
 * writes nothing.
 */
import { foldText } from '../lead/name.ts';
import type { ReconcileReason } from './reasons.ts';

/** Whose word counts of a field. */
export type Owner = 'ours' | 'crm' | 'ask';

/** same: nothing is to be done; take: ours becomes as theirs; write: theirs becomes as ours; propose: a person decides. */
export type Verdict = 'same' | 'take' | 'write' | 'propose';

/** What is to be done, and why. */
export type Compared =
  | { readonly verdict: 'same' }
  | { readonly verdict: Exclude<Verdict, 'same'>; readonly because: ReconcileReason };

const SAME: Compared = { verdict: 'same' };

/** A field of both sides; null or empty = it says nothing. */
export interface FieldSides {
  readonly owner: Owner;
  readonly ours: string | null;
  readonly theirs: string | null;
  /** The CRM takes a change of it. */
  readonly writable: boolean;
}

/** What becomes of a field. */
export function compareField({ owner, ours, theirs, writable }: FieldSides): Compared {
  const [here, there] = [foldText(ours ?? ''), foldText(theirs ?? '')];
  if (here === there) return SAME;
  if (owner === 'ask') return { verdict: 'propose', because: 'reconcile-asks' };
  if (here === '') return { verdict: 'take', because: 'reconcile-empty-here' };
  if (owner === 'crm')
    return there === ''
      ? { verdict: 'propose', because: 'reconcile-cleared-there' }
      : { verdict: 'take', because: 'reconcile-crm-owns' };
  if (!writable) return { verdict: 'propose', because: 'reconcile-not-writable' };
  return { verdict: 'write', because: there === '' ? 'reconcile-empty-there' : 'reconcile-ours' };
}

/** A way to somebody, as both sides have it. */
export interface RefusalSides {
  readonly here: boolean;
  /** ours: it bears our words; theirs: the CRM heard it, or a person set it there. */
  readonly there: 'no' | 'ours' | 'theirs';
  /** The CRM takes a refusal from us. */
  readonly writable: boolean;
  /** The person said yes to us after we took over what stands there. */
  readonly yesSince: boolean;
}

/** What becomes of a refusal. */
export function compareRefusal({ here, there, writable, yesSince }: RefusalSides): Compared {
  if (here === (there !== 'no')) return SAME;
  if (here && !writable) return { verdict: 'propose', because: 'reconcile-not-writable' };
  if (here) return { verdict: 'write', because: 'reconcile-refused-here' };
  if (there === 'ours') return { verdict: 'write', because: 'reconcile-lifted-here' };
  if (yesSince) return { verdict: 'propose', because: 'reconcile-yes-since' };
  return { verdict: 'take', because: 'reconcile-refused-there' };
}

/** Whether a person is there, and here. */
export interface BeingSides {
  readonly there: boolean;
  readonly here: boolean;
  readonly gone: 'ask' | 'stop';
  readonly erased: 'ask' | 'delete';
  /** So many are gone there that it is likely a mistake. */
  readonly tooMany: boolean;
}

/** What becomes of somebody who is on one side only. */
export function compareBeing({ there, here, gone, erased, tooMany }: BeingSides): Compared {
  if (there === here) return SAME;
  if (there) return { verdict: erased === 'delete' ? 'write' : 'propose', because: 'reconcile-erased-here' };
  if (tooMany) return { verdict: 'propose', because: 'reconcile-many-gone' };
  return { verdict: gone === 'stop' ? 'take' : 'propose', because: 'reconcile-gone-there' };
}
