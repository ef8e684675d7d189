/** Faults put into the engine on purpose, which a quarter must notice. A line of code that changes there changes here, too. */
import { type Mutation, mutation } from '../faults/mutation.ts';

const GATE = 'src/domain/consent/gate.ts';
const REACTION = 'src/domain/sequence/reaction.ts';

/** Those that break a rule, with the rule. */
export const BREAKING: readonly (readonly [rule: string, Mutation])[] = [
  [
    'nothing leaves after a refusal',
    mutation(
      'refusals are asked for nowhere, and end nothing',
      0,
      [GATE, '  if (suppression !== null) return [suppressed(suppression)];\n', ''],
      [REACTION, '  if (endsAll(event)) return stays(ended(of, cause), kind);\n', ''],
    ),
  ],
  [
    'within the hours of the playbook',
    mutation('every day is open around the clock', 0, [
      'src/domain/calendar/window.ts',
      '[[window.fromMinute, window.toMinute]]',
      '[[0, 1_440]]',
    ]),
  ],
  [
    'a day between two touches, by and large',
    mutation(
      'the gap is asked for nowhere',
      0,
      [GATE, '    ...gapWait(input),\n', ''],
      ['src/domain/sequence/advance.ts', 'if (restedAt > now)', 'if (restedAt > now && now < 0)'],
    ),
  ],
];

/** One that breaks no rule: what is done is done in another order, which the digest tells. */
export const REORDERING: Mutation = mutation('of steps that are due at once the last comes first', 0, [
  'src/store/work/advance.ts',
  'ORDER BY e.due_at, e.id LIMIT :limit`',
  'ORDER BY e.due_at, e.id DESC LIMIT :limit`',
]);
