/** What the identity rules say, by code. Owns the sentences; the rules are `resolve.ts` and `merge.ts`. */
import type { ReasonTable } from '../reason.ts';

/** Codes of the identity rules: why a record is a known lead, a new one, or somebody a person should look at. */
export const IDENTITY_REASONS = {
  'same-source-id': { says: 'The source gave this record the id of a lead it brought before.', remedy: '' },
  'same-email': { says: 'The record has the mailbox of a known lead.', remedy: '' },
  'same-profile': { says: 'The record has the name and the LinkedIn profile of a known lead.', remedy: '' },
  'same-phone-and-name': { says: 'The record has the telephone number and the name of a known lead.', remedy: '' },
  'same-name-and-domain': {
    says: 'The record has the name and company domain of a known lead, and one of the two has no e-mail address.',
    remedy: '',
  },
  'no-known-lead': { says: 'No known lead shares a mailbox, number, name or source id with this record.', remedy: '' },
  'source-id-other-person': {
    says: 'The source gave this record the id of a known lead, but name and mailbox are another person’s.',
    remedy: 'Check whether the source numbers its rows instead of its people; merge the two leads if they are one.',
  },
  'shared-mailbox-other-name': {
    says: 'The mailbox is read by several people, or is a further one beside each one’s own, and the names are two people’s.',
    remedy: 'Merge the two leads if they are one person; otherwise dismiss.',
  },
  'phone-other-name': {
    says: 'The telephone number is a known lead’s, but the names do not settle that it is one person.',
    remedy: 'Merge the two leads if they are one person; a switchboard or family number is no reason to.',
  },
  'name-and-domain': {
    says: 'Name and company domain are a known lead’s, but the mailbox or the spelling of the name differs.',
    remedy: 'Merge the two leads if the person has two addresses.',
  },
  'name-and-company': {
    says: 'Name and company name are a known lead’s, without a domain or mailbox to prove it.',
    remedy: 'Merge the two leads if they are one person.',
  },
  'name-alone': {
    says: 'Only the name is a known lead’s.',
    remedy: 'Merge the two leads if they are one person; otherwise dismiss.',
  },
  'also-matches': {
    says: 'The record matches a second known lead too, by a weaker or younger claim.',
    remedy: 'The two known leads may be one person: look at the merge preview.',
  },
} as const satisfies ReasonTable;
