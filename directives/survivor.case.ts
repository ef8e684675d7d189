/** Runs a row of survivor.md through the whole resolution of a draft. */
import { identityKeys } from '../src/domain/lead/identity.ts';
import type { LeadValues } from '../src/domain/lead/lead.ts';
import { type Candidate, resolveDraft } from '../src/domain/lead/resolve.ts';

interface Row {
  readonly draft: Partial<LeadValues>;
  readonly candidates: readonly Candidate[];
}

/** The lead joined, by which rule, and the review list as `[lead, score, code]`. */
export function run({ draft: values, candidates }: Row) {
  const draft = {
    values,
    attributes: {},
    externalId: null,
    otherEmails: [],
    otherPhones: [],
    basis: null,
    optOuts: [],
  };
  const result = resolveDraft(draft, candidates, identityKeys(values, null, 'row'));
  const reviews = result.reviews.map(({ leadId, score, reasons }) => [leadId, score, reasons[0]?.code]);
  return result.verdict === 'same' ? { leadId: result.leadId, rule: result.rule, reviews } : { reviews };
}
