/** Runs a row of identity.md: a record and a known lead that a store found, judged by the real rule. */
import { claimOf } from '../src/domain/lead/claim.ts';
import { identityKeys, type KeyKind } from '../src/domain/lead/identity.ts';
import type { LeadValues } from '../src/domain/lead/lead.ts';
import { nameOf } from '../src/domain/lead/name.ts';
import { compareIdentity } from '../src/domain/lead/resolve.ts';

interface Row {
  readonly draft?: Partial<LeadValues>;
  readonly known?: Partial<LeadValues>;
  readonly foundBy?: readonly KeyKind[];
}

/** `{merge}`, or `{review, score}`; `review` is `nothing` where nothing speaks for one person. */
export function run({ draft: values = {}, known = {}, foundBy }: Row): {
  merge?: string;
  review?: string;
  score?: number;
} {
  const draft = {
    values,
    attributes: {},
    externalId: null,
    otherEmails: [],
    otherPhones: [],
    basis: null,
    optOuts: [],
  };
  const candidate = { id: 'lead_1', values: known, ...(foundBy !== undefined && { foundBy }) };
  return (
    claimOf(compareIdentity(draft, candidate, identityKeys(values, null, 'row'), nameOf(values))) ?? {
      review: 'nothing',
    }
  );
}
