/** Runs a row of bot-answers.md. */
import { assentIn, daysIn, isBareAssent, isVague, qualityOf } from '../src/domain/qualification/answers.ts';
import { breakerFor, type Stall, stallIn } from '../src/domain/qualification/stalls.ts';

interface Row {
  readonly text?: string | number;
  readonly stall?: Stall | null;
  readonly used?: readonly Stall[];
}

export function run({ text, stall = null, used = [] }: Row): Readonly<Record<string, unknown>> {
  if (text === undefined) return { breaker: breakerFor(stall, used) };
  const said = String(text);
  return {
    bare: isBareAssent(said),
    ...{ quality: qualityOf(said), vague: isVague(said), assent: assentIn(said) },
    ...{ days: daysIn(said), stall: stallIn(said) },
  };
}
