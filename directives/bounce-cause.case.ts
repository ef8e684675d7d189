/** Runs a row of bounce-cause.md. */
import { readBounce } from '../src/domain/conversation/mail/bounce.ts';
import { type MailFields, NO_MAIL } from '../src/domain/conversation/mail/received.ts';

type Fields = Readonly<Record<string, string>> | readonly (readonly [string, string])[];

interface Row {
  readonly status?: readonly Fields[];
  readonly text?: string;
  readonly headers?: Fields;
}

function fields(of: Fields): MailFields {
  const entries = Array.isArray(of) ? (of as readonly (readonly [string, string])[]) : Object.entries(of);
  return entries.map(([name, value]) => ({ name, value }));
}

export function run({ status = [], text = '', headers = {} }: Row): Readonly<Record<string, unknown>> {
  const found = readBounce({ ...NO_MAIL, status: status.map(fields), text, headers: fields(headers) });
  const { words: _, ...first } = found[0]!;
  return { ...first, all: found.map(({ address, cause }) => `${address} ${cause}`).join(', ') };
}
