/** What templates may print of an account. Owns the shape; what may be said of whom is `claim.ts`. */
import type { Claim, Referrer } from './claim.ts';

/** Facts of a message of an account. Of nobody named all that begins with `colleague` is null. */
export interface AccountWords {
  readonly name: string;
  /** Which try of the account it is, from 1. */
  readonly touchpoint: number;
  readonly colleagueName: string | null;
  readonly colleagueFirstName: string | null;
  readonly colleagueTitle: string | null;
  /** `meeting`, `replied` or `written`: what is on record of the colleague, and no more. */
  readonly colleagueClaim: Claim | null;
}

/** Their names. */
export const ACCOUNT_FACTS: readonly (keyof AccountWords)[] = [
  'name',
  'touchpoint',
  'colleagueName',
  'colleagueFirstName',
  'colleagueTitle',
  'colleagueClaim',
];

/** Who is named, as far as it is known. */
export interface Named {
  readonly fullName: string | null;
  readonly firstName: string | null;
  readonly title: string | null;
}

/** The words of a touchpoint; nothing that is not known, so that a row stays narrow. */
export function accountWords(
  name: string,
  touchpoint: number,
  referrer: Referrer | null,
  who: Named | null,
): AccountWords {
  return {
    name,
    touchpoint,
    colleagueName: who?.fullName ?? who?.firstName ?? null,
    colleagueFirstName: who?.firstName ?? null,
    colleagueTitle: who?.title ?? null,
    colleagueClaim: referrer?.claim ?? null,
  };
}
