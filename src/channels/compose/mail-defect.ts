/** The one error of composing, and what a channel answers of it. Owns no rule. */
import type { SendResult } from '../../engine/ports.ts';

/**
 * A mail that must never have been made: a line break in a header, an address that is none, a header that is composed
 * here already. Composing throws it, and nothing has left when it does.
 */
export class MailDefect extends Error {
  override readonly name = 'MailDefect';
}

/**
 * What a channel answers of a mail that cannot be composed: refused for its own sake, since the same again would be refused again.
 * Errors: anything but a `MailDefect` is thrown on.
 */
export function defective(error: unknown): SendResult {
  if (!(error instanceof MailDefect)) throw error;
  return { kind: 'refused', code: 'content-refused', blame: 'content', detail: error.message };
}
