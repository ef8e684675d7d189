/** Runs a row of highlevel-answers.md: an answer of HighLevel in, what it means out. */
import { readHighLevelAnswer } from '../src/domain/delivery/providers/highlevel.ts';
import type { ProviderVerdict } from '../src/domain/delivery/providers/verdict.ts';

interface Row {
  readonly status: number;
  readonly message?: string;
  readonly harmless: boolean;
}

/** The verdict as it is. */
export function run({ status, message, harmless }: Row): ProviderVerdict {
  return readHighLevelAnswer({ status, message: message ?? '', harmless });
}
