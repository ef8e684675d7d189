/** Runs a row of bot-buyer-intent.md. */
import { buyerActionOf, buyerIntentOf, buyerLabelOf } from '../src/domain/qualification/buyer/intent.ts';

interface Row {
  readonly said?: readonly string[];
  readonly score?: number;
}

export function run({ said, score }: Row): Readonly<Record<string, unknown>> {
  if (said === undefined) return atScore(score ?? 0);
  const { score: intent, label, pillars, next, action, afterHours, reasons } = buyerIntentOf(said);
  const after = afterHours === null ? null : `${action} ${afterHours}`;
  return { intent, label, next, after, why: reasons[0]?.code, ...pillars };
}

function atScore(score: number): Readonly<Record<string, unknown>> {
  const { action, afterHours } = buyerActionOf(score);
  return { label: buyerLabelOf(score), after: `${action} ${afterHours}` };
}
