/** Runs a row of reaction-rules.md. */
import type { ExitEvent } from '../src/domain/playbook/format/sequence.ts';
import type { ReactionAction, ReactionRule } from '../src/domain/playbook/playbook.ts';
import { actionFor, reactionsOf } from '../src/domain/sequence/standard-reactions.ts';

interface Row {
  readonly on: string;
  readonly outcome?: string;
  /** `replied interested,not-now hold @idea`: event, outcomes (`*` = any), action, step. */
  readonly own?: readonly string[];
  readonly exits?: readonly ExitEvent[];
}

export function run(row: Row): { readonly action: string } {
  const { on, outcome = null, own = [], exits = ['replied', 'booked', 'opted-out'] } = row;
  const action = actionFor({ on, outcome }, reactionsOf(own.map(ruleOf), exits), 'idea');
  return { action: 'days' in action && action.days !== null ? `${action.kind} ${action.days}` : action.kind };
}

function ruleOf(text: string): ReactionRule {
  const [on = '', outcomes = '', kind = '', at] = text.split(' ');
  return {
    on: on as ReactionRule['on'],
    outcomes: outcomes === '*' ? [] : outcomes.split(','),
    at: at?.slice(1) ?? null,
    action: { kind, days: null } as ReactionAction,
  };
}
