/** Reason codes of conversations that qualify. Owns the words only. */
import type { ReasonTable } from '../reason.ts';

/** Why something is said, kept or handed over in a conversation. */
export const QUALIFICATION_REASONS = {
  'budget-single': { says: 'One sum was named: it is the upper end.', remedy: '' },
  'budget-range': { says: 'Two ends were named.', remedy: '' },
  'budget-to': { says: 'Only the upper end was named.', remedy: '' },
  'budget-from': { says: 'Only the lower end was named.', remedy: '' },
  'bot-no-conversation': { says: 'The lead has said nothing, so there is no score.', remedy: '' },
  'bot-readiness': { says: 'Readiness is added up from what the lead said.', remedy: '' },
  'bot-commitment': { says: 'Commitment is added up from how the lead talks.', remedy: '' },
  'bot-boost': { says: 'Tags, fields and how fresh the lead is add to readiness.', remedy: '' },
  'bot-activity': { says: 'How lately the lead wrote adds to commitment, or takes from it.', remedy: '' },
  'bot-seller': { says: 'The answers of the seller come to this temperature.', remedy: '' },
  'bot-buyer': { says: 'The answers of the buyer come to this temperature.', remedy: '' },
  'bot-buyer-intent': { says: 'Readiness to buy is added up from money, urgency and wishes.', remedy: '' },
  'bot-over-means': {
    says: 'The price that was named is above what the income that was named goes with.',
    remedy: 'Speak of the month, or of a lender, before homes are shown.',
  },
  'bot-step': { says: 'The lead speaks of a step of buying.', remedy: '' },
  'bot-fit': { says: 'The lead says how well a home fits.', remedy: '' },
  'bot-transferred': { says: 'The words are those of the other side, so the conversation goes on there.', remedy: '' },
  'bot-answered': { says: 'The lead answered; the next question is asked.', remedy: '' },
  'bot-vague': { says: 'The answer says nothing that can be kept.', remedy: '' },
  'bot-not-understood': {
    says: 'The answer does not fit the question.',
    remedy: 'Read it and answer yourself if it matters.',
  },
  'bot-stall': { says: 'The lead puts it off; what is said fits the way they do.', remedy: '' },
  'bot-asked': { says: 'The lead asks something that only a person can answer.', remedy: 'Answer it.' },
  'bot-exhausted': { says: 'Five answers in a row said nothing.', remedy: 'Call the lead, or let it rest.' },
  'bot-declined': { says: 'The lead says no.', remedy: '' },
  'bot-person': { says: 'The lead put it off again and again.', remedy: 'Call the lead, or let it rest.' },
  'bot-over': {
    says: 'The conversation is over; what the lead writes is for a person.',
    remedy: 'Read it and answer.',
  },
  'bot-opt-out': { says: 'The lead refuses; nothing more is said.', remedy: '' },
  'bot-out-of-office': { says: 'A machine wrote for the lead; nothing is said to it.', remedy: '' },
} as const satisfies ReasonTable;
