/** Runs a row of call-outcome.md. */
import { callEnd, callsAgain } from '../src/domain/phone/call-end.ts';

interface Row {
  readonly reason?: string;
  readonly outcome?: string;
  readonly made: number;
  readonly tries: number;
}

export function run({ reason, outcome, made, tries }: Row) {
  const end = callEnd(reason ?? null, outcome ?? null);
  return { end, 'calls again': callsAgain(end, made, tries) };
}
