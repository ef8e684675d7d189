/** Runs a row of smtp-replies.md: a server's answer in, what it means out. */
import { type ReplyVerdict, readReply, type SmtpPhase } from '../src/domain/delivery/reply.ts';

interface Row {
  readonly code: number;
  readonly text: string;
  readonly phase: SmtpPhase;
}

/** The verdict as it is. */
export function run(row: Row): ReplyVerdict {
  return readReply(row);
}
