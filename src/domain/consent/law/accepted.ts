/**
 * How a law that goes by a stated basis is read: which bases it accepts for a channel, said or unsaid.
 * Owns that reading and its shapes; which bases a law accepts stands in the law's own file, who is asked in
 * `permission.ts`.
 */
import type { Basis } from '../../lead/lead.ts';
import type { Reason } from '../../reason.ts';
import type { Consent, Permission } from '../permission.ts';
import type { ConsentReason } from '../reasons.ts';

/** Bases a law accepts for a channel, stated or not (`unstated`). */
export type AcceptedBases = readonly (Basis | 'unstated')[];

/** What a law is asked, once withdrawals and opt-ins on record have been looked at. Times in epoch milliseconds. */
export interface LawAsk {
  readonly basis: Basis | null;
  /** When the basis came to be; null = not known. */
  readonly basisAt: number | null;
  /** What is on record for this channel, given by now. */
  readonly records: readonly Consent[];
  readonly now: number;
}

/** What one law says of one channel. */
export type LawRule = (ask: LawAsk) => Permission;

/** Consent, or the contract with somebody who has bought already. */
export const CONSENT_OR_CONTRACT: AcceptedBases = ['consent', 'contract'];
/** Whatever somebody stands up for. */
export const ANY_STATED: AcceptedBases = ['consent', 'contract', 'legitimate-interest'];

/** Allowed where the law accepts the basis, else held until somebody supplies a better one. */
export function byAcceptedBases({ basis }: Pick<LawAsk, 'basis'>, accepted: AcceptedBases, law: string): Permission {
  const said = basis ?? 'unstated';
  const facts = { basis: said, law };
  if (accepted.includes(said)) {
    return answer('allow', said === 'unstated' || said === 'none' ? 'opt-out-regime' : 'basis-accepted', facts);
  }
  return answer('hold', said === 'unstated' ? 'basis-not-stated' : 'basis-insufficient', facts);
}

/** An answer with one reason and no end of its own. */
export function answer(
  verdict: Permission['verdict'],
  code: ConsentReason,
  facts: NonNullable<Reason['facts']>,
): Permission {
  return { verdict, until: null, reasons: [{ code, facts }] };
}
