/** Runs a row of erasure.md. */
import type { FoundSuppression } from '../src/domain/consent/suppression.ts';
import { erasedLater, keysThatStay, namesWord, refusalsLeft } from '../src/domain/person/erasure.ts';

interface Row {
  readonly standing?: readonly string[];
  readonly emails?: readonly string[];
  readonly phones?: readonly string[];
  readonly account?: string;
  readonly messages?: number;
  readonly handOffs?: number;
  readonly text?: unknown;
  readonly word?: string;
}

export function run({ standing, emails, phones = [], account, messages, handOffs = 0, text, word }: Row) {
  if (word !== undefined) return { names: namesWord(typeof text === 'string' ? text : JSON.stringify(text), word) };
  if (messages !== undefined) {
    const later = erasedLater({ messages, handOffs });
    return { later: later?.code ?? 'nothing' };
  }
  if (emails)
    return { stays: keysThatStay([{ leadId: 'lead_1', emails, phones, account: account ?? null }]).map(textOf) };
  const left = refusalsLeft((standing ?? []).map(readRefusal));
  return { left: left.map(({ channel, reason, anew }) => `${channel} ${reason}${anew ? ' anew' : ''}`) };
}

const textOf = ({ kind, value }: { readonly kind: string; readonly value: string }) => `${kind}:${value}`;

/** `email words that may be several` */
function readRefusal(text: string): Pick<FoundSuppression, 'channel' | 'reason'> {
  const at = text.indexOf(' ');
  return { channel: text.slice(0, at) as FoundSuppression['channel'], reason: text.slice(at + 1) };
}
