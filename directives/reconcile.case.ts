/** Runs a row of reconcile.md: a field, a refusal, or somebody who is on one side only. */
import {
  type BeingSides,
  compareBeing,
  compareField,
  compareRefusal,
  type Owner,
} from '../src/domain/reconcile/compare.ts';

interface Row {
  readonly owner?: Owner;
  readonly ours?: string;
  readonly theirs?: string;
  readonly 'kept there'?: string;
  readonly 'refused here'?: string;
  readonly 'refused there'?: 'no' | 'ours' | 'theirs';
  readonly 'can be told'?: string;
  readonly 'yes since'?: string;
  readonly there?: string;
  readonly here?: string;
  readonly gone?: BeingSides['gone'];
  readonly erased?: BeingSides['erased'];
  readonly 'too many'?: string;
}

export function run(row: Row): Record<string, unknown> {
  const { owner, ours = null, theirs = null } = row;
  if (owner !== undefined) return { ...compareField({ owner, ours, theirs, writable: row['kept there'] === 'yes' }) };
  const refused = row['refused there'];
  if (refused !== undefined) {
    const sides = { here: row['refused here'] === 'yes', there: refused, writable: row['can be told'] === 'yes' };
    return { ...compareRefusal({ ...sides, yesSince: row['yes since'] === 'yes' }) };
  }
  const { there, here, gone = 'ask', erased = 'ask' } = row;
  return {
    ...compareBeing({ there: there === 'yes', here: here === 'yes', gone, erased, tooMany: row['too many'] === 'yes' }),
  };
}
