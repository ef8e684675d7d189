/** Runs a row of sender-choice.md. */
import { chooseSender } from '../src/domain/campaign/sender-choice.ts';

interface Row {
  readonly mailboxes: string;
  readonly kept?: string;
  readonly given: Readonly<Record<string, number>>;
  readonly stopped?: string;
}

const CAPS: Readonly<Record<string, number>> = { a: 20, b: 20, c: 40 };
const words = (text = '') => text.split(' ').filter(Boolean);

export function run({ mailboxes, kept, given, stopped }: Row): Readonly<Record<string, unknown>> {
  const { address, isTurn, joins } = chooseSender({
    mailboxes: words(mailboxes).map((one) => ({ name: one, address: one, dailyCap: CAPS[one] ?? 0 })),
    kept: kept ?? null,
    given: new Map(Object.entries(given)),
    stopped: new Set(words(stopped)),
  });
  const told = [...joins].map(([one, from]) => `${one} ${from}`).join(', ');
  return { from: address, turn: isTurn ? 'yes' : 'no', joins: told || undefined };
}
