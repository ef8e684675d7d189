/** Runs a row of opt-out-choice.md. */
import { type OptOutMeaning, optOutMeaning } from '../src/domain/consent/opt-out-choice.ts';

interface Row {
  readonly said?: string;
  readonly by: string;
  readonly campaign?: string;
}

type Told = { readonly [Key in keyof OptOutMeaning]?: NonNullable<OptOutMeaning[Key]> };

export function run({ said, by, campaign }: Row): Told {
  const meaning = optOutMeaning(said ?? null, { by, campaignId: campaign ?? null });
  return Object.fromEntries(Object.entries(meaning).filter(([, value]) => value !== null)) as Told;
}
