/** What people write back in a quarter: whole sentences of every class, and what sellers and buyers answer, question by question. Data only. */
import type { ReplyIntent } from '../../src/domain/conversation/reply-intent.ts';

/** How often a reply is of a class, and what it says then. */
interface Saying {
  readonly intent: ReplyIntent;
  /** Out of the sum of all. */
  readonly weight: number;
  readonly sentences: readonly string[];
}

/** Replies by class; the test reads each and holds it against its class. */
export const SAYINGS: readonly Saying[] = [
  {
    intent: 'interested',
    weight: 24,
    sentences: [
      "I'm interested",
      'Sounds good. Can we talk on Thursday?',
      'Yes, please send me the details.',
      "No problem, let's talk",
    ],
  },
  {
    intent: 'question',
    weight: 18,
    sentences: ['How much is it?', 'Does it work with what we have?', 'Who else uses this?'],
  },
  { intent: 'not-now', weight: 16, sentences: ['Maybe later, we are in the middle of a move.', 'Not right now.'] },
  {
    intent: 'not-interested',
    weight: 16,
    sentences: ['I am not interested, thank you', 'No thanks, we already use another one.'],
  },
  {
    intent: 'out-of-office',
    weight: 12,
    sentences: ['I am out of office until Monday.', 'Thank you for your mail. I am on vacation and back next week.'],
  },
  { intent: 'wrong-person', weight: 5, sentences: ['You have the wrong person.', 'I no longer work there.'] },
  {
    intent: 'opt-out',
    weight: 5,
    sentences: ['Please take me off your list', 'please stop messaging me', 'UNSUBSCRIBE'],
  },
  { intent: 'unsure', weight: 4, sentences: ['I know', 'this weekend', 'Hm. The heating again.'] },
];

/** What a seller says, answer by answer; which of these lives somebody leads is drawn. */
export const SELLERS: readonly (readonly string[])[] = [
  [
    'Yes, we are relocating',
    'as soon as possible, 30 days is fine',
    'needs work, the roof leaks',
    '$400k',
    '12 Main Street, Albany',
  ],
  ['We inherited it, it is an estate', 'no rush', 'perfect, all new', 'what the comps say', 'Call me some time'],
  ['just browsing', 'eventually', 'it is fine', 'not sure'],
  ['Who is this?', 'What is it worth?', 'ok', 'maybe', 'hm'],
];

/** What a buyer says. */
export const BUYERS: readonly (readonly string[])[] = [
  [
    'We are pre-approved for $450,000',
    'this month, our lease ends',
    'near good schools, 3 bedrooms',
    'my wife and I decide',
  ],
  ['cash', 'within 30 days', 'downtown', 'only me', 'Can I see the house on Saturday?'],
  ['not sure about a loan yet', 'next year', 'anywhere', 'I have to ask my partner'],
  ['just looking', 'no rush'],
];
