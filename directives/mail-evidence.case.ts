/** Runs a row of mail-evidence.md through the real rule. */
import { proofOf } from '../src/domain/verify/evidence.ts';

interface Row {
  readonly status?: string;
  readonly ageDays?: number;
}

/** `{proof}`, which is `nothing` where the finding says nothing. */
export function run({ status, ageDays }: Row): { readonly proof: string } {
  const evidence = status === undefined ? undefined : { source: 'Apollo', status, ageDays: ageDays ?? null };
  return { proof: proofOf(evidence) ?? 'nothing' };
}
