/** Runs a row of reply-date.md. */
import { readAnswer } from '../src/domain/conversation/answer.ts';

interface Row {
  readonly text: string;
  readonly zone: string;
}

export function run({ text, zone }: Row): Readonly<Record<string, unknown>> {
  const answer = readAnswer(text, { now: Date.UTC(2026, 2, 4, 12), zone });
  const codes = answer.reasons.map(({ code }) => code);
  const told = (code: string, there: boolean) => codes.includes(code) === there;
  if (!told('reply-date', answer.until !== null) || !told('reply-referral', answer.referral !== null))
    throw new Error(`reasons do not tell it: ${codes.join(', ')}`);
  const bounded = answer.absent && answer.until !== null && (answer.holdUntil ?? '') <= answer.until;
  if (!told('reply-date-far', bounded)) throw new Error('reasons do not tell how long an absence is believed');
  return { ...answer, name: answer.referral?.name ?? null, address: answer.referral?.address ?? null };
}
