/** Runs a row of lift.md. */
import { lift } from '../src/domain/consent/lift.ts';
import type { FoundSuppression } from '../src/domain/consent/suppression.ts';

interface Row extends Pick<FoundSuppression, 'kind' | 'reason'> {
  readonly of: FoundSuppression['channel'];
  readonly list?: 'sender' | 'instance';
  readonly said: number;
  readonly way: 'email' | 'phone';
  readonly yes: number;
}

interface Answer {
  readonly gone: string;
  readonly instead?: string;
  readonly stays?: string;
}

export function run({ kind, of, reason, list, said, way, yes }: Row): Answer {
  const refusal = { kind, value: 'x', channel: of, reason, at: said, ...(list && { list }) };
  const { gone, instead, stays } = lift([refusal], { way, at: yes });
  return {
    gone: gone[0]?.channel ?? 'nothing',
    ...(instead[0] && { instead: instead[0].channel }),
    ...(stays[0] && { stays: stays[0].reason.code }),
  };
}
