/** Why an act on many leads passes one over. Owns the words only. */
import type { ReasonTable } from '../reason.ts';

/** What may be said of a lead that is passed over. */
export const BULK_REASONS = {
  'already-tagged': { says: 'The lead has this tag.', remedy: '' },
  'not-tagged': { says: 'The lead does not have this tag.', remedy: '' },
  'too-many-tags': {
    says: 'The lead has as many tags as one can have.',
    remedy: 'Take a tag off that nobody asks for: bulk start untag.',
  },
  'already-assigned': { says: 'The lead is this owner’s.', remedy: '' },
  'already-paused': { says: 'The lead is paused.', remedy: '' },
  'no-address': {
    says: 'The lead has neither an e-mail address nor a phone number, so that nothing leaves to it.',
    remedy: '',
  },
  'already-refused': { says: 'Nothing leaves to any address or number of the lead.', remedy: '' },
  'changed-since': {
    says: 'The lead was changed after the act, so that taking the act back would undo that as well.',
    remedy: 'Look at the lead, and change it by hand: lead show.',
  },
  'already-enrolled': { says: 'The lead is in a sequence of this campaign.', remedy: '' },
  'enrolled-before': {
    says: 'The lead was in this campaign before, and its sequence lets nobody in again, or not yet.',
    remedy: 'Allow reentry in the sequence, or take another campaign.',
  },
  'worked-as-account': {
    says: 'The sequence works companies as a whole, and is begun for the account.',
    remedy: 'Start the account: account start.',
  },
  'campaign-not-live': {
    says: 'The campaign is not live, so that nobody is enrolled.',
    remedy: 'Launch it, or resume it: campaign launch.',
  },
  'sent-since': {
    says: 'Something was sent to the lead since it was enrolled.',
    remedy: 'End its sequence by hand, if it shall end: enrollment cancel.',
  },
  'ended-since': { says: 'The sequence was over before the act was taken back.', remedy: '' },
  'lead-gone': { says: 'The lead was erased, merged or taken back since.', remedy: '' },
} as const satisfies ReasonTable;
