/** Stored reasons in words, as every face tells them. The words are those of the table; another language is put in where an answer leaves. */
import { type Reason, reasonText } from '../../domain/reason.ts';

/** A reason in words. */
export interface SpokenReason {
  readonly code: string;
  readonly says: string;
  readonly remedy: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** A stored reason with its words; without what it remembers for later. */
export function spoken({ code, facts }: Reason): SpokenReason {
  const { due: _due, waits: _waits, ...told } = facts ?? {};
  return { code, ...reasonText(code), facts: told };
}
