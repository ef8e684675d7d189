/** Runs a row of retell-answers.md: an answer of Retell in, what it means out. */
import { readRetellAnswer } from '../src/domain/delivery/providers/retell.ts';
import type { ProviderVerdict } from '../src/domain/delivery/providers/verdict.ts';

interface Row {
  readonly status: number;
  readonly message?: string;
  readonly retryAfter?: number;
}

/** The verdict as it is. */
export function run({ status, message, retryAfter }: Row): ProviderVerdict {
  return readRetellAnswer({ status, message: message ?? '', retryAfter: retryAfter ?? null });
}
