/** What became of a text that Twilio took (directives/text-end.md), whether Twilio tells it or is asked. Owns the tables; the order of states is the ledger's. */
import type { TextEnd } from './text-end.ts';

/**
 * How a text failed. `hard`: this number takes no texts, ever; `soft`: not now; `blocked`: sender, account or content is at
 * fault, and the number is not to blame. A code that is not here is `undetermined`.
 * Why a table: the vendor splits and renames its codes, so nothing else may know them.
 * Source: https://www.twilio.com/docs/api/errors
 */
const FAILURES: Readonly<Record<number, TextEnd['outcome']>> = {
  21211: 'hard',
  21614: 'hard',
  30005: 'hard',
  30006: 'hard',
  30001: 'soft',
  30003: 'soft',
  30008: 'soft',
  20429: 'soft',
  20003: 'blocked',
  21408: 'blocked',
  21606: 'blocked',
  21610: 'blocked',
  21612: 'blocked',
  30002: 'blocked',
  30004: 'blocked',
  30007: 'blocked',
  30034: 'blocked',
};

/** The person had said STOP before: the provider refuses for them. */
const SAID_STOP = 21_610;

/** How a text ended, by Twilio's word for its state and its number of the error; null = it has not, as far as the state says. */
export function endOfTwilioText(status: string, code: number | null): TextEnd | null {
  if (status === 'delivered') return { kind: 'delivered', outcome: null, saidStop: false };
  if (status !== 'undelivered' && status !== 'failed') return null;
  const outcome = (code === null ? undefined : FAILURES[code]) ?? 'undetermined';
  return { kind: 'bounced', outcome, saidStop: code === SAID_STOP };
}
