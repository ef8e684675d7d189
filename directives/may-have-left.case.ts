/** Runs a row of may-have-left.md. */
import { endInDoubt } from '../src/domain/delivery/doubt.ts';
import type { MessageState } from '../src/domain/message.ts';

interface Row {
  readonly 'may have left': boolean;
  readonly to: MessageState;
  readonly because?: string;
  readonly 'by the key': boolean;
}

interface Answer {
  readonly to: MessageState;
  readonly because?: string;
  readonly 'blocked by'?: unknown;
}

export function run({ to, because, ...row }: Row): Answer {
  const doubt = { mayHaveLeft: row['may have left'], keyHonoured: row['by the key'] };
  const end = endInDoubt({ to, reason: because === undefined ? null : { code: because } }, doubt);
  const by = end.reason?.facts?.because;
  return {
    to: end.to,
    ...(end.reason ? { because: end.reason.code } : {}),
    ...(by === undefined ? {} : { 'blocked by': by }),
  };
}
