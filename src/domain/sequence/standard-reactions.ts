/**
 * What follows from an event where a sequence says nothing of it, and where its exits stand among its reactions. Pure; the rule is
 * directives/reaction-rules.md. Owns the order of rules and the standard ones; what a rule does is `steer.ts`.
 */
import type { ExitEvent } from '../playbook/format/sequence.ts';
import type { ReactionAction, ReactionEvent, ReactionRule } from '../playbook/playbook.ts';

/** Days a sequence waits after somebody else was in touch with the lead, and after an absence note. */
const HOLD_DAYS = 7;
const HOLD: ReactionAction = { kind: 'hold', days: HOLD_DAYS };

/** An absence note is no answer: it stands before the exits. */
const BEFORE_EXITS: readonly ReactionRule[] = [{ on: 'replied', outcomes: ['out-of-office'], at: null, action: HOLD }];
const AFTER_EXITS: readonly ReactionRule[] = [
  { on: 'human-touch', outcomes: [], at: null, action: HOLD },
  { on: 'tool-touch', outcomes: [], at: null, action: HOLD },
  { on: 'call-completed', outcomes: ['answered', 'interested', 'not-interested', 'call-back'], at: null, action: HOLD },
];
/** Exits that no rule can change: these events end every sequence. */
const ALWAYS: ReadonlySet<ExitEvent> = new Set(['bounced', 'opted-out', 'complained']);

/** All reactions of a sequence in order: its own, of its steps before those of the whole, then its exits and the standard ones. */
export function reactionsOf(own: readonly ReactionRule[], exits: readonly ExitEvent[]): readonly ReactionRule[] {
  const stops = exits
    .filter((exit) => !ALWAYS.has(exit))
    .map((exit): ReactionRule => ({ on: exit as ReactionEvent, outcomes: [], at: null, action: { kind: 'stop' } }));
  const ofSteps = own.filter(({ at }) => at !== null);
  const ofWhole = own.filter(({ at }) => at === null);
  return [...ofSteps, ...ofWhole, ...BEFORE_EXITS, ...stops, ...AFTER_EXITS];
}

/** What happened, as rules ask for it. */
export interface Occasion {
  readonly on: string;
  readonly outcome: string | null;
}

/** The action of the first rule that fits; nothing where none does. `at`: step at which the lead stands. */
export function actionFor(
  { on, outcome }: Occasion,
  rules: readonly ReactionRule[],
  at: string | null,
): ReactionAction {
  const rule = rules.find(
    (one) =>
      one.on === on &&
      (one.outcomes.length === 0 || (outcome !== null && one.outcomes.includes(outcome))) &&
      (one.at === null || one.at === at),
  );
  return rule?.action ?? { kind: 'carry-on' };
}
