/** What a signal is made of: points for events, how fast they fade, when it rises and falls. Owns the shape and the standard. */

/** A signal as a playbook defines it. */
export interface SignalRule {
  readonly name: string;
  /** Points by kind of event, `replied`, or kind and outcome, `replied:interested`; the more exact one counts. Whole, 0–1000. */
  readonly points: Readonly<Record<string, number>>;
  /** Days in which points lose half of what they still count. */
  readonly halfLifeDays: number;
  /** It rises when the points reach this. */
  readonly rise: number;
  /** It falls when the points are below this; less than `rise`, so that it does not flicker. */
  readonly fall: number;
}

/** What is inferred where a playbook says nothing of signals. */
export const STANDARD_SIGNALS: Readonly<Record<string, Omit<SignalRule, 'name'>>> = {
  engaged: {
    points: {
      clicked: 15,
      replied: 40,
      'replied:not-interested': 0,
      'replied:wrong-person': 0,
      booked: 60,
      'call-completed:answered': 40,
      'call-completed:interested': 60,
      'call-completed:call-back': 40,
    },
    halfLifeDays: 14,
    rise: 30,
    fall: 15,
  },
  hot: {
    points: {
      clicked: 10,
      replied: 20,
      'replied:interested': 60,
      'replied:question': 40,
      'replied:not-now': 10,
      'replied:not-interested': 0,
      'replied:wrong-person': 0,
      booked: 100,
      'call-completed:interested': 80,
      'call-completed:call-back': 40,
    },
    halfLifeDays: 7,
    rise: 60,
    fall: 30,
  },
};
