/** Runs a row of bot-budget.md. */
import { readBudget } from '../src/domain/qualification/money.ts';

interface Row {
  readonly text: string | number;
  readonly asked: boolean;
}

export function run({ text, asked }: Row): Readonly<Record<string, unknown>> {
  const budget = readBudget(String(text), asked);
  if (budget === null) return { reason: 'none' };
  return { min: budget.min, max: budget.max, reason: budget.reasons[0]?.code };
}
