/** Runs a row of read-reply.md; an empty text is an empty reply. */
import { meansEveryWay, readReply, saysAbsent } from '../src/domain/conversation/intent.ts';
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
  readonly 'every way': boolean;
} {
  const reading = readReply(text, language);
  const { intent, confidence, reasons } = reading;
  return {
    'every way': meansEveryWay(reading),
    intent,
    confidence,
    code: reasons[0]?.code,
    also: reasons[1]?.facts?.also,
    absent: saysAbsent(text),
  };
}
