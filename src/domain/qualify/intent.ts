/**
 * The one model of intent: signals of the lead, words in notes and the domain, added up to a number from 0 to 1.
 * Owns what each is worth. What intent does to a score is `score/score.ts`; nothing else computes intent.
 */
import type { Facts, IntentFacts } from '../facts/facts.ts';
import type { Reason } from '../reason.ts';
import type { IntentRules } from '../score/rubric.ts';
import { domainsOf, isWithin } from './domains.ts';
import type { NoteSignal } from './note-signals.ts';

/** Millionths of intent for each signal that is known to be so. */
const SIGNALS: Readonly<Record<Exclude<keyof IntentFacts, 'words'>, number>> = {
  recentJobChange: 250_000,
  recentlyFunded: 200_000,
  hiring: 150_000,
  recentActivity: 150_000,
  decisionMaker: 150_000,
  budgetAuthority: 100_000,
};
/** Millionths of intent for what notes state; the strongest one counts, since notes repeat themselves. */
const WORDS: Readonly<Record<NoteSignal, number>> = {
  'wants-demo': 250_000,
  'asks-price': 250_000,
  'ready-to-buy': 250_000,
  evaluating: 200_000,
  interested: 200_000,
  urgent: 100_000,
};
const WHOLE = 1_000_000;
const SIGNAL_NAMES = Object.keys(SIGNALS) as (keyof typeof SIGNALS)[];

/** Intent of a lead. */
export interface Intent {
  /** 0–1 in steps of a millionth. */
  readonly intent: number;
  /** Whether anything at all is known of it; "no signal known" is not "no intent". */
  readonly known: boolean;
  /** `intent-signal`, `intent-words` and `intent-domain`, one each, with what they added. */
  readonly reasons: readonly Reason[];
}

/** Adds up intent, capped at 1. A signal that is not known adds nothing and takes nothing away. */
export function intentOf(facts: Pick<Facts, 'lead' | 'intent'>, rules: IntentRules): Intent {
  const found = [...signalsIn(facts.intent), ...wordsIn(facts.intent), ...domainIn(facts.lead, rules)];
  const sum = found.reduce((total, { millionths }) => total + millionths, 0);
  return {
    intent: Math.min(WHOLE, sum) / WHOLE,
    known: found.length > 0 || SIGNAL_NAMES.some((name) => facts.intent[name] !== null),
    reasons: found.map(({ code, what, millionths }) => ({ code, facts: { what, adds: millionths / WHOLE } })),
  };
}

interface Found {
  readonly code: 'intent-signal' | 'intent-words' | 'intent-domain';
  readonly what: string;
  readonly millionths: number;
}

function signalsIn(intent: IntentFacts): Found[] {
  return SIGNAL_NAMES.filter((name) => intent[name] === true).map((what) => ({
    code: 'intent-signal',
    what,
    millionths: SIGNALS[what],
  }));
}

function wordsIn({ words }: IntentFacts): Found[] {
  const [strongest] = words.filter(isNoteSignal).toSorted((a, b) => WORDS[b] - WORDS[a]);
  return strongest === undefined ? [] : [{ code: 'intent-words', what: strongest, millionths: WORDS[strongest] }];
}

function isNoteSignal(word: string): word is NoteSignal {
  return Object.hasOwn(WORDS, word);
}

/** The longest domain of the rules that the lead lies in, the first by name of several. */
function domainIn(lead: Facts['lead'], { domains }: IntentRules): Found[] {
  const own = domainsOf(lead);
  const fitting = Object.entries(domains).filter(([domain]) => own.some((each) => isWithin(each, domain)));
  const [longest] = fitting.sort().sort(([a], [b]) => b.length - a.length);
  return longest === undefined
    ? []
    : [{ code: 'intent-domain', what: longest[0], millionths: Math.round(longest[1] * WHOLE) }];
}
