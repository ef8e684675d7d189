/** The one error of composing. Owns no rule. */

/**
 * A mail that must never have been made: a line break in a header, an address that is none, a header that is composed
 * here already. It is a bug of whoever made the mail, so it throws, and nothing has left when it does.
 */
export class MailDefect extends Error {
  override readonly name = 'MailDefect';
}
