/** Runs a row of mail-kind.md; `me@us.example` is an address of ours. */
import { kindOfMail } from '../src/domain/conversation/mail/kind.ts';
import { type MailFault, type MailFields, NO_MAIL } from '../src/domain/conversation/mail/received.ts';

type Fields = Readonly<Record<string, string>>;

interface Row {
  readonly headers: Fields;
  readonly text?: unknown;
  readonly status?: Fields;
  readonly feedback?: Fields;
  readonly disposition?: Fields;
  readonly fault?: MailFault;
}

function fields(of: Fields | undefined): MailFields {
  return Object.entries(of ?? {}).map(([name, value]) => ({ name, value }));
}

export function run({ headers, text = '', status, feedback, disposition, fault }: Row): {
  readonly kind: string;
  readonly code: string | undefined;
  readonly where?: unknown;
  readonly words?: unknown;
} {
  const mail = {
    ...NO_MAIL,
    headers: fields(headers),
    text: typeof text === 'string' ? text : JSON.stringify(text),
    status: status === undefined ? [] : [fields(status)],
    feedback: fields(feedback),
    disposition: fields(disposition),
    faults: fault === undefined ? [] : [fault],
  };
  const { kind, reasons } = kindOfMail(mail, new Set(['me@us.example']));
  return { kind, code: reasons[0]?.code, ...reasons[0]?.facts };
}
