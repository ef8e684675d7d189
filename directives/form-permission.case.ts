/** Runs a row of form-permission.md. */
import type { Basis } from '../src/domain/lead/lead.ts';
import { formPermission } from '../src/domain/source/permission.ts';

interface Row {
  readonly basis?: Basis;
  readonly tick?: string;
  readonly words?: string;
  readonly answer?: string;
}

export function run({ basis, tick, words, answer }: Row): unknown {
  const terms = { basis: basis ?? null, tick: tick ?? null, words: words ?? null };
  const permission = formPermission(terms, answer ?? null);
  return { proof: permission.proof, ...(permission.basis !== null && { basis: permission.basis }) };
}
