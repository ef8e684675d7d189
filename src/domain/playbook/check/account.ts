/** Checks of a sequence that works accounts: its steps are what touchpoints are made by, and each is named. */
import { wayOf } from '../../account/palette.ts';
import { stepId } from '../format/normalise.ts';
import type { SequenceSource } from '../format/sequence.ts';
import { type Problem, suggestion } from '../problem.ts';

type At = readonly PropertyKey[];

/** Everything that is wrong with the `account` section of a sequence whose shape is right. */
export function checkAccount(source: SequenceSource, at: At): readonly Problem[] {
  const { account } = source;
  if (!account) return [];
  return [...unknownSteps(source, account, at), ...idleSteps(source, account, at)];
}

type Account = NonNullable<SequenceSource['account']>;

function unknownSteps({ steps }: SequenceSource, account: Account, at: At): readonly Problem[] {
  const ids = steps.map(stepId);
  return (['contact', 'colleague'] as const).flatMap((list) =>
    account[list].flatMap((id, i) =>
      ids.includes(id)
        ? []
        : [
            {
              at: [...at, 'account', list, i],
              code: 'unknown-step',
              message: `there is no step "${id}" in this sequence`,
              remedy: suggestion(id, ids),
            },
          ],
    ),
  );
}

/** A step that touches nobody, that no list names, or that has a condition: of none of these a touchpoint is ever made. */
function idleSteps({ steps }: SequenceSource, account: Account, at: At): readonly Problem[] {
  const named = new Set([...account.contact, ...account.colleague]);
  return steps.flatMap((step, i) => {
    const where = [...at, 'steps', i];
    if (wayOf(step) === null) {
      const message = `a ${step.kind} step touches nobody`;
      return [
        { at: where, code: 'no-touchpoint', message, remedy: 'An account is worked by email, sms, voice and task.' },
      ];
    }
    if ('when' in step && step.when !== undefined) {
      const message = `step "${stepId(step)}" has a condition, which is not asked for an account`;
      return [{ at: where, code: 'no-touchpoint', message, remedy: 'Take `when` out.' }];
    }
    if (named.has(stepId(step))) return [];
    const message = `no touchpoint is ever made by step "${stepId(step)}"`;
    return [
      { at: where, code: 'no-touchpoint', message, remedy: 'Name it under account.contact or account.colleague.' },
    ];
  });
}
