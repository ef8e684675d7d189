/** Runs a row of read-reply.md; an empty text is an empty reply. */
import { readReply, saysAbsent } from '../src/domain/conversation/intent.ts';
import '../src/domain/facts/clauses.ts';

interface Row {
  readonly text?: string;
  readonly language?: string;
}

export function run({ text = '', language }: Row): {
  readonly intent: string;
  readonly confidence: number;
  readonly code: string | undefined;
  readonly also: unknown;
  readonly absent: boolean;
} {
  const { intent, confidence, reasons } = readReply(text, language);
  return { intent, confidence, code: reasons[0]?.code, also: reasons[1]?.facts?.also, absent: saysAbsent(text) };
}
