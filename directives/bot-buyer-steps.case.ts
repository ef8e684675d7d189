/** Runs a row of bot-buyer-steps.md. */
import { personaOf } from '../src/domain/qualification/buyer/persona.ts';
import { fitIn, fitOf, stepIn } from '../src/domain/qualification/buyer/steps.ts';

interface Row {
  readonly text?: string;
  readonly qualified?: boolean;
  readonly fits?: string;
  readonly said?: readonly string[];
}

export function run({ text, qualified = false, fits, said = [] }: Row): Readonly<Record<string, unknown>> {
  if (text !== undefined) return { step: stepIn(text, qualified) };
  if (fits === undefined)
    return { persona: personaOf(said)?.persona ?? null, confidence: personaOf(said)?.confidence ?? null };
  const number = fitIn(fits);
  return { number, fit: number === null ? null : fitOf(number) };
}
