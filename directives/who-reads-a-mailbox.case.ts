/** Runs a row of who-reads-a-mailbox.md through the real rule. */
import { mailboxOf } from '../src/domain/verify/mailbox.ts';

/** `{kind, word}`; the word is absent for a person. */
export function run({ local = '' }: { readonly local?: string }): { readonly kind: string; readonly word?: string } {
  const { kind, word } = mailboxOf(local);
  return word === null ? { kind } : { kind, word };
}
