/** Sequences of the playbooks that come with Rekindle, by their names in the file, in English: as the playbooks title them. */

/** Them. */
export const SEQUENCE_NAMES = {
  'sequence.aggressive-close': 'Aggressive close',
  'sequence.regular-nurture': 'Regular nurture',
  'sequence.long-term-nurture': 'Long-term nurture',
  'sequence.cold-outreach': 'Cold outreach',
  'sequence.adviser-call': 'Adviser call',
  'sequence.personal-offer': 'Personal offer',
  'sequence.savings-guide': 'Savings guide',
  'sequence.yearly-note': 'Yearly note',
  'sequence.class': 'Through the class',
  'sequence.account': 'One account',
  'sequence.follow-up': 'Days 0, 3, 7, 14 and 30',
} as const;
