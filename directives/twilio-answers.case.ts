/** Runs a row of twilio-answers.md: an answer of Twilio in, what it means out. */
import { readTwilioAnswer, type TwilioAnswer } from '../src/domain/delivery/providers/twilio.ts';
import type { ProviderVerdict } from '../src/domain/delivery/providers/verdict.ts';

interface Row {
  readonly status: number;
  readonly code?: number;
  readonly retryAfter?: number;
}

/** The verdict, its reason under another name than the number that came in. */
export function run({ status, code, retryAfter }: Row): Omit<ProviderVerdict, 'code'> & { reason: string | null } {
  const answer: TwilioAnswer = { status, code: code ?? null, retryAfter: retryAfter ?? null };
  const { code: reason, ...verdict } = readTwilioAnswer(answer);
  return { ...verdict, reason };
}
